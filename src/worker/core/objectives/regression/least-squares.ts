import type { LeastSquares } from '../contract'

/**
 * Closed-form least squares with an intercept: Householder QR with column pivoting on the
 * features, centred and scaled to length 1 (Golub & Van Loan, "Matrix Computations", 5.4).
 * Normal equations would square a condition number that data such as Longley's make large
 * already.
 * @returns undefined where the features do not determine the fit (rank-deficient data)
 */
export function leastSquares(
  features: readonly Float64Array[],
  target: Float64Array,
): LeastSquares | undefined {
  const rows = target.length
  const width = features.length
  if (rows <= width) return undefined

  const means = features.map(mean)
  const targetMean = mean(target)
  const lengths: number[] = []
  const columns: Float64Array[] = []
  const rhs = target.map((value) => value - targetMean)
  // What rounding the input alone can leave of a column that depends on the others.
  let tolerance = 0
  for (let j = 0; j < width; j++) {
    const centred = features[j].map((value) => value - means[j])
    const length = norm(centred, 0)
    const largest = features[j].reduce((max, value) => Math.max(max, Math.abs(value)), 0)
    tolerance = Math.max(tolerance, rows * Number.EPSILON * (1 + largest / length))
    lengths.push(length)
    columns.push(centred.map((value) => value / length))
  }
  // Also true of NaN: a constant column, or numbers whose squares overflow.
  if (!(tolerance < 1)) return undefined

  const order = Array.from({ length: width }, (_, j) => j)
  for (let k = 0; k < width; k++) {
    let pivot = k
    let longest = 0
    for (let j = k; j < width; j++) {
      const length = norm(columns[j], k)
      if (length > longest) {
        longest = length
        pivot = j
      }
    }
    if (!(longest > tolerance)) return undefined
    swap(columns, k, pivot)
    swap(order, k, pivot)
    const column = columns[k]
    // The reflector takes column[k..] to (diagonal, 0, ..., 0); the sign avoids cancellation.
    const diagonal = column[k] > 0 ? -longest : longest
    column[k] -= diagonal
    for (let j = k + 1; j < width; j++) reflect(columns[j], column, k)
    reflect(rhs, column, k)
    column[k] = diagonal
  }

  // From here on columns[j][i], i <= j, is the triangle R; solve R z = rhs.
  const weights = new Array<number>(width).fill(0)
  const solution = new Float64Array(width)
  for (let i = width - 1; i >= 0; i--) {
    let left = rhs[i]
    for (let j = i + 1; j < width; j++) left -= columns[j][i] * solution[j]
    solution[i] = left / columns[i][i]
    weights[order[i]] = solution[i] / lengths[order[i]]
  }
  let intercept = targetMean
  for (let j = 0; j < width; j++) intercept -= weights[j] * means[j]
  const theta = [...weights, intercept]
  if (!theta.every(Number.isFinite)) return undefined
  return { theta, looseness: loosenessOf(columns, order, lengths, means, rows) }
}

/** Squared row norms of R^-1, taken back to the units of the features. */
export function loosenessOf(
  triangle: readonly Float64Array[],
  order: readonly number[],
  lengths: readonly number[],
  means: readonly number[],
  rows: number,
): number[] {
  const width = order.length
  const looseness = new Array<number>(width + 1).fill(0)
  let ofIntercept = 1 / rows
  for (let k = 0; k < width; k++) {
    // Column k of R^-1; its entries above row k + 1 are the only ones.
    const inverse = new Float64Array(k + 1)
    let meanShare = 0
    for (let i = k; i >= 0; i--) {
      let left = i === k ? 1 : 0
      for (let j = i + 1; j <= k; j++) left -= triangle[j][i] * inverse[j]
      inverse[i] = left / triangle[i][i]
      const feature = order[i]
      const entry = inverse[i] / lengths[feature]
      looseness[feature] += entry * entry
      meanShare += entry * means[feature]
    }
    ofIntercept += meanShare * meanShare
  }
  looseness[width] = ofIntercept
  return looseness
}

/** The mean, corrected once for the rounding of the sum. */
function mean(values: Float64Array): number {
  const first = values.reduce((sum, value) => sum + value, 0) / values.length
  return first + values.reduce((sum, value) => sum + (value - first), 0) / values.length
}

/** Euclidean length of values[from..]. */
function norm(values: Float64Array, from: number): number {
  let sum = 0
  for (let i = from; i < values.length; i++) sum += values[i] * values[i]
  return Math.sqrt(sum)
}

/** Reflects values[from..] at the plane normal to normal[from..]. */
function reflect(values: Float64Array, normal: Float64Array, from: number): void {
  let dot = 0
  let square = 0
  for (let i = from; i < values.length; i++) {
    dot += values[i] * normal[i]
    square += normal[i] * normal[i]
  }
  const factor = (2 * dot) / square
  for (let i = from; i < values.length; i++) values[i] -= factor * normal[i]
}

function swap<Item>(items: Item[], i: number, j: number): void {
  const item = items[i]
  items[i] = items[j]
  items[j] = item
}
