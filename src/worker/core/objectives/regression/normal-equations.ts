import type { LeastSquares } from '../contract'
import { loosenessOf } from './least-squares'

/** Squared condition number up to which two corrections leave nothing of the equations' rounding. */
const worstConditioning = 1e8
const corrections = 2

/**
 * Least squares by the normal equations of centred columns, corrected by the residuals of the
 * rows themselves until it is as accurate as by an orthogonal factorisation (the corrected
 * seminormal equations, Bjorck 1987, Linear Algebra and its Applications 88/89), at a fraction
 * of what that costs where rows are many.
 * @param means of the features
 * @param products of the features less their means, row-major
 * @returns undefined where columns depend on each other, or nearly so
 */
export function normalEquations(
  features: readonly Float64Array[],
  target: Float64Array,
  means: Float64Array,
  products: Float64Array,
): LeastSquares | undefined {
  const width = features.length
  const rows = target.length
  const lengths = Array.from({ length: width }, (_, j) => Math.sqrt(products[j * width + j]))
  const triangle = choleskyOf(products, lengths)
  const order = Array.from({ length: width }, (_, j) => j)
  const looseness = loosenessOf(triangle, order, lengths, Array.from(means), rows)
  const held = lengths.every((length, j) => {
    const squares = length * length + rows * means[j] * means[j]
    return looseness[j] * squares < worstConditioning
  })
  if (!held) return undefined

  const weights = new Float64Array(width)
  const change = new Float64Array(width)
  const residuals = new Float64Array(rows)
  // What the fit predicts where the features are at their means.
  let level = 0
  for (let step = 0; step <= corrections; step++) {
    for (let i = 0; i < rows; i++) residuals[i] = target[i] - level
    for (let j = 0; j < width; j++) subtractCentred(residuals, features[j], means[j], weights[j])
    for (let j = 0; j < width; j++) change[j] = centredDot(features[j], means[j], residuals) / lengths[j]
    solveTwice(triangle, change)
    for (let j = 0; j < width; j++) weights[j] += change[j] / lengths[j]
    let sum = 0
    for (let i = 0; i < rows; i++) sum += residuals[i]
    level += sum / rows
  }
  let intercept = level
  for (let j = 0; j < width; j++) intercept -= weights[j] * means[j]
  const theta = [...weights, intercept]
  return theta.every(Number.isFinite) ? { theta, looseness } : undefined
}

/** Columns of the triangle R, R'R the products of columns of length 1; NaN where there is none. */
function choleskyOf(products: Float64Array, lengths: readonly number[]): Float64Array[] {
  const width = lengths.length
  const triangle: Float64Array[] = []
  for (let k = 0; k < width; k++) {
    const column = new Float64Array(k + 1)
    for (let i = 0; i <= k; i++) {
      let left = products[i * width + k] / (lengths[i] * lengths[k])
      const other = i < k ? triangle[i] : column
      for (let j = 0; j < i; j++) left -= other[j] * column[j]
      column[i] = i < k ? left / other[i] : Math.sqrt(left)
    }
    triangle.push(column)
  }
  return triangle
}

/** Solves R'R z = right, in place. */
function solveTwice(triangle: readonly Float64Array[], right: Float64Array): void {
  const width = right.length
  for (let k = 0; k < width; k++) {
    for (let j = 0; j < k; j++) right[k] -= triangle[k][j] * right[j]
    right[k] /= triangle[k][k]
  }
  for (let k = width - 1; k >= 0; k--) {
    right[k] /= triangle[k][k]
    for (let j = 0; j < k; j++) right[j] -= triangle[k][j] * right[k]
  }
}

function subtractCentred(from: Float64Array, column: Float64Array, mean: number, weight: number): void {
  for (let i = 0; i < from.length; i++) from[i] -= weight * (column[i] - mean)
}

/** In four sums, which need not wait for each other. */
function centredDot(column: Float64Array, mean: number, other: Float64Array): number {
  let sum0 = 0
  let sum1 = 0
  let sum2 = 0
  let sum3 = 0
  const fours = other.length - (other.length % 4)
  for (let i = 0; i < fours; i += 4) {
    sum0 += (column[i] - mean) * other[i]
    sum1 += (column[i + 1] - mean) * other[i + 1]
    sum2 += (column[i + 2] - mean) * other[i + 2]
    sum3 += (column[i + 3] - mean) * other[i + 3]
  }
  for (let i = fours; i < other.length; i++) sum0 += (column[i] - mean) * other[i]
  return sum0 + sum1 + (sum2 + sum3)
}
