import { nameTex } from '../formula/tex'
import type { Overall } from './overall'

/** How the values of a rule are written in its equations. */

/** Ends of names that are a mark on a letter: mHat is an m with a hat. */
const marks: Readonly<Record<string, string>> = { Hat: '\\hat', Bar: '\\bar', Tilde: '\\tilde' }

/** A name in its parts: what stands on the line, and what below it. */
function partsOf(name: string): { readonly head: string; readonly below: readonly string[] } {
  const [, stem, mark] = /^(.+?)(Hat|Bar|Tilde)?$/.exec(name) ?? [name, name]
  const words = stem.split(/(?<=[a-z0-9])(?=[A-Z])|_|(?<=[A-Za-z])(?=\d)/).filter((word) => word !== '')
  const [first, ...rest] = words.length > 0 ? words : [stem]
  const plain = nameTex(first).replace('\\mathrm', '\\mathit')
  const head = mark === undefined ? plain : `${marks[mark]}{${plain}}`
  return { head, below: rest.map((word) => (/^\d+$/.test(word) ? word : `\\mathrm{${word.toLowerCase()}}`)) }
}

const written = (head: string, below: readonly string[]): string =>
  below.length === 0
    ? head
    : below.length === 1 && below[0].length === 1
      ? `${head}_${below[0]}`
      : `${head}_{${below.join(',')}}`

/** Of a value that is the same in every update. */
export function plainTex(name: string): string {
  const { head, below } = partsOf(name)
  return written(head, below)
}

/** Symbols that methods have for some hyper-parameters. */
const symbols: Readonly<Record<string, string>> = { lr: '\\eta', eps: '\\epsilon', weightDecay: '\\lambda' }

/** Of a hyper-parameter. */
export const symbolOf = (name: string): string =>
  Object.hasOwn(symbols, name) ? symbols[name] : plainTex(name)

/** Of one that an update works out, or had from the one before it. */
export function timedTex(name: string, when: 'before' | 'after'): string {
  const { head, below } = partsOf(name)
  return written(head, [...below, when === 'before' ? 't-1' : 't'])
}

/** One number for all parameters, of what is written of each. */
export function overallTex(kind: Overall['kind'], [of, and]: readonly string[]): string {
  switch (kind) {
    case 'dot':
      return `\\left\\langle ${of},\\, ${and} \\right\\rangle`
    case 'norm':
      return `\\left\\lVert ${of} \\right\\rVert`
    case 'mean':
      return `\\tfrac{1}{n} \\sum\\left(${of}\\right)`
    case 'sum':
      return `\\sum\\left(${of}\\right)`
    default:
      return `\\${kind}\\left(${of}\\right)`
  }
}
