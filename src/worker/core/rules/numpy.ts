import { unaryText } from '../formula/step-lines'
import type { Condition, Tree } from '../formula/tree'
import type { Rule, Step } from './rule'

/** A rule's steps in NumPy, in the very order of their arithmetic. */

/** How closely what is written binds: what binds less is put in brackets. */
const binds = { condition: 0, sum: 1, product: 2, sign: 3, power: 4, whole: 5 } as const
type Level = (typeof binds)[keyof typeof binds]
interface Text {
  readonly text: string
  readonly level: Level
}

const whole = (text: string): Text => ({ text, level: binds.whole })
const tight = ({ text, level }: Text, least: Level): string => (level < least ? `(${text})` : text)
const product = (left: Text, right: Text): Text => ({
  text: `${tight(left, binds.product)} * ${tight(right, binds.sign)}`,
  level: binds.product,
})

/** Whole powers by multiplication, as they are worked out. */
const mostFactors = 8

function powerOf(base: Text, exponent: number): Text {
  if (exponent === 0) return whole('1')
  if (exponent === 1) return base
  const half = powerOf(base, Math.floor(exponent / 2))
  const square = product(half, half)
  return exponent % 2 === 0 ? square : product(square, base)
}

/** @param naming what the code calls the key at a place */
function textOf(tree: Tree, naming: (place: number) => string): Text {
  const inner = (part: Tree): Text => textOf(part, naming)
  const bare = (part: Tree): string => inner(part).text
  switch (tree.kind) {
    case 'number':
      return whole(String(tree.value))
    case 'variable':
      return whole(naming(tree.index.base))
    case 'negative':
      return { text: `-${tight(inner(tree.of), binds.power)}`, level: binds.sign }
    case 'arithmetic': {
      const { operator, left, right } = tree
      if (operator === '*') return product(inner(left), inner(right))
      const level = operator === '/' ? binds.product : binds.sum
      const next = operator === '/' ? binds.sign : binds.product
      return { text: `${tight(inner(left), level)} ${operator} ${tight(inner(right), next)}`, level }
    }
    case 'power': {
      const { base, exponent } = tree
      const value = exponent.kind === 'number' ? exponent.value : undefined
      if (value === 0.5) return whole(`np.sqrt(${bare(base)})`)
      if (value !== undefined && Number.isInteger(value) && value <= mostFactors)
        return powerOf(inner(base), value)
      const [a, b] = [tight(inner(base), binds.whole), tight(inner(exponent), binds.whole)]
      return { text: `${a} ** ${b}`, level: binds.power }
    }
    case 'function':
      return whole(unaryText(tree.name, bare(tree.of)))
    case 'extreme': {
      const name = tree.name === 'max' ? 'maximum' : 'minimum'
      return whole(`np.${name}(${bare(tree.left)}, ${bare(tree.right)})`)
    }
    case 'choice':
      return whole(
        `np.where(${conditionOf(tree.condition, naming).text}, ${bare(tree.yes)}, ${bare(tree.no)})`,
      )
    default:
      throw new Error(`a rule has no ${tree.kind}`)
  }
}

function conditionOf(condition: Condition, naming: (place: number) => string): Text {
  const level = binds.condition
  if (condition.kind === 'comparison') {
    const [left, right] = [textOf(condition.left, naming), textOf(condition.right, naming)]
    return { text: `${tight(left, binds.sum)} ${condition.relation} ${tight(right, binds.sum)}`, level }
  }
  const [left, right] = [conditionOf(condition.left, naming), conditionOf(condition.right, naming)]
  const sign = condition.kind === 'both' ? '&' : '|'
  return { text: `(${left.text}) ${sign} (${right.text})`, level }
}

function expressionOf({ tree, overall }: Step, naming: (place: number) => string): string {
  const { text } = textOf(tree, naming)
  switch (overall) {
    case undefined:
      return text
    case 'norm':
      return `np.sqrt(np.sum(${text}))`
    case 'dot':
      return `np.sum(${text})`
    default:
      return `np.${overall}(${text})`
  }
}

/** A line a step. */
export function codeOf({ keys, values }: Rule, steps: readonly Step[]): readonly string[] {
  const named = (key: string): string => values.get(key)?.name ?? key
  return steps.map((step) => `${named(step.key)} = ${expressionOf(step, (place) => named(keys[place]))}`)
}
