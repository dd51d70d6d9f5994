const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** A number as CSV files write it; undefined for anything else, empty cells included. */
export function numberIn(cell: string): number | undefined {
  const text = cell.trim()
  const value = decimal.test(text) ? Number(text) : NaN
  return Number.isFinite(value) ? value : undefined
}

/** What a cell is that is no number. */
function cellText(cell: string): string {
  const text = cell.trim()
  if (text === '') return 'empty'
  const shown = JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text)
  if (decimal.test(text)) return `${shown}, which is too large`
  return /^[+-]?\d+,\d+$/.test(text) ? `${shown} (decimals are written with a point)` : shown
}

/** Where a column stops being numbers: `line 4 is "four"`. */
export const columnFault = (line: number, cell: string): string => `line ${line} is ${cellText(cell)}`
