import type { Affine } from './affine'
import type { Place, Relation } from './syntax'
import type { UnaryName } from './vocabulary'

/** What is worked out and differentiated: names are places in theta, parameters their values. */
export type Tree = Place &
  (
    | { readonly kind: 'number'; readonly value: number }
    /** Of theta, counted from 0. */
    | { readonly kind: 'variable'; readonly index: Affine }
    /** A counter of a sum, as a number. */
    | { readonly kind: 'counter'; readonly counter: number }
    | { readonly kind: 'negative'; readonly of: Tree }
    | {
        readonly kind: 'arithmetic'
        readonly operator: '+' | '-' | '*' | '/'
        readonly left: Tree
        readonly right: Tree
      }
    | { readonly kind: 'power'; readonly base: Tree; readonly exponent: Tree }
    | { readonly kind: 'function'; readonly name: UnaryName; readonly of: Tree }
    | { readonly kind: 'extreme'; readonly name: 'max' | 'min'; readonly left: Tree; readonly right: Tree }
    | { readonly kind: 'choice'; readonly condition: Condition; readonly yes: Tree; readonly no: Tree }
    /** Of `body` for every whole number from `first` to `last`; nothing where there is none. */
    | {
        readonly kind: 'sum'
        readonly counter: number
        readonly first: Affine
        readonly last: Affine
        readonly body: Tree
      }
  )

export type Sum = Extract<Tree, { kind: 'sum' }>

export type Condition = Place &
  (
    | { readonly kind: 'comparison'; readonly relation: Relation; readonly left: Tree; readonly right: Tree }
    | { readonly kind: 'both' | 'either'; readonly left: Condition; readonly right: Condition }
  )

/** What a tree is made of, one step down; the sides of conditions among them. */
export function partsOf(tree: Tree): readonly Tree[] {
  switch (tree.kind) {
    case 'negative':
    case 'function':
      return [tree.of]
    case 'arithmetic':
    case 'extreme':
      return [tree.left, tree.right]
    case 'power':
      return [tree.base, tree.exponent]
    case 'choice':
      return [...sidesOf(tree.condition), tree.yes, tree.no]
    case 'sum':
      return [tree.body]
    default:
      return []
  }
}

const sidesOf = (condition: Condition): readonly Tree[] =>
  condition.kind === 'comparison'
    ? [condition.left, condition.right]
    : [...sidesOf(condition.left), ...sidesOf(condition.right)]
