import { remedyText, type ReadOptions, type Remedy } from '@core/read-options'

export type NumberForm = Pick<ReadOptions, 'decimal' | 'thousands'>
type Sign = NumberForm['decimal']

/** What programs write where there is no value. */
const missing = new Set([
  '',
  'na',
  '#n/a',
  'n/a',
  'nan',
  'null',
  'none',
  '?',
  '-',
  '\u2212',
  '\u2013',
  '\u2014',
])

const plainWith: Readonly<Record<Sign, RegExp>> = {
  '.': /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i,
  ',': /^[+-]?(\d+,?\d*|,\d+)(e[+-]?\d+)?$/i,
}
const otherSign: Readonly<Record<Sign, Sign>> = { '.': ',', ',': '.' }

/** A number in groups of three digits; a space may be any of those that no line is broken at. */
function groupedWith({ decimal, thousands }: NumberForm): RegExp | undefined {
  if (thousands === 'none') return undefined
  const between = thousands === ' ' ? '\\s' : `\\${thousands}`
  return new RegExp(`^[+-]?\\d{1,3}(?:${between}\\d{3})+(?:\\${decimal}\\d*)?(?:e[+-]?\\d+)?$`, 'i')
}

/** A cell without what is around it: spaces, and quotes that only a space keeps from being quotes. */
export function bare(cell: string): string {
  const text = cell.trim()
  if (!/^".*"$/s.test(text) || text.length < 2) return text
  return text.slice(1, -1).replaceAll('""', '"').trim()
}

/** The minus that is printed in tables, our own too, as the one that is typed. */
const typed = (text: string): string => text.replaceAll('\u2212', '-')

/** A number as a file writes it: NaN for a missing one, undefined for any other text. */
export type CellReader = (cell: string) => number | undefined

export function cellReader({ decimal, thousands }: NumberForm): CellReader {
  const plain = plainWith[decimal]
  const grouped = groupedWith({ decimal, thousands })
  const valueOf = (text: string): number | undefined => {
    const value = Number(decimal === ',' ? text.replace(',', '.') : text)
    return Number.isFinite(value) ? value : undefined
  }
  function unusual(cell: string): number | undefined {
    const text = bare(cell)
    if (missing.has(text.toLowerCase())) return NaN
    const number = typed(text)
    if (plain.test(number)) return valueOf(number)
    if (!grouped?.test(number)) return undefined
    return valueOf(number.replaceAll(thousands === ' ' ? /\s/g : thousands, ''))
  }
  return (cell) => {
    const text = cell.trim()
    return plain.test(text) ? valueOf(text) : unusual(text)
  }
}

/** Choices with which a cell that is no number would be one. */
export function remediesFor(cell: string, form: NumberForm): readonly Remedy[] {
  const decimal = otherSign[form.decimal]
  const reads = (way: Remedy): boolean => Number.isFinite(cellReader({ ...form, ...way })(cell))
  const grouped: readonly Remedy[] = [{ thousands: decimal }, { thousands: ' ' }]
  const alone: Remedy = form.thousands === decimal ? { decimal, thousands: 'none' } : { decimal }
  const switched = [alone, { decimal, thousands: form.decimal }, { decimal, thousands: ' ' as const }].find(
    reads,
  )
  return [...grouped.filter(reads), ...(switched ? [switched] : [])]
}

/** Why a cell is no number of this form, where there is more to say than what stands in it. */
function reasonOf(cell: string, form: NumberForm): string {
  if (plainWith[form.decimal].test(typed(bare(cell)))) return ', which is too large'
  const remedies = remediesFor(cell, form)
  const ways = remedies.map(remedyText).join(' or ')
  if (remedies.length > 1) return `, which may be a thousand or a decimal (choose ${ways})`
  const sign = form.decimal === '.' ? 'point' : 'comma'
  const other = remedies.some(({ decimal }) => decimal) ? `decimals are written with a ${sign}; ` : ''
  return remedies.length > 0 ? ` (${other}read it with ${ways})` : ''
}

function shown(cell: string): string {
  const text = bare(cell)
  return text === '' ? 'empty' : JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text)
}

export interface CellAt {
  readonly line: number
  readonly cell: string
}

/** What stands in cells instead of numbers: `line 4 is "four", line 7 is "7,5" (...)`; a reason for several is told once. */
export const cellFaults = (cells: readonly CellAt[], form: NumberForm): string => {
  const reasons = cells.map(({ cell }) => reasonOf(cell, form))
  return cells
    .map(({ line, cell }, index) => {
      const isNews = reasons.indexOf(reasons[index]) === index
      return `line ${line} is ${shown(cell)}${isNews ? reasons[index] : ''}`
    })
    .join(', ')
}
