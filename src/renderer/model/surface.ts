import type { Interval, Objective } from '@core/objectives/contract'

/** Above this many rows a surface is drawn from its quadratic form rather than row by row. */
const manyRows = 500

/** The box worth drawing, widened where needed so that the start is in sight. */
export function boxWith(domain: readonly Interval[], start: readonly number[]): Interval[] {
  return domain.map(([low, high], index): Interval => {
    const at = start[index]
    if (!Number.isFinite(at)) return [low, high]
    const margin = 0.08 * (Math.max(high, at) - Math.min(low, at))
    return [at < low ? at - margin : low, at > high ? at + margin : high]
  })
}

/** A box this many times as wide as needed shows too little of what matters. */
const tooWide = 10

/**
 * The box drawn before, as long as it will do: a picture that rescales under the pointer
 * with every click is hard to aim at.
 */
export function steadyBox(
  before: readonly Interval[] | undefined,
  wanted: readonly Interval[],
): readonly Interval[] {
  const stays = wanted.every(([low, high], index) => {
    const held = before?.[index]
    if (!held) return false
    const [heldLow, heldHigh] = held
    return heldLow <= low && heldHigh >= high && heldHigh - heldLow <= tooWide * (high - low)
  })
  return stays && before ? before : wanted
}

/**
 * The objective's value, made cheap enough to colour a surface. The squared error of a linear
 * model is exactly quadratic in two parameters, so six values tell it everywhere, however
 * many rows there are.
 */
export function surfaceOf(objective: Objective): (theta: Float64Array) => number {
  const { dimension, rows, domain, value } = objective
  if (rows <= manyRows || dimension !== 2) return (theta) => value(theta)
  const [[left, right], [bottom, top]] = domain
  const centre = [(left + right) / 2, (bottom + top) / 2] as const
  const reach = [(right - left) / 2, (top - bottom) / 2] as const
  const at = (u: number, v: number): number =>
    value(Float64Array.of(centre[0] + u * reach[0], centre[1] + v * reach[1]))
  const [middle, east, west, north, south] = [at(0, 0), at(1, 0), at(-1, 0), at(0, 1), at(0, -1)]
  const uu = (east + west) / 2 - middle
  const vv = (north + south) / 2 - middle
  const slopeU = (east - west) / 2
  const slopeV = (north - south) / 2
  const uv = at(1, 1) - middle - uu - vv - slopeU - slopeV
  return (theta) => {
    const u = (theta[0] - centre[0]) / reach[0]
    const v = (theta[1] - centre[1]) / reach[1]
    return middle + slopeU * u + slopeV * v + uu * u * u + uv * u * v + vv * v * v
  }
}
