import type { Minimum } from '@core/objectives/contract'
import type { PathView } from '../model/chart-data'
import { pathLength, pointAt } from './painters/path-painter'

/** From one recorded point of a path to the one after it. */
export interface Step {
  readonly from: number
  readonly to: number
  /** True: the one that leaves the playhead; false: the last one there is, which led to it. */
  readonly next: boolean
}

/** The step that leaves the playhead, else the one that led to the newest point; undefined where none is held. */
export function stepAt(path: PathView, playhead: number | undefined): Step | undefined {
  const point = pointAt(path, playhead)
  // One that had to be read stands alone.
  if (point?.path !== path) return undefined
  const { index } = point
  if (index + 1 < pathLength(path)) return { from: index, to: index + 1, next: true }
  return index > 0 ? { from: index - 1, to: index, next: false } : undefined
}

/** Whether a step of one parameter goes past a minimum: one that is known, or else one between opposite slopes. */
export function overshoots(
  from: number,
  to: number,
  slope: ((x: number) => number) | undefined,
  minima: readonly Minimum[],
): boolean {
  const direction = Math.sign(to - from)
  const passed = minima.some(({ theta: [x] }) => (x - from) * direction > 0 && (to - x) * direction > 0)
  // Downhill at first, uphill at the end.
  return passed || (slope !== undefined && slope(from) * direction < 0 && slope(to) * direction > 0)
}
