/**
 * The inner loops over a row-major matrix of doubles, row i of it being
 * x[i width .. (i + 1) width). They round alike wherever they run: every sum is added up in
 * the order written here, one term after the other, whatever is computed side by side.
 * The arrays are those that `take` handed out.
 */
export interface DenseKernels {
  /** An array of zeros for the kernels to work on. */
  take(length: number): Float64Array
  /**
   * r_k = b - y_i + w_1 x_i1 + w_2 x_i2 + ..., theta = (w, b), for `count` rows i = from + k.
   */
  residuals(
    theta: Float64Array,
    x: Float64Array,
    y: Float64Array,
    from: number,
    count: number,
    r: Float64Array,
  ): void
  /** out_j += r_0 x_ij + r_1 x_(i+1)j + ..., for `count` rows from i = `from`. */
  addWeightedRows(r: Float64Array, x: Float64Array, from: number, count: number, out: Float64Array): void
  /** The first `count` rows, from columns of so many numbers one after the other. The width has to be even. */
  layRows(columns: Float64Array, count: number, x: Float64Array): void
  /**
   * products_jk += x_0j x_0k + x_1j x_1k + ..., for the first `count` rows; row-major. Entries
   * left of the diagonal are without meaning. The width has to be even.
   */
  addProducts(x: Float64Array, count: number, products: Float64Array): void
}
