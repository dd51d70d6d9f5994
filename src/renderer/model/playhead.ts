import { distanceSeries } from '@core/plan'
import type { Curve } from './curves/curves'
import { lastAtOrBelow } from './sequence'

/** What a curve says at one update: exact, as recorded. */
export interface Reading {
  readonly iteration: number
  readonly loss: number
  readonly gradientNorm: number
  /** Empty where the parameters were not read. */
  readonly theta: readonly number[]
  /** To the nearest known minimum; undefined where it was not recorded. */
  readonly distance: number | undefined
}

/**
 * The state after `iteration` updates, or the last one there is; `iteration` undefined: the newest.
 * Undefined where there is none, or while that point of a long curve is being read.
 */
export function readingAt(curve: Curve, iteration: number | undefined): Reading | undefined {
  const { iterations, series } = curve.whole ?? curve
  const index = iteration === undefined ? iterations.length - 1 : lastAtOrBelow(iterations, iteration)
  if (index < 0) return undefined
  const valueOf = (name: string): number | undefined => series[name]?.at(index)
  if (series.loss && valueOf('loss') === undefined) return undefined
  const theta: number[] = []
  for (let j = 0; series[`theta_${j}`]; j++) theta.push(valueOf(`theta_${j}`) ?? NaN)
  return {
    iteration: iterations.at(index) ?? NaN,
    loss: valueOf('loss') ?? NaN,
    gradientNorm: valueOf('gradient_norm') ?? NaN,
    theta,
    distance: valueOf(distanceSeries),
  }
}

/** The recorded iteration next to `iteration` in any of the curves; undefined at the end. */
export function neighbour(curves: Iterable<Curve>, iteration: number, forward: boolean): number | undefined {
  let found: number | undefined
  for (const curve of curves) {
    const { iterations } = curve.whole ?? curve
    const at = lastAtOrBelow(iterations, iteration)
    const exact = at >= 0 && iterations.at(at) === iteration
    const next = forward ? at + 1 : exact ? at - 1 : at
    const candidate = next < 0 ? undefined : iterations.at(next)
    if (candidate === undefined) continue
    if (found === undefined || (forward ? candidate < found : candidate > found)) found = candidate
  }
  return found
}

/** The newest update of any curve. */
export const newest = (curves: Iterable<Curve>): number =>
  [...curves].reduce((last, curve) => {
    const { iterations } = curve.whole ?? curve
    return iterations.length === 0 ? last : Math.max(last, iterations.at(iterations.length - 1) ?? 0)
  }, 0)
