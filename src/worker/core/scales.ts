import { euclidean } from './norms'
import type { Objective, Scales } from './objectives/contract'
import { minimumOf } from './plan'

/** Half of the longest side of the box worth drawing. */
const halfSide = ({ domain }: Objective): number =>
  domain.reduce((most, [low, high]) => Math.max(most, (high - low) / 2), 0)

/**
 * The fall that the best step along the slope at a point brings (Cauchy's step, Nocedal & Wright 2006,
 * 4.1): a difference of the loss that does not ask where its zero is. t = |g|^2 / |g'Hg|, the curvature
 * along g by a difference of gradients.
 */
function cauchyFall(objective: Objective, theta: Float64Array, gradient: Float64Array, size: number): number {
  const slope = euclidean(gradient)
  if (!(slope > 0)) return 0
  // The square root of the machine's precision, of the box: small beside it, large beside rounding.
  const h = 1.5e-8 * size
  const beside = new Float64Array(theta.length)
  objective.gradient(
    theta.map((value, i) => value + (h * gradient[i]) / slope),
    beside,
  )
  const bend = beside.reduce((sum, value, i) => sum + ((value - gradient[i]) / h) * (gradient[i] / slope), 0)
  const step = Math.min(slope / Math.abs(bend), size)
  const there = objective.value(theta.map((value, i) => value - (step * gradient[i]) / slope))
  return Math.abs(objective.value(theta) - there)
}

function measured(objective: Objective): Scales {
  const theta = Float64Array.from(objective.defaultStart)
  const gradient = new Float64Array(theta.length)
  const value = objective.evaluate(theta, gradient)
  const lowest = minimumOf(objective)
  const size = halfSide(objective)
  return {
    level: lowest ?? value,
    loss: lowest === undefined ? cauchyFall(objective, theta, gradient, size) : value - lowest,
    slope: euclidean(gradient),
    size,
  }
}

const known = new WeakMap<Objective, Scales>()

/**
 * What is large for an objective, in its own units: as it says itself; else of its default start, the
 * loss above the lowest known one and the slope there, and the box worth drawing. Every number here
 * changes with the units as what is measured by it does, so a share of it is the same in any units.
 */
export function scalesOf(objective: Objective): Scales {
  const found = known.get(objective) ?? objective.scales ?? measured(objective)
  known.set(objective, found)
  return found
}
