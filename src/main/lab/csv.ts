import Papa from 'papaparse'
import { limits } from '@core/experiment'
import { countText } from '@core/issues'
import type { DatasetColumn, DatasetPreview } from '../contract'
import { invalid } from '../faults'
import { columnFault, numberIn } from './cells'
import { textOf } from './formulas'
import type { TableSource } from './table-source'

/** Numbers of one column, row after row from the chunk's first on. */
export interface ColumnChunk {
  readonly column: number
  readonly chunk: number
  /** Used again for the next chunk: to be taken before the call returns. */
  readonly values: Float64Array<ArrayBuffer>
}

/** What a file turned out to be. */
export interface CsvSummary {
  readonly columns: readonly DatasetColumn[]
  readonly rows: number
  /** The first rows as they stand in the file. */
  readonly head: readonly (readonly string[])[]
}

/** A file with its numbers in memory. */
export interface CsvTable extends CsvSummary, TableSource {}

/** Bytes that are read without a pause: a few milliseconds. */
const sliceBytes = 64 * 1024
/** Characters that tell the separator and the line ends. */
const sniffed = 48 * 1024
/** Characters a row may take. */
const longestRow = 4 * 1024 * 1024
/** Numbers of all columns together that wait until they are handed on. */
const chunkCells = 2 ** 17
const chunkRows = { least: 256, most: 65_536 }
const headRows = 20
const delimiters = [',', ';', '\t', '|']

interface Column {
  readonly name: string
  readonly values: Float64Array<ArrayBuffer>
  /** Where it first stops being numbers; undefined as long as it has not. */
  text: string | undefined
}

interface Records {
  readonly data: readonly (readonly string[])[]
  readonly errors: readonly Papa.ParseError[]
  readonly meta: { readonly cursor: number }
}

interface Form {
  readonly delimiter: string
  readonly newline: '\n' | '\r' | '\r\n'
}

/** A line end that is not the file's own. */
const strayLineEnd: Readonly<Record<Form['newline'], RegExp>> = {
  '\n': /\r/,
  '\r': /\n/,
  '\r\n': /\r(?!\n)|(?<!\r)\n/,
}

const isBlank = (row: readonly string[]): boolean => row.every((cell) => cell.trim() === '')

/** How many lines of the file a row takes: a quoted cell may hold line ends. */
const linesIn = (row: readonly string[]): number =>
  row.reduce((lines, cell) => lines + (cell.match(/\r\n|\r|\n/g)?.length ?? 0), 1)

/** What separates the names of the header: further down, decimal commas would pass for separators. */
function formOf(text: string): Form {
  const head = text.trimStart()
  const first = (delimiter: string): Papa.ParseResult<string[]> =>
    Papa.parse<string[]>(head, { delimiter, preview: 1 })
  const namesBy = (delimiter: string): number => first(delimiter).data[0]?.length ?? 0
  const delimiter = delimiters.reduce((best, each) => (namesBy(each) > namesBy(best) ? each : best))
  return { delimiter, newline: first(delimiter).meta.linebreak as Form['newline'] }
}

function headerFault(names: readonly string[]): string | undefined {
  if (names.length > limits.columns) return `has ${names.length} columns; the limit is ${limits.columns}`
  const unnamed = names.indexOf('')
  if (unnamed >= 0) return `has no name for column ${unnamed + 1} in its first line`
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  return repeated === undefined ? undefined : `names two columns ${JSON.stringify(repeated)}`
}

function rowsAChunk(columns: number): number {
  const fitting = 2 ** Math.floor(Math.log2(chunkCells / columns))
  return Math.min(chunkRows.most, Math.max(chunkRows.least, fitting))
}

/**
 * Reads a CSV file piece by piece: comma, semicolon, tab or bar between the cells, quotes, a byte
 * order mark, any line ends. Columns of numbers are handed on in chunks; of the others it keeps
 * only where they stop being numbers. Every step is a few milliseconds of work, and throws a Fault
 * that names the file, the line and, where it is about a cell, the column.
 */
export class CsvReader {
  private readonly decoder = new TextDecoder()
  private rest = ''
  private form: Form | undefined
  /** The line of the file on which the next row begins, from 1. */
  private line = 1
  private columns: readonly Column[] | undefined
  private perChunk = 0
  private filled = 0
  private count = 0
  private readonly head: (readonly string[])[] = []

  /** @param name stands at the beginning of every message */
  constructor(
    private readonly name: string,
    private readonly take: (chunks: readonly ColumnChunk[]) => void,
  ) {}

  /** Rows read so far, the header left out. */
  get rows(): number {
    return this.count
  }

  /** Goes through the next bytes of the file, a step at a time. */
  *push(bytes: Uint8Array): Generator<void> {
    for (let at = 0; at < bytes.length; at += sliceBytes) {
      this.read(this.decoder.decode(bytes.subarray(at, at + sliceBytes), { stream: true }), false)
      yield
    }
  }

  /** Reads what is left, once the last bytes have gone through. */
  end(): CsvSummary {
    this.read(this.decoder.decode(), true)
    if (!this.columns) throw this.fault('is empty; its first line must name the columns')
    if (this.count === 0) throw this.fault('has no rows below its header')
    if (this.filled > 0) this.handOn()
    const columns = this.columns.map(({ name, text }) => ({
      name,
      numeric: text === undefined,
      ...(text === undefined ? {} : { text }),
    }))
    return { columns, rows: this.count, head: this.head }
  }

