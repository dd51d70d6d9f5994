import type { RunRecord } from '../../main/contract'

/**
 * The style index of each run, by id. A run keeps the colour it had in the Lab, its place in
 * its experiment, as long as no other of the runs holds it; the others take the next free one.
 */
export function stylesOf(runs: readonly Pick<RunRecord, 'id' | 'position'>[]): ReadonlyMap<number, number> {
  const styles = new Map<number, number>()
  const taken = new Set<number>()
  for (const { id, position } of runs) {
    if (taken.has(position)) continue
    taken.add(position)
    styles.set(id, position)
  }
  let next = 0
  for (const { id } of runs) {
    if (styles.has(id)) continue
    while (taken.has(next)) next++
    taken.add(next)
    styles.set(id, next)
  }
  return styles
}
