import type { Issue, Parsed } from '@core/issues'
import type { DatasetColumn } from '../contract'

/** A table as it is kept: its columns, and the numbers of those that are numbers. */
export interface TableSource {
  readonly rows: number
  readonly columns: readonly DatasetColumn[]
  /** The numbers of a column, row after row; each piece is a few milliseconds of work at the most. */
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
  { columns, rows }: TableSource,
  { path, x, y }: { readonly path: string; readonly x: readonly string[]; readonly y: string },
): Parsed<readonly number[]> {
  const issues: Issue[] = []
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
export function* copyColumns(
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
