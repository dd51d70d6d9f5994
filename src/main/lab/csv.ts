import Papa from 'papaparse'
import { limits } from '@core/experiment'
import { countText, type Issue, type Parsed } from '@core/issues'
import type { Table } from '@core/objectives/contract'
import type { DatasetColumn, DatasetPreview } from '../contract'

/** A CSV file as it stands: a header, then rows of text. */
export interface CsvText {
  readonly header: readonly string[]
  readonly rows: readonly (readonly string[])[]
  /** The line of the file on which each row begins, from 1. */
  readonly lines: readonly number[]
}

const decimal = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** A number as CSV files write it; undefined for anything else, empty cells included. */
function numberIn(cell: string): number | undefined {
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

const isBlank = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '')

/** How many lines of the file a row takes: a quoted cell may hold line ends. */
const linesIn = (row: readonly string[]): number =>
  row.reduce((lines, cell) => lines + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 1)

/** The rows that are not blank, and the line each begins on. */
function withLines(records: readonly (readonly string[])[]): {
  rows: (readonly string[])[]
  lines: number[]
} {
  const rows: (readonly string[])[] = []
  const lines: number[] = []
  let line = 1
  for (const row of records) {
    if (!isBlank(row)) {
      rows.push(row)
      lines.push(line)
    }
    line += linesIn(row)
  }
  return { rows, lines }
}

function headerFault(names: readonly string[]): string | undefined {
  if (names.length > limits.columns) return `has ${names.length} columns; the limit is ${limits.columns}`
  const unnamed = names.indexOf('')
  if (unnamed >= 0) return `has no name for column ${unnamed + 1} in its first line`
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  return repeated === undefined ? undefined : `names two columns ${JSON.stringify(repeated)}`
}

const delimiters = [',', ';', '\t', '|']

/** What separates the names of the header: further down, decimal commas would pass for separators. */
function delimiterOf(text: string): string {
  const namesBy = (delimiter: string): number =>
    Papa.parse<string[]>(text.trimStart(), { delimiter, preview: 1 }).data[0]?.length ?? 0
  return delimiters.reduce((best, each) => (namesBy(each) > namesBy(best) ? each : best))
}

/**
 * Reads a file's text: comma, semicolon, tab or bar between the cells, quotes, a byte
 * order mark, any line ends.
 * @param name stands at the beginning of every message
 */
export function readCsv(text: string, name: string): Parsed<CsvText> {
  const fail = (message: string): Parsed<CsvText> => ({
    ok: false,
    issues: [{ path: '', message: `${name} ${message}` }],
  })
  const bare = text.replace(/^\uFEFF/, '')
  const parsed = Papa.parse<string[]>(bare, { delimiter: delimiterOf(bare) })
  const quote = parsed.errors.find(({ type }) => type === 'Quotes')
  if (quote) {
    const line = parsed.data.slice(0, quote.row).reduce((sum, row) => sum + linesIn(row), 1)
    return fail(`has a quote on line ${line} that is not closed where its cell ends`)
  }
  const { rows, lines } = withLines(parsed.data)
  const header = rows.shift()?.map((cell) => cell.trim())
  lines.shift()
  if (!header) return fail('is empty; its first line must name the columns')
  const fault = headerFault(header)
  if (fault !== undefined) return fail(fault)
  if (rows.length === 0) return fail('has no rows below its header')
  if (rows.length > limits.rows) return fail(`has ${rows.length} rows; the limit is ${limits.rows}`)
  const ragged = rows.findIndex((row) => row.length !== header.length)
  if (ragged >= 0) {
    const cells = countText(rows[ragged].length, 'cell', 'cells')
    return fail(`has ${cells} on line ${lines[ragged]}, where the header has ${header.length}`)
  }
  return { ok: true, value: { header, rows, lines } }
}

/** Where a column first stops being numbers; undefined where it never does. */
function firstText({ rows, lines }: CsvText, column: number): { line: number; cell: string } | undefined {
  const row = rows.findIndex((cells) => numberIn(cells[column]) === undefined)
  return row < 0 ? undefined : { line: lines[row], cell: rows[row][column] }
}

export const columnsOf = (csv: CsvText): readonly DatasetColumn[] =>
  csv.header.map((name, column) => ({ name, numeric: firstText(csv, column) === undefined }))

const headRows = 20

export function previewOf(csv: CsvText): DatasetPreview {
  const problems = csv.header.flatMap((name, column) => {
    const text = firstText(csv, column)
    return text
      ? [`${name}: line ${text.line} is ${cellText(text.cell)}, not a number; the column can't be chosen`]
      : []
  })
  if (csv.header.every((name) => numberIn(name) !== undefined)) {
    problems.unshift('The first line is all numbers, yet it was taken for the names of the columns')
  }
  return { columns: columnsOf(csv), rows: csv.rows.length, head: csv.rows.slice(0, headRows), problems }
}

/** Names in a message; a file may have a thousand. */
const namesText = (names: readonly string[]): string =>
  names.length <= 20 ? names.join(', ') : `${names.slice(0, 20).join(', ')} and ${names.length - 20} more`

/** The chosen columns as numbers; faults carry the path of the column in the experiment. */
export function tableFrom(csv: CsvText, name: string, x: readonly string[], y: string): Parsed<Table> {
  const issues: Issue[] = []
  const take = (column: string, path: string): Float64Array => {
    const index = csv.header.indexOf(column)
    if (index < 0) {
      const message = `${JSON.stringify(column)} is not a column of ${name}; it has ${namesText(csv.header)}`
      issues.push({ path, message })
      return new Float64Array()
    }
    const text = firstText(csv, index)
    if (text) {
      const cell = `line ${text.line} is ${cellText(text.cell)}`
      issues.push({
        path,
        message: `column ${JSON.stringify(column)} of ${name} must be numbers, but ${cell}`,
      })
    }
    return Float64Array.from(csv.rows, (row) => numberIn(row[index]) ?? NaN)
  }
  const features = x.map((column, index) => take(column, `objective.data.x[${index}]`))
  const target = take(y, 'objective.data.y')
  if (issues.length > 0) return { ok: false, issues }
  return { ok: true, value: { featureNames: x, targetName: y, features, target } }
}
