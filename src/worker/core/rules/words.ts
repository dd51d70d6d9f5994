import { faultAt } from '../formula/fault'
import type { Place, Syntax } from '../formula/syntax'
import { isFunction } from '../formula/vocabulary'
import { overallIn } from './overall'

/** What the lab gives a rule, and no line of it can change. */
const given: Readonly<Record<string, string>> = {
  t: 'the number of the update',
  f: 'the value of the objective at x',
  gradient: 'the gradient, as the rule is handed it',
}
export const isGiven = (name: string): boolean => Object.hasOwn(given, name)
/** In a sentence: what such a name is. */
export const meaningOf = (name: string): string => given[name]

/** What a line may change, and no hyper-parameter may be called. */
export const isOwn = (name: string): boolean => ['theta', 'x', 'g', 'lookahead'].includes(name)

/** x and theta are two words for the parameters. */
export const canonical = (name: string): string => (name === 'x' ? 'theta' : name)

export interface Named extends Place {
  readonly name: string
}

/** Every name in an expression, functions left out. */
export function namesIn(syntax: Syntax): Named[] {
  switch (syntax.kind) {
    case 'name':
      return [syntax]
    case 'negative':
    case 'group':
      return namesIn(syntax.of)
    case 'operation':
      return [...namesIn(syntax.left), ...namesIn(syntax.right)]
    case 'call': {
      const { name, from, args } = syntax
      const inner = args.flatMap(namesIn)
      const isOwn = isFunction(name) || overallIn(syntax) !== undefined
      return isOwn ? inner : [{ name, from, to: from + name.length }, ...inner]
    }
    case 'element':
      throw faultAt('a rule is for every parameter alike, so nothing in it has an index', syntax)
    default:
      return []
  }
}
