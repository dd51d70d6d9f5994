import { unheard, type Pulse } from './pulse'

/**
 * Solves A x = b by Gaussian elimination with row exchanges; x ends up in b, A is used up.
 * Indefinite matrices are welcome, so not Cholesky. A singular one gives infinities or NaN.
 */
export function solve(A: Float64Array, b: Float64Array, pulse: Pulse = unheard): void {
  const n = b.length
  for (let column = 0; column < n; column++) {
    pulse()
    let pivot = column
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(A[row * n + column]) > Math.abs(A[pivot * n + column])) pivot = row
    }
    if (pivot !== column) {
      for (let k = column; k < n; k++) {
        const kept = A[column * n + k]
        A[column * n + k] = A[pivot * n + k]
        A[pivot * n + k] = kept
      }
      const kept = b[column]
      b[column] = b[pivot]
      b[pivot] = kept
    }
    for (let row = column + 1; row < n; row++) {
      const factor = A[row * n + column] / A[column * n + column]
      for (let k = column + 1; k < n; k++) A[row * n + k] -= factor * A[column * n + k]
      b[row] -= factor * b[column]
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) b[row] -= A[row * n + k] * b[k]
    b[row] /= A[row * n + row]
  }
}
