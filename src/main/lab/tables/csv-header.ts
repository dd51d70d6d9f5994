import { limits } from '@core/experiment'
import { remedyText, type ReadOptions, type Remedy } from '@core/read-options'
import { bare } from './parse-number'
import { widthOf } from './csv-form'
import { Refusal } from './csv-refusal'
import { textOf } from '../export/formulas'

/** What the first row says of the columns. */
export interface Header {
  readonly names: readonly string[]
  /** Whether the first column only numbers the rows. */
  readonly isIndexed: boolean
  /** Whether that column may have no place in the header, as R writes it. */
  readonly mayLackIndex: boolean
  readonly notes: readonly string[]
}

const nth = (column: number): string => `column ${column + 1}`

function requireNames(names: readonly string[]): void {
  if (names.length > limits.columns) {
    throw new Refusal(`has ${names.length} columns; the limit is ${limits.columns}`)
  }
  const remedy: Remedy = { header: false }
  const unnamed = names.indexOf('')
  if (unnamed >= 0) {
    const ways = `name it, or read a file without names with ${remedyText(remedy)}`
    throw new Refusal(`has no name for column ${unnamed + 1} in its first line; ${ways}`, [remedy])
  }
  const repeated = names.find((name, index) => names.indexOf(name) !== index)
  if (repeated === undefined) return
  const ways = `rename one, or read a file without names with ${remedyText(remedy)}`
  throw new Refusal(`names two columns ${JSON.stringify(repeated)}; ${ways}`, [remedy])
}

/**
 * The names in the first row; where that is a row like all others, as many numbered ones.
 * @throws Refusal
 */
export function headerOf(row: readonly string[], { header, index }: ReadOptions): Header {
  if (!header) {
    const names = row.map((_, column) => nth(column))
    requireNames(names)
    return { names, isIndexed: index === 'drop', mayLackIndex: false, notes: [] }
  }
  const width = widthOf(row)
  const [first, ...others] = row.slice(0, width).map((cell) => textOf(bare(cell)))
  const names = [first === '' ? nth(0) : first, ...others]
  requireNames(names)
  return {
    names,
    isIndexed: index === 'drop' || (index === 'auto' && first === ''),
    mayLackIndex: index === 'drop' && first !== '',
    notes: row.length > width ? ['Cells at the end of each line that have no name were left out'] : [],
  }
}
