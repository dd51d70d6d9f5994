import Papa from 'papaparse'
import { limits } from '@core/experiment'
import { countText } from '@core/issues'
import { automatic, remedyText, type FileReading, type ReadOptions, type Remedy } from '@core/read-options'
import type { DatasetColumn } from '../../contract'
import { Fault } from '../../faults'
import { bare, cellReader } from './parse-number'
import { CsvColumn } from './csv-column'
import { formOf, isBlank, widthOf, type Form } from './csv-form'
import { headerOf, type Header } from './csv-header'
import { Refusal } from './csv-refusal'
import { CsvText } from './csv-text'
import { textOf } from '../export/formulas'
import type { TableSource } from './table-source'

/** Numbers of one column, row after row from the chunk's first on; NaN where a cell is missing. */
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
  readonly read: FileReading
  /** What was left out, and why. */
  readonly notes: readonly string[]
  /** Choices with which cells that are text would be numbers. */
  readonly remedies: readonly Remedy[]
}

/** A file with its numbers in memory. */
export interface CsvTable extends CsvSummary, TableSource {
  readonly read: FileReading
}

/** Bytes that are read without a pause: a few milliseconds. */
const sliceBytes = 64 * 1024
/** Characters that tell the separator. */
const sniffed = 48 * 1024
/** Characters a row may take. */
const longestRow = 4 * 1024 * 1024
/** Numbers of all columns together that wait until they are handed on. */
const chunkCells = 2 ** 17
const chunkRows = { least: 256, most: 65_536 }
const headRows = 20

interface Records {
  readonly data: readonly (readonly string[])[]
  readonly errors: readonly Papa.ParseError[]
  readonly meta: { readonly cursor: number }
}

const lineEnds = (text: string): number => text.match(/\n/g)?.length ?? 0

/** How many lines of the file a row takes: a quoted cell may hold line ends. */
const linesIn = (row: readonly string[]): number => row.reduce((lines, cell) => lines + lineEnds(cell), 1)

function rowsAChunk(columns: number): number {
  const fitting = 2 ** Math.floor(Math.log2(chunkCells / columns))
  return Math.min(chunkRows.most, Math.max(chunkRows.least, fitting))
}

/** The table as far as it has been laid out. */
interface Layout {
  readonly columns: readonly CsvColumn[]
  /** Cells of every row before the first column. */
  readonly lead: number
}

/**
 * Reads a CSV file piece by piece. What is left to it by the options it decides from the beginning
 * of the file, and only as the rows there confirm. Columns of numbers are handed on in chunks; of
 * the others it keeps only where they are not numbers. Every step is a few milliseconds of work,
 * and throws a Fault that names the file, the line and, where it is about a cell, the column.
 */
export class CsvReader {
  private readonly text: CsvText
  private rest = ''
  private form: Form | undefined
  /** The line of the file on which the next row begins, from 1. */
  private line = 1
  private header: Header | undefined
  private layout: Layout | undefined
  private perChunk = 0
  private filled = 0
  private count = 0
  private readonly head: (readonly string[])[] = []

  /** @param name stands at the beginning of every message */
  constructor(
    private readonly name: string,
    private readonly take: (chunks: readonly ColumnChunk[]) => void,
    private readonly options: ReadOptions = automatic,
  ) {
    this.text = new CsvText(options.encoding)
  }

  /** Rows read so far, the header left out. */
  get rows(): number {
    return this.count
  }

  /** Goes through the next bytes of the file, a step at a time. */
  *push(bytes: Uint8Array): Generator<void> {
    for (let at = 0; at < bytes.length; at += sliceBytes) {
      const slice = bytes.subarray(at, at + sliceBytes)
      this.named(() => this.read(this.text.push(slice, this.linesBefore), false))
      yield
    }
  }

  /** Reads what is left, once the last bytes have gone through. */
  end(): CsvSummary {
    return this.named(() => {
      this.read(this.text.end(this.linesBefore), true)
      if (!this.header) throw new Refusal('is empty; its first line must name the columns')
      if (!this.layout || !this.form) throw new Refusal('has no rows below its header')
      if (this.filled > 0) this.handOn(this.layout.columns)
      return this.summary(this.layout, this.form, this.header)
    })
  }

  private summary({ columns, lead }: Layout, { separator }: Form, { notes }: Header): CsvSummary {
    const { encoding } = this.text
    const index = lead > 0 ? 'drop' : 'keep'
    const numbered = 'The first column only numbers the rows and was left out'
    return {
      columns: columns.map((column) => column.summary()),
      rows: this.count,
      head: this.head,
      read: { ...this.options, encoding, separator, index },
      notes: lead > 0 ? [numbered, ...notes] : notes,
      remedies: columns.flatMap(({ remedies }) => remedies),
    }
  }

  private readonly linesBefore = (): number => this.line - 1 + lineEnds(this.rest)

  private named<Result>(work: () => Result): Result {
    try {
      return work()
    } catch (error) {
      if (!(error instanceof Refusal)) throw error
      const message = `${this.name} ${error.message}`
      throw new Fault('invalid', message, [{ path: '', message }], error.remedies)
    }
  }

  private begin(last: boolean): Form | undefined {
    const isEnough = this.rest.length >= sniffed && this.rest.includes('\n')
    if (!last && !isEnough && this.rest.length < longestRow) return undefined
    const form = formOf(this.rest, last, this.options)
    this.line += lineEnds(this.rest.slice(0, form.above))
    this.rest = this.rest.slice(form.above)
    return form
  }

