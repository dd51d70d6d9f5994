import { distanceTo } from '@core/norms'
import type { Minimum } from '@core/objectives/contract'
import type { RunRecord } from '../../main/contract'
import { goalsOf } from './curves/measures'
import type { Reading } from './playhead'

/** How far a run is from what is known of its objective; undefined where nothing is. */
export interface DistanceToMinimum {
  /** Loss above the lowest known one. */
  readonly excess: number | undefined
  /** Of the parameters to the nearest known minimum. */
  readonly distance: number | undefined
}

/** @param minima of the run's objective; none where they are not known, or the parameters not read */
export function distanceToMinimum(
  { minimum }: RunRecord,
  { loss, theta, distance }: Reading,
  minima: readonly Minimum[],
): DistanceToMinimum {
  const goals = goalsOf(minima)
  const measurable = goals.length > 0 && goals[0].length === theta.length
  return {
    excess: minimum === null ? undefined : loss - minimum,
    distance: distance ?? (measurable ? distanceTo(goals, Float64Array.from(theta)) : undefined),
  }
}
