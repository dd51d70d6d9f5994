import { curvatureAt, hessianAt, type Sloped } from '../curvature'
import { euclidean } from '../norms'
import { unheard, type Pulse } from '../pulse'

/** A larger Hessian is not worth its square of numbers, unless a gradient goes through rows of data. */
const widest = 128
/** Of curvatures that are differences of gradients, so many digits are left, as a share of the largest. */
const differenced = 1e-6
/** Beyond that dimension, where only the extreme curvatures are known: smaller shares of the largest may be none. */
const flat = 1e-6

/**
 * The fall of the loss that Newton's step promises, 1/2 g'H^-1 g (half the squared Newton decrement,
 * Boyd & Vandenberghe 2004, 9.5.1): the same in whatever units and directions the parameters are
 * measured. By a Cholesky factorisation with pivoting of the Hessian, its diagonal brought to 1
 * (Higham 2002, chapter 10). A curvature that rounding could have left is taken to be as large as
 * rounding could make it, so that a slope along it still counts.
 * @returns undefined where the loss curves downwards somewhere, or the Hessian is not known
 */
export function newtonFall(
  objective: Sloped,
  theta: Float64Array,
  gradient: Float64Array,
): number | undefined {
  const { dimension, rows = 0 } = objective
  if (dimension > widest && rows === 0) return fallOfExtremes(objective, theta, gradient)
  const hessian = hessianAt(objective, theta)
  if (!hessian) return undefined
  const tolerance = objective.hessian ? 16 * dimension * Number.EPSILON : differenced
  return factorisedFall(hessian, gradient, tolerance, objective.pulse)
}

/** The most it can be with the smallest curvature there is. */
function fallOfExtremes(objective: Sloped, theta: Float64Array, gradient: Float64Array): number | undefined {
  const curvature = curvatureAt(objective, theta)
  if (!curvature || !(curvature.smallest > flat * curvature.largest)) return undefined
  return euclidean(gradient) ** 2 / (2 * curvature.smallest)
}

/** @param tolerance pivots below it, of a diagonal of ones, may be rounding */
function factorisedFall(
  hessian: Float64Array,
  gradient: Float64Array,
  tolerance: number,
  pulse: Pulse = unheard,
): number | undefined {
  const size = gradient.length
  const lengths = Array.from({ length: size }, (_, i) => Math.sqrt(Math.abs(hessian[i * size + i])))
  const largest = Math.max(...lengths)
  // A coordinate without curvature of its own: its row must be empty, too, and is measured by the largest.
  const scale = lengths.map((length) => length || largest || 1)
  const a = hessian.map((value, at) => value / scale[Math.floor(at / size)] / scale[at % size])
  const slope = gradient.map((value, i) => value / scale[i])
  const left = Array.from({ length: size }, (_, i) => i)
  let fall = 0
  while (left.length > 0) {
    pulse()
    const pivot = left.reduce((best, i) => (a[i * size + i] > a[best * size + best] ? i : best))
    const height = a[pivot * size + pivot]
    if (left.some((i) => a[i * size + i] < -tolerance)) return undefined
    left.splice(left.indexOf(pivot), 1)
    fall += slope[pivot] ** 2 / (2 * Math.max(height, tolerance))
    if (height <= tolerance) {
      // What is left has no curvature; it is indefinite if it couples its coordinates all the same.
      if (left.some((i) => Math.abs(a[i * size + pivot]) > 2 * tolerance)) return undefined
      continue
    }
    for (const i of left) {
      const factor = a[i * size + pivot] / height
      if (factor === 0) continue
      slope[i] -= factor * slope[pivot]
      for (const j of left) a[i * size + j] -= factor * a[pivot * size + j]
    }
  }
  return fall
}
