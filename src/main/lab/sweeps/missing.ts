import type { RunKey, SweepRuns } from '@core/sweep/runs'

/** Which runs of a sweep are not stored yet. */
export interface Missing {
  readonly count: number
  /** Their numbers, in order. */
  readonly numbers: Iterator<number>
}

/**
 * @param stored those that are
 * @param isWanted which of the sweep's runs are to be made at all
 */
export function missingOf(
  runs: SweepRuns,
  stored: Iterable<RunKey>,
  isWanted: (index: number) => boolean = () => true,
): Missing {
  const done = new Uint8Array(runs.total)
  for (const key of stored) {
    const index = runs.indexOf(key)
    if (index !== undefined) done[index] = 1
  }
  let count = 0
  for (let index = 0; index < runs.total; index++) {
    if (!isWanted(index)) done[index] = 1
    count += 1 - done[index]
  }
  function* numbers(): Generator<number, void> {
    for (let index = 0; index < runs.total; index++) if (done[index] === 0) yield index
  }
  return { count, numbers: numbers() }
}
