import { valueOf } from './affine'
import { binaryFunctions, unaryFunctions } from './arithmetic'
import type { Place } from './syntax'
import { partsOf, type Condition, type Tree } from './tree'
import type { UnaryName } from './vocabulary'

/** A step of arithmetic that has no result, or none that a number could be. */
export interface Trouble extends Place {
  readonly operation: UnaryName | 'division' | 'power'
  /** What it was asked of: the divisor, the base of the power. */
  readonly argument: number
  /** Whether there is a value, and only its slope is missing. */
  readonly ofSlope: boolean
}

/** A place where a formula's slope jumps: the slope there is any between the two, and their middle is taken. */
export interface Kink extends Place {
  readonly operation: 'abs' | 'sign' | 'max' | 'min'
}

/** What is special about one point. */
export interface PointReport {
  readonly value: number
  readonly troubles: readonly Trouble[]
  readonly kinks: readonly Kink[]
}

/** Slowly and with care: works a formula out at a point and looks at every step. */
export function lookAt(tree: Tree, theta: ArrayLike<number>): PointReport {
  const counters: number[] = []
  const troubles: Trouble[] = []
  const kinks: Kink[] = []

  function noted(
    { from, to }: Place,
    operation: Trouble['operation'],
    argument: number,
    value: number,
    isSteep: boolean,
  ): number {
    // A large number may grow beyond all numbers in any function: that is no edge of one.
    const isBroken =
      Number.isFinite(argument) && (Number.isNaN(value) || (argument === 0 && !Number.isFinite(value)))
    if (isBroken || isSteep) troubles.push({ from, to, operation, argument, ofSlope: !isBroken })
    return value
  }

  function valueAt(tree: Tree): number {
    switch (tree.kind) {
      case 'number':
        return tree.value
      case 'variable':
        return theta[valueOf(tree.index, counters)]
      case 'counter':
        return counters[tree.counter]
      case 'negative':
        return -valueAt(tree.of)
      case 'arithmetic':
        return arithmetic(tree)
      case 'power': {
        const [base, exponent] = [valueAt(tree.base), valueAt(tree.exponent)]
        const isSteep = base === 0 && exponent > 0 && exponent < 1
        return noted(tree, 'power', base, Math.pow(base, exponent), isSteep)
      }
      case 'function': {
        const of = valueAt(tree.of)
        if ((tree.name === 'abs' || tree.name === 'sign') && of === 0) kinks.push(kinkAt(tree, tree.name))
        return noted(tree, tree.name, of, unaryFunctions[tree.name](of), isSteepAt(tree.name, of))
      }
      case 'extreme': {
        const [left, right] = [valueAt(tree.left), valueAt(tree.right)]
        if (left === right) kinks.push(kinkAt(tree, tree.name))
        return binaryFunctions[tree.name](left, right)
      }
      case 'choice':
        return holds(tree.condition) ? valueAt(tree.yes) : valueAt(tree.no)
      case 'sum': {
        let sum = 0
        const [first, last] = [valueOf(tree.first, counters), valueOf(tree.last, counters)]
        for (let at = first; at <= last; at++) {
          counters[tree.counter] = at
          sum += valueAt(tree.body)
        }
        return sum
      }
    }
  }

  function arithmetic(tree: Extract<Tree, { kind: 'arithmetic' }>): number {
    const [left, right] = [valueAt(tree.left), valueAt(tree.right)]
    switch (tree.operator) {
      case '+':
        return left + right
      case '-':
        return left - right
      case '*':
        return left * right
      case '/':
        return right === 0 ? noted(tree, 'division', right, left / right, false) : left / right
    }
  }

  function holds(condition: Condition): boolean {
    if (condition.kind !== 'comparison') {
      const [first, second] = [holds(condition.left), holds(condition.right)]
      return condition.kind === 'both' ? first && second : first || second
    }
    const [left, right] = [valueAt(condition.left), valueAt(condition.right)]
    switch (condition.relation) {
      case '<':
        return left < right
      case '<=':
        return left <= right
      case '>':
        return left > right
      case '>=':
        return left >= right
      case '==':
        return left === right
    }
  }

  const value = valueAt(tree)
  return { value, troubles, kinks }
}

const kinkAt = ({ from, to }: Place, operation: Kink['operation']): Kink => ({ from, to, operation })

/** Where there is a value and no slope. */
function isSteepAt(name: UnaryName, of: number): boolean {
  if (name === 'sqrt' || name === 'cbrt') return of === 0
  return (name === 'asin' || name === 'acos') && Math.abs(of) === 1
}

/** Every part of a formula whose slope jumps somewhere, wherever that is. */
export function kinksIn(tree: Tree): readonly Kink[] {
  const own =
    tree.kind === 'extreme' || (tree.kind === 'function' && (tree.name === 'abs' || tree.name === 'sign'))
  const kinks = partsOf(tree).flatMap(kinksIn)
  if (!own) return kinks
  const operation = tree.name as Kink['operation']
  const kink = kinkAt(tree, operation)
  return kinks.some(({ from, to }) => from === kink.from && to === kink.to) ? kinks : [kink, ...kinks]
}
