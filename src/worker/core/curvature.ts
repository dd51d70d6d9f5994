import type { Objective } from './objectives/contract'
import { pulse } from './pulse'

/** The extreme eigenvalues of a Hessian: how steeply the gradient turns, at the most and at the least. */
export interface Curvature {
  readonly largest: number
  readonly smallest: number
}

/** Beyond this dimension a Hessian is not worth its square of numbers. */
const widest = 128
/** Rotations converge quadratically: ten sweeps are many. */
const sweeps = 30
/** Off-diagonal entries below this share of the whole count as gone. */
const precision = 1e-16

/** The Hessian by central differences of the gradient, symmetrised, row-major. */
function differences(objective: Objective, theta: Float64Array, out: Float64Array): void {
  const { dimension } = objective
  const point = theta.slice()
  const above = new Float64Array(dimension)
  const below = new Float64Array(dimension)
  for (let i = 0; i < dimension; i++) {
    // The cube root of the machine's precision balances rounding against truncation.
    const h = 6e-6 * Math.max(1, Math.abs(theta[i]))
    point[i] = theta[i] + h
    objective.gradient(point, above)
    point[i] = theta[i] - h
    objective.gradient(point, below)
    point[i] = theta[i]
    for (let j = 0; j < dimension; j++) out[i * dimension + j] = (above[j] - below[j]) / (2 * h)
  }
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < i; j++) {
      const mean = (out[i * dimension + j] + out[j * dimension + i]) / 2
      out[i * dimension + j] = mean
      out[j * dimension + i] = mean
    }
  }
}

/** Turns the plane of coordinates p and q so that their off-diagonal entry vanishes. */
function rotate(a: Float64Array, size: number, p: number, q: number): void {
  const theta = (a[q * size + q] - a[p * size + p]) / (2 * a[p * size + q])
  const t = (theta < 0 ? -1 : 1) / (Math.abs(theta) + Math.hypot(theta, 1))
  const c = 1 / Math.hypot(t, 1)
  const s = t * c
  for (let k = 0; k < size; k++) {
    const kp = a[k * size + p]
    const kq = a[k * size + q]
    a[k * size + p] = c * kp - s * kq
    a[k * size + q] = s * kp + c * kq
  }
  for (let k = 0; k < size; k++) {
    const pk = a[p * size + k]
    const qk = a[q * size + k]
    a[p * size + k] = c * pk - s * qk
    a[q * size + k] = s * pk + c * qk
  }
}

/**
 * The extreme eigenvalues of a symmetric matrix, row-major, by Jacobi's rotations: exact up
 * to rounding, ties and tiny eigenvalues included (Golub & Van Loan, Matrix Computations, 8.5).
 */
export function extremes(matrix: Float64Array, size: number): Curvature {
  const a = matrix.slice()
  const negligible = precision * Math.hypot(...a)
  for (let sweep = 0; sweep < sweeps; sweep++) {
    let turned = false
    for (let p = 0; p < size; p++) {
      pulse()
      for (let q = p + 1; q < size; q++) {
        if (Math.abs(a[p * size + q]) <= negligible) continue
        rotate(a, size, p, q)
        turned = true
      }
    }
    if (!turned) break
  }
  const diagonal = Array.from({ length: size }, (_, i) => a[i * size + i])
  return { largest: Math.max(...diagonal), smallest: Math.min(...diagonal) }
}

/**
 * The extreme curvatures of an objective at a point: exact up to rounding where the
 * Hessian has a closed form, by finite differences elsewhere. Undefined beyond 128
 * parameters, and where the Hessian is not finite.
 */
export function curvatureAt(objective: Objective, theta: Float64Array): Curvature | undefined {
  const { dimension } = objective
  if (dimension > widest) return undefined
  const hessian = new Float64Array(dimension * dimension)
  if (objective.hessian) objective.hessian(theta, hessian)
  else differences(objective, theta, hessian)
  if (!hessian.every(Number.isFinite)) return undefined
  return extremes(hessian, dimension)
}
