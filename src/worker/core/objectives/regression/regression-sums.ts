import type { Table } from '../contract'
import { line, type RegressionSums } from './line-sums'
import { plane } from './plane-sums'

/** Over the rows of a table, in the way that suits its width. */
export const regressionSums = (table: Table): RegressionSums =>
  table.features.length === 1 ? line(table) : plane(table)
