import { iterationOf } from '@core/plan'
import type { RunRecord } from '../../../../main/contract'
import type { Reading } from '../../../model/playhead'

/** Values on screen that are not yet those of the newest point of their run. */
export interface Late {
  /** The update they are of; undefined where none have come in. */
  readonly at: number | undefined
  /** How much of the way to the newest point that is, from 0 to 1. */
  readonly share: number
}

/** Undefined where the reading is of the newest recorded point, or there is no point yet. */
export function lateOf(
  { points, recordEvery, iterations }: Pick<RunRecord, 'points' | 'recordEvery' | 'iterations'>,
  reading: Reading | undefined,
): Late | undefined {
  if (points === 0) return undefined
  const newest = iterationOf(points - 1, recordEvery, iterations)
  if (!reading) return { at: undefined, share: 0 }
  return reading.iteration < newest ? { at: reading.iteration, share: reading.iteration / newest } : undefined
}
