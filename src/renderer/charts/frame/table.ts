import { formatCount, formatExact, formatNumber } from '../../model/format'

export interface TableCell {
  readonly text: string
  /** The same with every digit, shown on request. */
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

/** Where a point is along x: updates are counted, and no count is rounded. */
export const placeCell = (x: number | undefined): TableCell =>
  x !== undefined && Number.isInteger(x) ? { text: formatCount(x), exact: formatExact(x) } : numberCell(x)

/** A cell with words around its number. */
export const worded = ({ text, exact }: TableCell, before: string, after = ''): TableCell => ({
  text: before + text + after,
  ...(exact === undefined ? {} : { exact: before + exact + after }),
})
