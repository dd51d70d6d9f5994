import { faultAt } from '../formula/fault'
import type { Syntax } from '../formula/syntax'

/** One number for all parameters together: what is added up, or the largest or smallest of. */
export interface Overall {
  readonly kind: 'sum' | 'mean' | 'norm' | 'dot' | 'max' | 'min'
  readonly args: readonly Syntax[]
}

const arity: Readonly<Record<Overall['kind'], number>> = { sum: 1, mean: 1, norm: 1, dot: 2, max: 1, min: 1 }

const isKind = (name: string): name is Overall['kind'] => Object.hasOwn(arity, name)

/**
 * What a call says of all parameters together; undefined for what is of each. max and min of several
 * values compare those of each parameter.
 * @throws FormulaFault where it has too many values or too few
 */
export function overallIn(syntax: Syntax): Overall | undefined {
  if (syntax.kind !== 'call' || !isKind(syntax.name)) return undefined
  const { name, args } = syntax
  if ((name === 'max' || name === 'min') && args.length !== 1) return undefined
  if (args.length === arity[name]) return { kind: name, args }
  const example = name === 'dot' ? 'dot(g, v)' : `${name}(g)`
  throw faultAt(`${name} is of all parameters together, as in ${example}`, syntax)
}

/** The same syntax with other names, and what is of all parameters put in another one's place. */
export function replaced(syntax: Syntax, change: (syntax: Syntax) => Syntax | undefined): Syntax {
  const inner = (part: Syntax): Syntax => replaced(part, change)
  const changed = change(syntax)
  if (changed) return changed
  switch (syntax.kind) {
    case 'negative':
    case 'group':
      return { ...syntax, of: inner(syntax.of) }
    case 'operation':
      return { ...syntax, left: inner(syntax.left), right: inner(syntax.right) }
    case 'call':
      return { ...syntax, args: syntax.args.map(inner) }
    default:
      return syntax
  }
}
