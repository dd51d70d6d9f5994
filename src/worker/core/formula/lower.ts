import { added, isFixed, ofCounter, scaled, whole, type Affine } from './affine'
import { faultAt } from './fault'
import { formulaLimits } from './limits'
import { dimensionName } from './names'
import type { Place, Syntax } from './syntax'
import type { Condition, Tree } from './tree'
import { constantNamed, unaryNamed } from './vocabulary'

/** What the names of a formula mean. */
export interface Meaning {
  readonly parameters: ReadonlyMap<string, number>
  /** Names of one number each, in the order of theta; empty where x has an index. */
  readonly variables: readonly string[]
  /** The name that has an index. */
  readonly indexed: string | undefined
  readonly dimension: number
}

type Call = Extract<Syntax, { kind: 'call' }>

/** Counters of the sums around a place, by name. */
type Counters = ReadonlyMap<string, number>

/**
 * The tree that a formula's syntax means.
 * @throws FormulaFault where it means nothing
 */
export function lowered(body: Syntax, meaning: Meaning): Tree {
  let counted = 0

  function treeOf(syntax: Syntax, counters: Counters): Tree {
    const { from, to } = syntax
    const place = { from, to }
    switch (syntax.kind) {
      case 'number':
        return { ...place, kind: 'number', value: syntax.value }
      case 'group': {
        const inner = treeOf(syntax.of, counters)
        return { ...inner, ...place }
      }
      case 'negative':
        return { ...place, kind: 'negative', of: treeOf(syntax.of, counters) }
      case 'name':
        return named(syntax.name, place, counters)
      case 'element': {
        // People count from 1.
        const index = added(affineOf(syntax.index, counters), whole(-1))
        return { ...place, kind: 'variable', index }
      }
      case 'call':
        return called(syntax, counters)
      case 'operation': {
        const { operator, left, right } = syntax
        if (operator === '^') return power(left, right, place, counters)
        if (operator === '+' || operator === '-' || operator === '*' || operator === '/') {
          return {
            ...place,
            kind: 'arithmetic',
            operator,
            left: treeOf(left, counters),
            right: treeOf(right, counters),
          }
        }
        throw faultAt('a comparison is no number; it stands first in piecewise(x < 0, -x, x)', place)
      }
    }
  }

  function named(name: string, place: Place, counters: Counters): Tree {
    const counter = counters.get(name)
    if (counter !== undefined) return { ...place, kind: 'counter', counter }
    const value = valueNamed(name)
    if (value !== undefined) return { ...place, kind: 'number', value }
    const index = meaning.variables.indexOf(name)
    if (index >= 0) return { ...place, kind: 'variable', index: whole(index) }
    if (name === meaning.indexed)
      throw faultAt(`${name} has entries here: write which, as in ${name}[1]`, place)
    throw faultAt(`${name} has no value: it is neither a variable nor a parameter`, place)
  }

  function valueNamed(name: string): number | undefined {
    if (meaning.indexed !== undefined && name === dimensionName) return meaning.dimension
    return meaning.parameters.get(name) ?? constantNamed(name)
  }

  /** In x(x - 1)^2 the power is of the bracket alone. */
  function power(left: Syntax, right: Syntax, place: Place, counters: Counters): Tree {
    const exponent = treeOf(right, counters)
    if (left.kind === 'call' && isProduct(left)) {
      const { name, args } = left
      const bracket = { from: left.from + name.length, to: left.to }
      const base = { ...treeOf(only(left, args), counters), ...bracket }
      const raised: Tree = { from: bracket.from, to: place.to, kind: 'power', base, exponent }
      return { ...place, kind: 'arithmetic', operator: '*', left: factor(left, counters), right: raised }
    }
    return { ...place, kind: 'power', base: treeOf(left, counters), exponent }
  }

  const isProduct = ({ name }: Call): boolean =>
    unaryNamed(name) === undefined && !['max', 'min', 'sum', 'piecewise', 'if'].includes(name)

  const factor = ({ name, from }: Call, counters: Counters): Tree =>
    named(name, { from, to: from + name.length }, counters)

  function only(call: Call, args: readonly Syntax[]): Syntax {
    if (args.length !== 1) throw faultAt(`${call.name} takes one argument, not ${args.length}`, call)
    return args[0]
  }

  function called(call: Call, counters: Counters): Tree {
    const { name, args, from, to } = call
    const place = { from, to }
    const unary = unaryNamed(name)
    if (unary !== undefined)
      return { ...place, kind: 'function', name: unary, of: treeOf(only(call, args), counters) }
    switch (name) {
      case 'max':
      case 'min': {
        if (args.length < 2) throw faultAt(`${name} takes two arguments or more`, place)
        const trees = args.map((each) => treeOf(each, counters))
        return trees.reduce((left, right): Tree => ({ ...place, kind: 'extreme', name, left, right }))
      }
      case 'if':
      case 'piecewise':
        return piecewise(call, counters)
      case 'sum':
        return sum(call, counters)
      default:
        return {
          ...place,
          kind: 'arithmetic',
          operator: '*',
          left: factor(call, counters),
          right: treeOf(only(call, args), counters),
        }
    }
  }

  function piecewise({ name, args, from, to }: Call, counters: Counters): Tree {
    if (args.length < 3 || args.length % 2 === 0 || (name === 'if' && args.length !== 3)) {
      throw faultAt(
        `${name} takes a condition, its value, and the value elsewhere, as in ${name}(x < 0, -x, x)`,
        { from, to },
      )
    }
    const otherwise = treeOf(args[args.length - 1], counters)
    let tree = otherwise
    for (let at = args.length - 3; at >= 0; at -= 2) {
      const condition = conditionOf(args[at], counters)
      tree = { from, to, kind: 'choice', condition, yes: treeOf(args[at + 1], counters), no: tree }
    }
    return tree
  }

  function conditionOf(syntax: Syntax, counters: Counters): Condition {
    const { from, to } = syntax
    if (syntax.kind === 'group') return conditionOf(syntax.of, counters)
    if (syntax.kind === 'operation') {
      const { operator, left, right } = syntax
      if (operator === 'and' || operator === 'or') {
        const kind = operator === 'and' ? 'both' : 'either'
        return { from, to, kind, left: conditionOf(left, counters), right: conditionOf(right, counters) }
      }
      if (
        operator === '<' ||
        operator === '<=' ||
        operator === '>' ||
        operator === '>=' ||
        operator === '=='
      ) {
        const [a, b] = [treeOf(left, counters), treeOf(right, counters)]
        return { from, to, kind: 'comparison', relation: operator, left: a, right: b }
      }
    }
    throw faultAt('a condition compares, as in x < 0', syntax)
  }

  function sum({ args, from, to }: Call, counters: Counters): Tree {
    const [body, name, first, last] = args
    if (args.length !== 4 || name.kind !== 'name') {
      throw faultAt(
        'sum takes a term, a counter, its first and its last number, as in sum(x[i]^2, i, 1, n)',
        { from, to },
      )
    }
    if (counters.size >= formulaLimits.sums) {
      throw faultAt(`at most ${formulaLimits.sums} sums stand inside of one another`, { from, to })
    }
    const counter = counted++
    const within = new Map([...counters, [name.name, counter]])
    return {
      from,
      to,
      kind: 'sum',
      counter,
      first: affineOf(first, counters),
      last: affineOf(last, counters),
      body: treeOf(body, within),
    }
  }

  /** What counts, and what is counted from and to. */
  function affineOf(syntax: Syntax, counters: Counters): Affine {
    const found = exactly(syntax, counters)
    const numbers = [found.base, ...found.steps.values()]
    if (numbers.every(Number.isSafeInteger)) return found
    throw faultAt('an index is a whole number', syntax)
  }

  function exactly(syntax: Syntax, counters: Counters): Affine {
    switch (syntax.kind) {
      case 'number':
        return whole(syntax.value)
      case 'group':
        return exactly(syntax.of, counters)
      case 'negative':
        return scaled(exactly(syntax.of, counters), -1)
      case 'name': {
        const counter = counters.get(syntax.name)
        if (counter !== undefined) return ofCounter(counter)
        const value = valueNamed(syntax.name)
        if (value !== undefined) return whole(value)
        break
      }
      case 'operation': {
        const { operator } = syntax
        const [a, b] = [exactly(syntax.left, counters), exactly(syntax.right, counters)]
        if (operator === '+') return added(a, b)
        if (operator === '-') return added(a, scaled(b, -1))
        if (operator === '*' && isFixed(a)) return scaled(b, a.base)
        if (operator === '*' && isFixed(b)) return scaled(a, b.base)
        if (operator === '/' && isFixed(a) && isFixed(b)) return whole(a.base / b.base)
        if (operator === '^' && isFixed(a) && isFixed(b)) return whole(a.base ** b.base)
        break
      }
    }
    throw faultAt('an index is made of counters, whole numbers, n and parameters, as in x[2 i + 1]', syntax)
  }

  return treeOf(body, new Map())
}
