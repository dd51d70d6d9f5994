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

/** What a cell is that is no number of this form. */
function cellText(cell: string, form: NumberForm): string {
  const text = bare(cell)
  if (text === '') return 'empty'
  const shown = JSON.stringify(text.length > 40 ? `${text.slice(0, 37)}...` : text)
  if (plainWith[form.decimal].test(typed(text))) return `${shown}, which is too large`
  const remedies = remediesFor(cell, form)
  const ways = remedies.map(remedyText).join(' or ')
  if (remedies.length > 1) return `${shown}, which may be a thousand or a decimal (choose ${ways})`
  const sign = form.decimal === '.' ? 'point' : 'comma'
  const other = remedies.some(({ decimal }) => decimal) ? `decimals are written with a ${sign}; ` : ''
  return remedies.length > 0 ? `${shown} (${other}read it with ${ways})` : shown
}

/** What stands on a line instead of a number: `line 4 is "four"`. */
export const cellFault = (line: number, cell: string, form: NumberForm): string =>
  `line ${line} is ${cellText(cell, form)}`
