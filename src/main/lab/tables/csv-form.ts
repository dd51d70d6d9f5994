import Papa from 'papaparse'
import { remedyText, type FileReading, type ReadOptions, type Remedy } from '@core/read-options'
import { bare, cellReader } from './parse-number'
import { Refusal } from './csv-refusal'

type Separator = FileReading['separator']
type Row = readonly string[]

const separators: readonly Separator[] = [',', ';', '\t', '|']
const names: Readonly<Record<Separator, string>> = {
  ',': 'commas',
  ';': 'semicolons',
  '\t': 'tabs',
  '|': 'bars',
}

/** Rows below the header that must confirm the separator. */
const witnesses = 50

export const isBlank = (row: Row): boolean => row.every((cell) => cell.trim() === '')

/** How many cells a row has, those at its end left out that have nothing in them. */
export const widthOf = (row: Row): number => row.findLastIndex((cell) => cell.trim() !== '') + 1

/** A separator, and what it makes of the first rows. */
interface Trial {
  readonly separator: Separator
  readonly width: number
  /** Rows that have as many cells as the header. */
  readonly agreeing: number
  readonly fits: boolean
  /** Share of the cells that are numbers, however they are written. */
  readonly numbers: number
}

const readers = ([',', '.'] as const).map((decimal) => cellReader({ decimal, thousands: 'none' }))
const isNumber = (cell: string): boolean => readers.some((read) => Number.isFinite(read(cell)))

function rowsBy(delimiter: string, sample: string, whole: boolean): readonly Row[] {
  const { data, meta } = Papa.parse<string[]>(sample, {
    delimiter,
    newline: '\n',
    preview: witnesses + 1,
    skipEmptyLines: 'greedy',
  })
  // What stands last may be cut.
  return whole || meta.truncated || data.length < 2 ? data : data.slice(0, -1)
}

function trial(separator: Separator, sample: string, whole: boolean, read: ReadOptions): Trial {
  const [first = [], ...rows] = rowsBy(separator, sample, whole)
  const width = read.header ? widthOf(first) : first.length
  // R leaves the name of the rows' own names out.
  const longest = read.header && read.index === 'drop' ? width + 1 : width
  const agreeing = rows.filter((row) => row.length >= width && widthOf(row) <= longest).length
  const cells = rows.flat()
  const numbers = cells.filter(isNumber).length / Math.max(1, cells.length)
  return { separator, width, agreeing, fits: width > 1 && agreeing === rows.length, numbers }
}

/** Rows of one cell, each of as many words: of a table with spaces between its columns. */
function isSpaced(sample: string, whole: boolean): boolean {
  const rows = rowsBy('\n', sample, whole).map(([line]) => bare(line).split(/\s+/))
  const [first = [], ...rest] = rows
  return (
    first.length > 1 &&
    rest.length > 0 &&
    rest.every((row) => row.length === first.length && row.some(isNumber))
  )
}

/** What programs put above a table so that a spreadsheet knows its separator. */
const said = /^"?sep=(.)"?[ \t]*(?:\n|$)/i

export interface Form {
  readonly separator: Separator
  /** Characters of a line above the table. */
  readonly above: number
}

/**
 * What separates the cells: what is chosen, what the file says, or what makes as many cells of
 * the first rows as of the header.
 * @param sample the beginning of the file
 * @param whole whether that is all of it
 * @throws Refusal where several separators do, or none that is read
 */
export function formOf(sample: string, whole: boolean, read: ReadOptions): Form {
  const [line = '', named] = said.exec(sample) ?? []
  const above = line.length
  if (read.separator !== 'auto') return { separator: read.separator, above }
  const table = sample.slice(above)
  if (named !== undefined) {
    const separator = separators.find((each) => each === named)
    if (separator) return { separator, above }
    throw new Refusal(`says ${JSON.stringify(line.trim())}; save it with commas, semicolons, tabs or bars`)
  }
  if (/^\s*<(?:!doctype html|html)\b/i.test(table))
    throw new Refusal('is a web page; download the table itself, and choose that')
  if (/^\s*(?:\{\s*"|\[\s*[[{])/.test(table))
    throw new Refusal('is JSON; save its table as CSV, and choose that')
  const trials = separators.map((separator) => trial(separator, table, whole, read))
  return { separator: chosenFrom(trials, table, whole), above }
}

function chosenFrom(trials: readonly Trial[], table: string, whole: boolean): Separator {
  const fitting = trials.filter(({ fits }) => fits).sort((a, b) => b.numbers - a.numbers || b.width - a.width)
  const [best, next] = fitting
  if (best && next && best.numbers > 0 && best.numbers === next.numbers) {
    const remedies: readonly Remedy[] = [best, next].map(({ separator }) => ({ separator }))
    const ways = remedies.map(remedyText).join(' or ')
    const both = `${names[best.separator]} and ${names[next.separator]}`
    throw new Refusal(`can be read with ${both} between its cells; choose ${ways}`, remedies)
  }
  if (best) return best.separator
  if (separators.every((separator) => !table.includes(separator)) && isSpaced(table, whole)) {
    throw new Refusal('has spaces between its columns; save it with commas, semicolons or tabs')
  }
  // None does: the one that comes closest tells which row is at fault.
  const wide = trials.filter(({ width }) => width > 1)
  const closest = wide.toSorted((a, b) => b.agreeing - a.agreeing || b.width - a.width).at(0)
  const [mostCells] = trials.toSorted((a, b) => a.agreeing - b.agreeing)
  return (closest ?? mostCells).separator
}