  private read(text: string, last: boolean): void {
    this.rest += text
    this.form ??= this.begin(last)
    if (!this.form) return
    const { rest: input } = this
    const form = { delimiter: this.form.separator, newline: '\n' as const }
    const records = new Papa.Parser(form).parse(input, 0, !last) as Records
    this.checkQuotes(records, input, form, last)
    const oneLineEach = !input.includes('"')
    for (const row of records.data) {
      const line = this.line
      this.line += oneLineEach ? 1 : linesIn(row)
      if (!isBlank(row)) this.takeRow(row, line)
    }
    this.rest = last ? '' : input.slice(records.meta.cursor)
    if (this.rest.length > longestRow) {
      const what = this.rest.includes('"') ? 'has a quote that is not closed, or is' : 'is'
      throw new Refusal(`line ${this.line} ${what} longer than ${longestRow / 2 ** 20} MB`)
    }
  }

  private checkQuotes({ data, errors }: Records, input: string, form: Papa.ParseConfig, last: boolean): void {
    // What looks wrong in a row that is not whole yet may come right with the rest of it.
    const quote = errors.find(({ type, row = 0 }) => type === 'Quotes' && (last || row < data.length))
    if (!quote) return
    const { row = 0, index = 0 } = quote
    const above = data.slice(0, row)
    const line = above.reduce((sum, each) => sum + linesIn(each), this.line)
    const begin = row > 0 ? new Papa.Parser({ ...form, preview: row }).parse(input, 0, false).meta.cursor : 0
    // The index is that of the first character in quotes.
    const [before = ['']] = Papa.parse<string[]>(input.slice(begin, index - 1), form).data
    const header = this.header?.names ?? above.find((each) => !isBlank(each))
    const column = header?.at(before.length - 1)?.trim()
    const where = column === undefined ? before.length : JSON.stringify(column)
    throw new Refusal(
      `has a quote in column ${where} on line ${line} that is not closed where its cell ends; close it, or write a quote in a cell twice`,
    )
  }

  private takeRow(row: readonly string[], line: number): void {
    if (!this.header) {
      this.header = headerOf(row, this.options)
      if (this.options.header) return
    }
    this.layout ??= this.layOut(row, this.header)
    this.add(row, line, this.layout, this.header)
  }

  private layOut(row: readonly string[], { names, isIndexed, mayLackIndex }: Header): Layout {
    const lacksIndex = mayLackIndex && row.length === names.length + 1
    const own = isIndexed && !lacksIndex ? names.slice(1) : names
    this.perChunk = rowsAChunk(own.length)
    const read = cellReader(this.options)
    const columns = own.map((name) => new CsvColumn(name, this.options, read, this.perChunk))
    return { columns, lead: isIndexed ? 1 : 0 }
  }

  private add(row: readonly string[], line: number, { columns, lead }: Layout, { names }: Header): void {
    if (this.count === limits.rows) throw new Refusal(`has more than ${limits.rows} rows, which is the limit`)
    const width = lead + columns.length
    if (row.length < width || (row.length > width && widthOf(row) > width)) {
      throw this.ragged(row, line, width, names)
    }
    if (this.head.length < headRows) this.head.push(row.slice(lead, width).map((cell) => textOf(bare(cell))))
    for (let j = 0; j < columns.length; j++) columns[j].take(row[lead + j], line, this.filled)
    this.count += 1
    this.filled += 1
    if (this.filled === this.perChunk) this.handOn(columns)
  }

  private ragged(row: readonly string[], line: number, width: number, names: readonly string[]): Refusal {
    const { header, index } = this.options
    const cells = countText(row.length, 'cell', 'cells')
    const like = header ? `the header has ${names.length}` : `the first row has ${width}`
    const missing = names.at(names.length - width + row.length)
    if (row.length < width) {
      const where = `column ${JSON.stringify(missing)} is missing`
      return new Refusal(`has ${cells} on line ${line}, where ${like}: ${where}`)
    }
    const where = `has ${cells} on line ${line}, where ${like}: cell ${width + 1} has no column`
    const remedy: Remedy = { index: 'drop' }
    const isIndexed = header && index !== 'drop' && this.count === 0 && row.length === names.length + 1
    if (names.length === 1) return new Refusal(`${where}; if a title stands above the names, delete it`)
    const quoted = `a cell with a ${this.form?.separator === ',' ? 'comma' : 'separator'} in it needs quotes`
    if (!isIndexed) return new Refusal(`${where}; ${quoted}`)
    const numbered = `if the first cell of each row numbers it, read it with ${remedyText(remedy)}`
    return new Refusal(`${where}; ${quoted}, or ${numbered}`, [remedy])
  }

  private handOn(columns: readonly CsvColumn[]): void {
    const chunk = Math.floor((this.count - 1) / this.perChunk)
    const chunks = columns.flatMap(({ numeric, values }, column) =>
      numeric ? [{ column, chunk, values: values.subarray(0, this.filled) }] : [],
    )
    this.filled = 0
    this.take(chunks)
  }
}

/** Reads a whole file at once, its numbers into memory. */
export function readCsv(bytes: Uint8Array, name: string, options: ReadOptions = automatic): CsvTable {
  const pieces: Float64Array<ArrayBuffer>[][] = []
  const keep = (chunks: readonly ColumnChunk[]): void => {
    for (const { column, values } of chunks) (pieces[column] ??= []).push(values.slice())
  }
  const reader = new CsvReader(name, keep, options)
  const steps = reader.push(bytes)
  while (!steps.next().done);
  return { ...reader.end(), pieces: (column) => pieces[column] ?? [] }
}
