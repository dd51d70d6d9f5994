import type { Remedy } from '@core/read-options'
import type { DatasetColumn, MissingCells } from '../../contract'
import { cellFaults, remediesFor, type CellAt, type CellReader, type NumberForm } from './parse-number'

/** Cells of a kind that are told one by one. */
const mostShown = 3
/** Cells of text after which a column is not looked at any more. */
const mostText = 100

/** Cells that are no numbers: how many, and what the first of them are. */
class Spots {
  count = 0
  readonly cells: CellAt[] = []

  add(line: number, cell: string): void {
    this.count += 1
    if (this.cells.length < mostShown) this.cells.push({ line, cell })
  }

  textIn(form: NumberForm): string {
    return cellFaults(this.cells, form)
  }
}

/** `3 of its 20 cells are missing (line 4 is empty, ...)` */
export const missingText = ({ cells, where }: MissingCells, rows: number): string =>
  `${cells} of its ${rows} cells ${cells === 1 ? 'is' : 'are'} missing (${where})`

/** A column of a file on its way in: its newest numbers, and where it has none. */
export class CsvColumn {
  readonly values: Float64Array<ArrayBuffer>
  private readonly text = new Spots()
  private readonly missing = new Spots()
  private rows = 0

  /** @param chunk rows that are held at a time */
  constructor(
    readonly name: string,
    private readonly form: NumberForm,
    private readonly read: CellReader,
    chunk: number,
  ) {
    this.values = new Float64Array(chunk)
  }

  /** As far as it has been read. */
  get numeric(): boolean {
    return this.text.count === 0
  }

  take(cell: string, line: number, at: number): void {
    if (this.text.count > mostText) return
    this.rows += 1
    const value = this.read(cell)
    if (value === undefined) return this.text.add(line, cell)
    if (Number.isNaN(value)) this.missing.add(line, cell)
    this.values[at] = value
  }

  /** Choices with which the first cells of text would be numbers. */
  get remedies(): readonly Remedy[] {
    return this.text.cells.flatMap(({ cell }) => remediesFor(cell, this.form))
  }

  /** What it turned out to be, once every row has been read. */
  summary(): DatasetColumn {
    const { name, text, missing, form } = this
    if (text.count > 0) return { name, numeric: false, text: this.textFault() }
    if (missing.count === 0) return { name, numeric: true }
    const more = missing.count - missing.cells.length
    const where = `${missing.textIn(form)}${more > 0 ? ` and ${more} more` : ''}`
    const gaps = { name, missing: { cells: missing.count, where } }
    if (missing.count < this.rows) return { ...gaps, numeric: true }
    return { ...gaps, numeric: false, text: 'all of its cells are missing' }
  }

  /** Of a column that has no numbers at all, one cell tells as much as many. */
  private textFault(): string {
    const { text, missing, form, rows } = this
    if (text.count + missing.count === rows) return cellFaults(text.cells.slice(0, 1), form)
    const more = text.count > mostText ? `more than ${mostText - mostShown}` : text.count - text.cells.length
    return `${text.textIn(form)}${more === 0 ? '' : ` and ${more} more`}`
  }
}
