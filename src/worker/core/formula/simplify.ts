import { binaryFunctions, binaryNames, unaryFunctions } from './arithmetic'
import type { Tree } from './tree'

/** Whether it is the same wherever theta is: constants have been worked out. */
const numberOf = (tree: Tree): number | undefined => (tree.kind === 'number' ? tree.value : undefined)

/**
 * The same function with its constants worked out, and with the root of a square as the size that it is:
 * its slope at 0 is then a kink's, and no division of 0 by 0.
 */
export function simplified(tree: Tree): Tree {
  switch (tree.kind) {
    case 'number':
    case 'variable':
    case 'counter':
      return tree
    case 'negative': {
      const of = simplified(tree.of)
      return folded(tree, -(numberOf(of) ?? NaN)) ?? { ...tree, of }
    }
    case 'arithmetic': {
      const [left, right] = [simplified(tree.left), simplified(tree.right)]
      const value = binaryFunctions[binaryNames[tree.operator]](numberOf(left) ?? NaN, numberOf(right) ?? NaN)
      return folded(tree, value) ?? { ...tree, left, right }
    }
    case 'power': {
      const [base, exponent] = [simplified(tree.base), simplified(tree.exponent)]
      const power = numberOf(exponent)
      if (power === 0.5) return rootOf({ ...tree, base, exponent }, base)
      const value = power === 0 ? 1 : Math.pow(numberOf(base) ?? NaN, power ?? NaN)
      return folded(tree, value) ?? { ...tree, base, exponent }
    }
    case 'function': {
      const of = simplified(tree.of)
      const root = { ...tree, of }
      if (tree.name === 'sqrt') return rootOf(root, of)
      return folded(tree, unaryFunctions[tree.name](numberOf(of) ?? NaN)) ?? root
    }
    case 'extreme': {
      const [left, right] = [simplified(tree.left), simplified(tree.right)]
      const value = binaryFunctions[tree.name](numberOf(left) ?? NaN, numberOf(right) ?? NaN)
      return folded(tree, value) ?? { ...tree, left, right }
    }
    case 'choice':
      return { ...tree, yes: simplified(tree.yes), no: simplified(tree.no) }
    case 'sum':
      return { ...tree, body: simplified(tree.body) }
  }
}

/** What has no value stays as it is written, so that it can be told which part of it has none. */
const folded = ({ from, to }: Tree, value: number): Tree | undefined =>
  Number.isFinite(value) ? { from, to, kind: 'number', value } : undefined

function rootOf(root: Tree, of: Tree): Tree {
  const { from, to } = root
  const square = of.kind === 'power' && numberOf(of.exponent) === 2 ? of.base : undefined
  if (square) return { from, to, kind: 'function', name: 'abs', of: square }
  return folded(root, Math.sqrt(numberOf(of) ?? NaN)) ?? root
}
