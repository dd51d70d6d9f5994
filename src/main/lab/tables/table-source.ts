import type { DataSource } from '@core/experiment'
import type { Issue, Parsed } from '@core/issues'
import { otherwiseRead, remedyText, type FileReading } from '@core/read-options'
import type { DatasetColumn } from '../../contract'
import { missingText } from './csv-column'

type CsvSource = Extract<DataSource, { source: 'csv' }>

/** A table as it is kept: its columns, and the numbers of those that are numbers. */
export interface TableSource {
  readonly rows: number
  readonly columns: readonly DatasetColumn[]
  /** How its file was read, where that is known. */
  readonly read?: FileReading | null
  /**
   * The numbers of a column, row after row, NaN where a cell is missing; each piece is a few
   * milliseconds of work at the most.
   */
  pieces(column: number): Iterable<Float64Array>
}

/** Finds the table that an experiment's `path` means; undefined if there is none. */
export type Locate = (path: string) => TableSource | undefined

/** Names in a message; a file may have a thousand. */
const namesText = (columns: readonly DatasetColumn[]): string => {
  const names = columns.slice(0, 20).map(({ name }) => name)
  const more = columns.length - names.length
  return more > 0 ? `${names.join(', ')} and ${more} more` : names.join(', ')
}

/** Where the chosen columns stand; faults carry the path of the column in the experiment. */
export function placesOf(
  { columns, rows, read }: TableSource,
  { path, x, y, read: asked }: Pick<CsvSource, 'path' | 'x' | 'y' | 'read'>,
): Parsed<readonly number[]> {
  const issues: Issue[] = asked && read ? otherwiseRead(asked, read) : []
  if (rows < 2) {
    const message = `${path} must have at least 2 rows, got ${rows}`
    return { ok: false, issues: [{ path: 'objective.data.path', message }] }
  }
  const place = (name: string, at: string): number => {
    const index = columns.findIndex((column) => column.name === name)
    const column = columns.at(index)
    if (index < 0 || !column) {
      const message = `${JSON.stringify(name)} is not a column of ${path}; it has ${namesText(columns)}`
      issues.push({ path: at, message })
    } else if (!column.numeric) {
      const where = column.text === undefined ? 'some of its cells are not' : column.text
      const message = `column ${JSON.stringify(name)} of ${path} must be numbers, but ${where}`
      issues.push({ path: at, message })
    } else if (column.missing && asked?.missing !== 'drop-rows') {
      const gaps = missingText(column.missing, rows)
      const remedy = `in objective.data.read, ${remedyText({ missing: 'drop-rows' })} leaves such rows out`
      const message = `column ${JSON.stringify(name)} of ${path} must be numbers, but ${gaps}; ${remedy}`
      issues.push({ path: at, message })
    }
    return index
  }
  const places = [
    ...x.map((name, index) => place(name, `objective.data.x[${index}]`)),
    place(y, 'objective.data.y'),
  ]
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: places }
}

/** Copies whole columns, piece by piece. */
function* copyColumns(
  source: TableSource,
  places: readonly number[],
  into: readonly Float64Array[],
): Generator<void> {
  for (const [index, column] of places.entries()) {
    let at = 0
    for (const piece of source.pieces(column)) {
      into[index].set(piece, at)
      at += piece.length
      yield
    }
    if (at !== source.rows) throw new Error(`${at} of ${source.rows} numbers of a column are there`)
  }
}

/** Rows gone through without a pause. */
const rowsAStep = 2 ** 16

/** Moves up the rows in which every column has its number; returns how many these are. */
function* closeGaps(columns: readonly Float64Array[], rows: number): Generator<void, number> {
  let kept = 0
  for (let row = 0; row < rows; row++) {
    if (!columns.some((values) => Number.isNaN(values[row]))) {
      for (const values of columns) values[kept] = values[row]
      kept += 1
    }
    if (row % rowsAStep === 0) yield
  }
  return kept
}

/**
 * The chosen columns, step by step, without the rows in which one of them has a missing cell.
 * @param places of columns that may be chosen
 * @param allocate memory for the numbers of a column
 */
export function* takeColumns(
  source: TableSource,
  places: readonly number[],
  allocate: (rows: number) => Float64Array = (rows) => new Float64Array(rows),
): Generator<void, Parsed<readonly Float64Array[]>> {
  const { rows } = source
  const columns = places.map(() => allocate(rows))
  yield* copyColumns(source, places, columns)
  if (places.every((place) => source.columns[place].missing === undefined))
    return { ok: true, value: columns }
  const kept = yield* closeGaps(columns, rows)
  if (kept >= 2) return { ok: true, value: columns.map((values) => values.subarray(0, kept)) }
  const message = `leaves ${kept} of ${rows} rows that have a number in every column used; at least 2 are needed`
  return { ok: false, issues: [{ path: 'objective.data.read.missing', message }] }
}
