import type { DistanceToMinimum } from '../../../model/distance-to-minimum'
import type { Reading } from '../../../model/playhead'

/** What runs are ranked by. */
export type RankedBy = 'loss' | 'excess' | 'gradientNorm' | 'distance'

/** The number that a run is ranked by at one moment; undefined where it has none. */
export function rankedValue(
  by: RankedBy,
  reading: Pick<Reading, 'loss' | 'gradientNorm'> | undefined,
  toMinimum: DistanceToMinimum | undefined,
): number | undefined {
  if (by === 'loss' || by === 'gradientNorm') return reading?.[by]
  return toMinimum?.[by]
}

/**
 * The place of each of the numbers from 1, the lowest first, or the highest; equal ones share a place,
 * and what is no finite number has none.
 */
export function ranksOf(
  values: readonly (number | undefined)[],
  highestFirst: boolean,
): readonly (number | undefined)[] {
  const isFinite = (value: number | undefined): value is number => Number.isFinite(value)
  const finite = values.filter(isFinite)
  return values.map((value) => {
    if (!isFinite(value)) return undefined
    return 1 + finite.filter((other) => (highestFirst ? other > value : other < value)).length
  })
}
