import { added, isFixed, scaled, whole, type Affine } from './affine'
import { partsOf, type Condition, type Sum, type Tree } from './tree'

/** A sum written out is quicker than a loop over it, as long as there is not too much to write. */
const mostNodes = 400

/** The same formula with its short sums written out, term after term. */
export function unrolled(tree: Tree): Tree {
  const inner = mapped(tree, unrolled)
  return inner.kind === 'sum' ? writtenOut(inner) : inner
}

const nodesIn = (tree: Tree): number => partsOf(tree).reduce((sum, part) => sum + nodesIn(part), 1)

function writtenOut(sum: Sum): Tree {
  const { first, last, counter, body, from, to } = sum
  const count = last.base - first.base + 1
  if (!isFixed(first) || !isFixed(last) || count < 1 || count * nodesIn(body) > mostNodes) return sum
  return Array.from({ length: count }, (_, k) => at(body, counter, first.base + k)).reduce(
    (left, right): Tree => ({ from, to, kind: 'arithmetic', operator: '+', left, right }),
  )
}

/** A term with its counter at a number. */
function at(tree: Tree, counter: number, value: number): Tree {
  const { from, to } = tree
  if (tree.kind === 'counter' && tree.counter === counter) return { from, to, kind: 'number', value }
  const inner = mapped(tree, (part) => at(part, counter, value))
  if (inner.kind === 'variable') return { ...inner, index: fixed(inner.index, counter, value) }
  if (inner.kind !== 'sum') return inner
  return { ...inner, first: fixed(inner.first, counter, value), last: fixed(inner.last, counter, value) }
}

function fixed(index: Affine, counter: number, value: number): Affine {
  const step = index.steps.get(counter)
  if (step === undefined) return index
  const moving = scaled({ base: 0, steps: new Map([[counter, step]]) }, -1)
  return added(added(index, moving), whole(step * value))
}

/** A tree of the same kind from other parts. */
function mapped(tree: Tree, change: (part: Tree) => Tree): Tree {
  switch (tree.kind) {
    case 'number':
    case 'variable':
    case 'counter':
      return tree
    case 'negative':
    case 'function':
      return { ...tree, of: change(tree.of) }
    case 'arithmetic':
    case 'extreme':
      return { ...tree, left: change(tree.left), right: change(tree.right) }
    case 'power':
      return { ...tree, base: change(tree.base), exponent: change(tree.exponent) }
    case 'choice':
      return {
        ...tree,
        condition: withSides(tree.condition, change),
        yes: change(tree.yes),
        no: change(tree.no),
      }
    case 'sum':
      return { ...tree, body: change(tree.body) }
  }
}

const withSides = (condition: Condition, change: (part: Tree) => Tree): Condition =>
  condition.kind === 'comparison'
    ? { ...condition, left: change(condition.left), right: change(condition.right) }
    : { ...condition, left: withSides(condition.left, change), right: withSides(condition.right, change) }
