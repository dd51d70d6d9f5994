import { formatExact, formatNumber } from '../format'

export interface TableCell {
  readonly text: string
  /** Every digit, shown on hover. */
  readonly exact?: string
}

export interface TableRow {
  readonly key: string
  readonly label: string
  readonly cells: readonly TableCell[]
}

/** The numbers behind a chart. `head` names the cells; the label's column comes before them. */
export interface ChartTableData {
  readonly caption: string
  readonly head: readonly string[]
  readonly rows: readonly TableRow[]
}

export const numberCell = (value: number | undefined): TableCell =>
  value === undefined ? { text: '–' } : { text: formatNumber(value), exact: formatExact(value) }
