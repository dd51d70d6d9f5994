/** A sum of squares below this has lost digits, or is lost altogether. */
const smallSquare = 1e-280

/** Whether a sum of squares has kept all that they tell of its root. */
export const isWhole = (sum: number): boolean => sum > smallSquare && sum < Infinity

/** Inner product of two vectors of one length. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i]
  return sum
}

/** Length of a vector. */
export function euclidean(vector: Float64Array): number {
  let sum = 0
  for (let i = 0; i < vector.length; i++) sum += vector[i] * vector[i]
  return isWhole(sum) ? Math.sqrt(sum) : scaledNorm(vector)
}

/** The norm where squares are too small or too large for a number. */
function scaledNorm(vector: Float64Array): number {
  const largest = vector.reduce((most, value) => Math.max(most, Math.abs(value)), 0)
  if (largest === 0 || !(largest < Infinity)) return largest
  return largest * Math.sqrt(vector.reduce((sum, value) => sum + (value / largest) ** 2, 0))
}

/** Euclidean, to the nearest of some points; NaN where there is none. */
export function distanceTo(points: readonly (readonly number[])[], theta: Float64Array): number {
  let nearest = NaN
  for (const point of points) {
    let sum = 0
    for (let i = 0; i < theta.length; i++) sum += (theta[i] - point[i]) * (theta[i] - point[i])
    const distance = isWhole(sum) ? Math.sqrt(sum) : scaledNorm(theta.map((value, i) => value - point[i]))
    if (!(distance >= nearest)) nearest = distance
  }
  return nearest
}
