import type { DenseKernels } from './contract'

/** The kernels as they are defined: what the fast ones are measured against, and where there are none. */
export function plainKernels(width: number): DenseKernels {
  return {
    take: (length) => new Float64Array(length),
    residuals(theta, x, y, from, count, r) {
      for (let k = 0; k < count; k++) {
        let sum = theta[width] - y[from + k]
        for (let j = 0, at = (from + k) * width; j < width; j++, at++) sum += theta[j] * x[at]
        r[k] = sum
      }
    },
    addWeightedRows(r, x, from, count, out) {
      for (let k = 0; k < count; k++) {
        const share = r[k]
        for (let j = 0, at = (from + k) * width; j < width; j++, at++) out[j] += share * x[at]
      }
    },
    layRows(columns, count, x) {
      for (let j = 0, at = 0; j < width; j++) {
        for (let i = 0, cell = j; i < count; i++, cell += width) x[cell] = columns[at++]
      }
    },
    addProducts(x, count, products) {
      for (let row = 0; row < count * width; row += width) {
        for (let j = 0; j < width; j++) {
          const value = x[row + j]
          for (let k = j; k < width; k++) products[j * width + k] += value * x[row + k]
        }
      }
    },
  }
}
