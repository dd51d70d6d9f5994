import type { Table } from './contract'
import { line } from './line-sums'
import { plane } from './plane-sums'

/** Sums over rows of the residual r = w x + b - y, the gradient's with each r times `share`. */
export interface RegressionSums {
  /** Sum of r^2; sums of share r x and of share r go into `out`. */
  sweep(theta: Float64Array, share: number, out: Float64Array): number
  /** Sums of share r x and of share r over `rows[from..to)`, into `out`. */
  sweepRows(
    theta: Float64Array,
    share: number,
    rows: Int32Array,
    from: number,
    to: number,
    out: Float64Array,
  ): void
}

/** Over the rows of a table, in the way that suits its width. */
export const regressionSums = (table: Table): RegressionSums =>
  table.features.length === 1 ? line(table) : plane(table)
