import type { Objective } from './objectives/contract'

/** The extreme eigenvalues of a Hessian: how steeply the gradient turns, at the most and at the least. */
export interface Curvature {
  readonly largest: number
  readonly smallest: number
}

/** Beyond this dimension a Hessian is not worth its square of numbers. */
const widest = 256
const sweeps = 1_000
const precision = 1e-12

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

/** The eigenvalue of largest magnitude of `matrix + shift I`, by power iteration. */
function dominant(matrix: Float64Array, size: number, shift: number): number {
  // A start with no symmetry of its own, so that no eigenvector is orthogonal to it by accident.
  let vector = Float64Array.from({ length: size }, (_, i) => 1 + Math.sin(i + 1) / 3)
  let next = new Float64Array(size)
  let value = NaN
  for (let sweep = 0; sweep < sweeps; sweep++) {
    const length = Math.hypot(...vector)
    if (length === 0) return 0
    for (let i = 0; i < size; i++) vector[i] /= length
    let rayleigh = 0
    for (let i = 0; i < size; i++) {
      let sum = shift * vector[i]
      for (let j = 0; j < size; j++) sum += matrix[i * size + j] * vector[j]
      next[i] = sum
      rayleigh += sum * vector[i]
    }
    if (Math.abs(rayleigh - value) <= precision * Math.abs(rayleigh)) return rayleigh
    value = rayleigh
    const swapped = vector
    vector = next
    next = swapped
  }
  return value
}

/** The extreme eigenvalues of a symmetric matrix, row-major. */
export function extremes(matrix: Float64Array, size: number): Curvature {
  if (size === 1) return { largest: matrix[0], smallest: matrix[0] }
  if (size === 2) {
    const [a, b, , d] = matrix
    const middle = (a + d) / 2
    const spread = Math.hypot((a - d) / 2, b)
    return { largest: middle + spread, smallest: middle - spread }
  }
  // No eigenvalue is larger than the largest row sum; shifted by it, all have one sign.
  let bound = 0
  for (let i = 0; i < size; i++) {
    let sum = 0
    for (let j = 0; j < size; j++) sum += Math.abs(matrix[i * size + j])
    bound = Math.max(bound, sum)
  }
  if (bound === 0 || !Number.isFinite(bound)) return { largest: bound, smallest: -bound }
  return {
    largest: dominant(matrix, size, bound) - bound,
    smallest: dominant(matrix, size, -bound) + bound,
  }
}

/**
 * The extreme curvatures of an objective at a point: exact up to rounding where the
 * Hessian has a closed form, by finite differences elsewhere. Undefined beyond 256
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
