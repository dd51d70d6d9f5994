import type { RunRecord } from '../../../main/contract'

/**
 * The style index of each run, by id. A run keeps the colour it had in the Lab as long as no other
 * of the runs holds it; the others take the next free one.
 */
export function stylesOf(runs: readonly Pick<RunRecord, 'id' | 'color'>[]): ReadonlyMap<number, number> {
  const styles = new Map<number, number>()
  const taken = new Set<number>()
  for (const { id, color } of runs) {
    if (taken.has(color)) continue
    taken.add(color)
    styles.set(id, color)
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
