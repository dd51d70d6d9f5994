import { firstShade } from '@core/experiment'
import type { RunRecord } from '../../../main/contract'
import { styleOf } from '../../model/palette'

/**
 * The style index of each run, by id. A run keeps the look it had in the Lab as long as no other of
 * the runs holds it; the others take the next free shade of their method.
 */
export function stylesOf(
  runs: readonly Pick<RunRecord, 'id' | 'color' | 'optimizer'>[],
): ReadonlyMap<number, number> {
  const styles = new Map<number, number>()
  const taken = new Set<number>()
  const give = (id: number, style: number): void => {
    taken.add(style)
    styles.set(id, style)
  }
  for (const run of runs) if (!taken.has(styleOf(run))) give(run.id, styleOf(run))
  for (const { id, optimizer } of runs) {
    if (styles.has(id)) continue
    let color = firstShade
    while (taken.has(styleOf({ color, optimizer }))) color++
    give(id, styleOf({ color, optimizer }))
  }
  return styles
}
