import { isOfValues, withNumbers, type Part, type Written } from '@core/arithmetic/equation'
import { isPerCoordinate, valueOf, type MathSymbol } from '@core/arithmetic/symbols'
import type { ScheduledStep, UpdateValues } from '@core/arithmetic/update'
import { scheduleById } from '@core/schedules'
import { formatNumber } from '../../../../model/format'

/** Four digits, or all of them, in TeX. */
export function texNumber(value: number, exactly = false): Written {
  const isNegative = value < 0 || Object.is(value, -0)
  if (Number.isNaN(value)) return { tex: String.raw`\text{NaN}`, isNegative: false, isProduct: false }
  const plain = (exactly ? String(value) : formatNumber(value)).replaceAll('\u2212', '-')
  const [mantissa, exponent] = plain
    .replaceAll('∞', String.raw`\infty`)
    .replaceAll('Infinity', String.raw`\infty`)
    .split('e')
  const digits = mantissa.replaceAll(',', '{,}')
  if (exponent === undefined) return { tex: digits, isNegative, isProduct: false }
  return { tex: String.raw`${digits}\times 10^{${exponent.replace('+', '')}}`, isNegative, isProduct: true }
}

/** What a marked place of an equation is of: pointed at, it is looked up by that. */
export const keyOf = ({ name, when }: Pick<MathSymbol, 'name' | 'when'>): string => `${name}-${when}`

const marked = (symbol: Pick<MathSymbol, 'name' | 'when'>, tex: string): string =>
  String.raw`\htmlData{symbol=${keyOf(symbol)}}{${tex}}`

/** Fractions as large as in a line of their own. */
export const displayed = (tex: string): string => String.raw`\displaystyle ${tex}`

/** An equation whose symbols are marked. */
export const markedTex = (parts: readonly Part[]): string =>
  displayed(parts.map(({ text, symbol }) => (symbol ? marked(symbol, text) : text)).join(''))

export interface NumberOptions {
  readonly exactly?: boolean
  /** To be marked, as the symbols are. */
  readonly mark?: boolean
  /** The symbol whose number is kept back. */
  readonly hidden?: (symbol: MathSymbol) => boolean
}

/** The same equation with the numbers of one coordinate. */
export function texWithNumbers(
  parts: readonly Part[],
  values: UpdateValues,
  place: number,
  { exactly, mark, hidden }: NumberOptions = {},
): string {
  return withNumbers(parts, (symbol) => {
    if (hidden?.(symbol)) return { tex: String.raw`\boxed{?}`, isNegative: false, isProduct: false }
    const written = texNumber(valueOf(symbol, values, place) ?? NaN, exactly)
    return mark ? { ...written, tex: marked(symbol, written.tex) } : written
  })
}

/** How a scheduled learning rate comes about, and the same with the numbers of the update. */
export function scheduleTex(
  { id, warmsUp, u, base, factor }: ScheduledStep,
  { exactly, mark }: NumberOptions = {},
): { readonly symbols: string; readonly numbers: string } {
  const [ofBase, ofFactor, rate] = [base, factor, base * factor].map((value) => texNumber(value, exactly).tex)
  const result = mark ? marked({ name: 'lr', when: 'after' }, rate) : rate
  const ramp = String.raw`\eta_u = \eta_0\, \frac{u + 1}{w + 1}`
  return {
    symbols: warmsUp ? ramp : (scheduleById(id)?.formula ?? ''),
    numbers: String.raw`\eta_{${u}} = {${ofBase}} \cdot {${ofFactor}} = {${result}}`,
  }
}

/** Whether an equation has other numbers in every coordinate. */
export const isOfCoordinates = (parts: readonly Part[], values: UpdateValues): boolean =>
  parts.some(({ symbol }) => symbol && isPerCoordinate(symbol, values))

/** All equations with every digit, in TeX, a line an equation and coordinate. */
export function latexText(pieces: readonly (readonly Part[])[], values: UpdateValues): string {
  const { schedule } = values
  const rateLines = schedule ? Object.values(scheduleTex(schedule, { exactly: true })) : []
  const lines = pieces.filter(isOfValues).flatMap((parts) => {
    const symbols = parts.map(({ text }) => text).join('')
    const places = isOfCoordinates(parts, values) ? values.coordinates.map((_, place) => place) : [0]
    return [symbols, ...places.map((place) => texWithNumbers(parts, values, place, { exactly: true }))]
  })
  return `\\begin{gather*}\n${[...rateLines, ...lines].join(' \\\\\n')}\n\\end{gather*}\n`
}
