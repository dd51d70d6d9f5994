import type { Syntax } from '../formula/syntax'
import { partsOf, type Tree } from '../formula/tree'
import type { Overall } from './overall'

/** A number that a rule works with: of each parameter its own, or one for all of them. */
export interface Value {
  /** In the code; what an update carries on has one name before and after it. */
  readonly name: string
  readonly when: 'before' | 'after'
  readonly tex: string
}

/** One value worked out, out of those before it. */
export interface Step {
  /** Of the value. */
  readonly key: string
  /** Its variables are places among the rule's keys. */
  readonly tree: Tree
  /** As it is typed, with keys for names. */
  readonly syntax: Syntax
  /** Where it is one number for all parameters: how it comes of what `tree` is of each. */
  readonly overall?: Overall['kind']
}

export interface State {
  readonly name: string
  /** A number, or the hyper-parameter that it begins with. */
  readonly start: number | string
}

/** What a text means. Of every value there is one key, and one place that gives it. */
export interface Rule {
  readonly keys: readonly string[]
  readonly values: ReadonlyMap<string, Value>
  /** Keys of values that every parameter has its own of. */
  readonly each: ReadonlySet<string>
  /** In the order of the text. */
  readonly steps: readonly Step[]
  /** What leads to the point at which the gradient is taken, where that is not x; its last step is that point. */
  readonly lookahead: readonly Step[]
  readonly states: readonly State[]
  /** Names in the order of the specification. */
  readonly hyper: readonly string[]
  /** Whether it asks for the value of the objective. */
  readonly asksValue: boolean
}

export const before = (name: string): string => `before ${name}`
export const after = (name: string): string => `after ${name}`

/** Every variable of a tree, as a place among the keys. */
export function variablesIn(tree: Tree): Extract<Tree, { kind: 'variable' }>[] {
  return tree.kind === 'variable' ? [tree] : partsOf(tree).flatMap(variablesIn)
}
