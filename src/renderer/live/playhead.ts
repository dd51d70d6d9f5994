import type { Curve } from '../curves'

/** Index of the last recorded point at or before `iteration`; -1 where there is none. */
export function pointAt(iterations: Float64Array, iteration: number): number {
  let low = 0
  let high = iterations.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (iterations[middle] <= iteration) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** What a curve says at one update: exact, as recorded. */
export interface Reading {
  readonly iteration: number
  readonly loss: number
  readonly gradientNorm: number
  /** Empty where the parameters were not read. */
  readonly theta: readonly number[]
}

/** The state after `iteration` updates, or the last one there is; `undefined`: the newest. */
export function readingAt(curve: Curve, iteration: number | undefined): Reading | undefined {
  const index = iteration === undefined ? curve.length - 1 : pointAt(curve.iterations, iteration)
  if (index < 0) return undefined
  const { series } = curve
  const theta: number[] = []
  for (let j = 0; series[`theta_${j}`]; j++) theta.push(series[`theta_${j}`][index])
  return {
    iteration: curve.iterations[index],
    loss: series.loss?.[index] ?? NaN,
    gradientNorm: series.gradient_norm?.[index] ?? NaN,
    theta,
  }
}

/** The recorded iteration next to `iteration` in any of the curves; undefined at the end. */
export function neighbour(curves: Iterable<Curve>, iteration: number, forward: boolean): number | undefined {
  let found: number | undefined
  for (const { iterations } of curves) {
    const at = pointAt(iterations, iteration)
    const exact = iterations[at] === iteration
    const candidate = forward ? iterations[at + 1] : iterations[exact ? at - 1 : at]
    if (candidate === undefined) continue
    if (found === undefined || (forward ? candidate < found : candidate > found)) found = candidate
  }
  return found
}

/** The newest update of any curve. */
export const newest = (curves: Iterable<Curve>): number =>
  Math.max(0, ...[...curves].map(({ iterations }) => iterations.at(-1) ?? 0))
