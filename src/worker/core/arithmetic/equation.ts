import type { MathSymbol } from './symbols'

/** A piece of an equation: TeX as it stands, or what stands for a value. */
export type Part =
  | { readonly text: string; readonly symbol?: undefined }
  | { readonly symbol: MathSymbol; readonly text: string }

const wordsWithGroup = /^\\(?:text|operatorname|begin|end|mathrm)\{[^}]*\}/
const subscript = /^_(?:\{[^}]*\}|.)/
const command = /^\\(?:[A-Za-z]+|.)/
const number = /^\d+(?:\.\d+)?/
const spacing = /^(?:\s|\\[,;:! ])+/

/** Whether a symbol ends where it ends: `\eta` is not the beginning of `\eta_t`, nor of a longer word. */
function isWhole(symbol: string, rest: string): boolean {
  const next = rest.charAt(symbol.length)
  if (next === '_') return false
  return !(/\\[A-Za-z]+$/.test(symbol) && /[A-Za-z]/.test(next))
}

/** Takes an equation apart, so that nothing is lost when its parts are put together again. */
export function partsOf(equation: string, symbols: readonly MathSymbol[]): readonly Part[] {
  const parts: Part[] = []
  for (let rest = equation; rest !== '';) {
    const words = wordsWithGroup.exec(rest)?.[0] ?? subscript.exec(rest)?.[0]
    const symbol = words ? undefined : symbols.find(({ tex }) => rest.startsWith(tex) && isWhole(tex, rest))
    const text =
      words ??
      symbol?.tex ??
      spacing.exec(rest)?.[0] ??
      command.exec(rest)?.[0] ??
      number.exec(rest)?.[0] ??
      rest.charAt(0)
    parts.push(symbol ? { text, symbol } : { text })
    rest = rest.slice(text.length)
  }
  return parts
}

/** Commands that name nothing. */
const furniture = new Set(
  [
    'frac',
    'dfrac',
    'tfrac',
    'sqrt',
    'cdot',
    'left',
    'right',
    'max',
    'min',
    'le',
    'ge',
    'in',
    'ldots',
    'quad',
    'pi',
    ...['sin', 'cos', 'tan', 'sinh', 'cosh', 'tanh', 'arcsin', 'arccos', 'arctan', 'exp', 'log', 'ln'],
  ].map((name) => `\\${name}`),
)
const isName = (text: string): boolean =>
  /^[A-Za-z]$/.test(text) || (/^\\[A-Za-z]+$/.test(text) && !furniture.has(text))

/** Whether all that a piece of an equation names is a value: a system of equations, say, is not. */
export const isOfValues = (parts: readonly Part[]): boolean =>
  parts.some(({ symbol }) => symbol) && !parts.some(({ text, symbol }) => !symbol && isName(text))

/** The equation in pieces that stand side by side, those that are of values alone. */
export const piecesOf = (equation: string, symbols: readonly MathSymbol[]): readonly (readonly Part[])[] =>
  equation.split(String.raw`\qquad`).map((piece) => partsOf(piece.trim().replace(/,$/, ''), symbols))

/** A number to put in: its TeX, and whether it needs brackets before a power, or after a sign. */
export interface Written {
  readonly tex: string
  readonly isNegative: boolean
  /** Of more than one factor, as `2 x 10^5` is. */
  readonly isProduct: boolean
}

const opens = new Set(['(', '{', '[', '&', '=', ',', '<', '>', '\\\\', '\\le', '\\ge'])
const beginsFactor = /^(?:\(|\\left|\\[dt]?frac|\\sqrt|\\operatorname\{.*\}|\\max|\\min|\\lVert)$/
const isSpace = (text: string): boolean => /^(?:\s|\\[,;:! ])+$/.test(text)

/** Where factors stood side by side. */
const times = (tex: string): string => `${tex.replace(/(?:\\,|\s)+$/, '')} \\cdot `

/**
 * The same equation with numbers for its symbols. Factors that stood side by side get a dot between
 * them, negative numbers their brackets.
 */
export function withNumbers(parts: readonly Part[], write: (symbol: MathSymbol) => Written): string {
  let tex = ''
  let endsFactor = false
  let atStart = true
  let isInBars = false
  for (const [index, { text, symbol }] of parts.entries()) {
    if (isSpace(text)) {
      tex += text
      continue
    }
    const following = parts.slice(index + 1).find((part) => !isSpace(part.text))?.text
    if (symbol) {
      const { tex: digits, isNegative, isProduct } = write(symbol)
      const inBrackets = (isNegative && (!atStart || following === '^')) || (isProduct && following === '^')
      if (endsFactor) tex = times(tex)
      tex += `{${inBrackets ? `(${digits})` : digits}}`
      endsFactor = true
      atStart = false
      continue
    }
    const isOpeningBar = text === '|' && !isInBars
    if (endsFactor && (number.test(text) || beginsFactor.test(text) || isOpeningBar)) tex = times(tex)
    if (text === '|') isInBars = !isInBars
    tex += text
    endsFactor = number.test(text) || text === ')' || text === '}' || (text === '|' && !isInBars)
    atStart = opens.has(text) || text.startsWith('\\begin') || isOpeningBar
  }
  return tex
}