  private fault(message: string): Error {
    return invalid([{ path: '', message: `${this.name} ${message}` }])
  }

  private read(text: string, last: boolean): void {
    this.rest += text
    if (!this.form && !last && this.rest.length < sniffed) return
    this.form ??= formOf(this.rest)
    // A line end of two characters must not be taken for one of a single character.
    const input = !last && this.rest.endsWith('\r') ? this.rest.slice(0, -1) : this.rest
    const records = new Papa.Parser(this.form).parse(input, 0, !last) as Records
    this.checkQuotes(records, input, this.form, last)
    const oneLineEach = !input.includes('"') && !strayLineEnd[this.form.newline].test(input)
    for (const row of records.data) {
      const line = this.line
      this.line += oneLineEach ? 1 : linesIn(row)
      if (isBlank(row)) continue
      if (this.columns) this.add(row, line, this.columns)
      else this.begin(row)
    }
    this.rest = this.rest.slice(records.meta.cursor)
    if (last) this.rest = ''
    if (this.rest.length > longestRow) {
      const what = this.rest.includes('"') ? 'has a quote that is not closed, or is' : 'is'
      throw this.fault(`line ${this.line} ${what} longer than ${longestRow / 2 ** 20} MB`)
    }
  }

  private checkQuotes({ data, errors }: Records, input: string, form: Form, last: boolean): void {
    // What looks wrong in a row that is not whole yet may come right with the rest of it.
    const quote = errors.find(({ type, row = 0 }) => type === 'Quotes' && (last || row < data.length))
    if (!quote) return
    const { row = 0, index = 0 } = quote
    const above = data.slice(0, row)
    const line = above.reduce((sum, each) => sum + linesIn(each), this.line)
    const begin = row > 0 ? new Papa.Parser({ ...form, preview: row }).parse(input, 0, false).meta.cursor : 0
    // The index is that of the first character in quotes.
    const [before = ['']] = Papa.parse<string[]>(input.slice(begin, index - 1), form).data
    const header = this.columns?.map(({ name }) => name) ?? above.find((each) => !isBlank(each))
    const column = header?.at(before.length - 1)?.trim()
    const where = column === undefined ? before.length : JSON.stringify(column)
    throw this.fault(`has a quote in column ${where} on line ${line} that is not closed where its cell ends`)
  }

  private begin(row: readonly string[]): void {
    const names = row.map((cell) => textOf(cell.trim()))
    const fault = headerFault(names)
    if (fault !== undefined) throw this.fault(fault)
    this.perChunk = rowsAChunk(names.length)
    this.columns = names.map((name) => ({ name, values: new Float64Array(this.perChunk), text: undefined }))
  }

  private add(row: readonly string[], line: number, columns: readonly Column[]): void {
    if (this.count === limits.rows) throw this.fault(`has more than ${limits.rows} rows, which is the limit`)
    if (row.length !== columns.length) {
      const cells = countText(row.length, 'cell', 'cells')
      const missing = columns.at(row.length)
      const where = missing
        ? `column ${JSON.stringify(missing.name)} is missing`
        : `cell ${columns.length + 1} has no column`
      throw this.fault(`has ${cells} on line ${line}, where the header has ${columns.length}: ${where}`)
    }
    if (this.head.length < headRows) this.head.push(row.map(textOf))
    for (let j = 0; j < columns.length; j++) {
      const column = columns[j]
      if (column.text !== undefined) continue
      const value = numberIn(row[j])
      if (value === undefined) column.text = columnFault(line, row[j])
      else column.values[this.filled] = value
    }
    this.count += 1
    this.filled += 1
    if (this.filled === this.perChunk) this.handOn()
  }

  private handOn(): void {
    const chunk = Math.floor((this.count - 1) / this.perChunk)
    const chunks = (this.columns ?? []).flatMap(({ text, values }, column) =>
      text === undefined ? [{ column, chunk, values: values.subarray(0, this.filled) }] : [],
    )
    this.filled = 0
    this.take(chunks)
  }
}

export function previewOf({ columns, rows, head }: CsvSummary): DatasetPreview {
  const problems = columns.flatMap(({ name, text }) =>
    text === undefined ? [] : [`${name}: ${text}, not a number; the column can't be chosen`],
  )
  if (columns.every(({ name }) => numberIn(name) !== undefined)) {
    problems.unshift('The first line is all numbers, yet it was taken for the names of the columns')
  }
  return { columns, rows, head, problems }
}

/** Reads a whole file at once, its numbers into memory. */
export function readCsv(bytes: Uint8Array, name: string): CsvTable {
  const pieces: Float64Array<ArrayBuffer>[][] = []
  const reader = new CsvReader(name, (chunks) => {
    for (const { column, values } of chunks) (pieces[column] ??= []).push(values.slice())
  })
  const steps = reader.push(bytes)
  while (!steps.next().done);
  return { ...reader.end(), pieces: (column) => pieces[column] ?? [] }
}
