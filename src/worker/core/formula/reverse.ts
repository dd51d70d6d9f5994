import { isFixed } from './affine'
import { derivativeOf } from './derivatives'
import type { Program, Register } from './program'
import { partsOf, type Tree } from './tree'
import { writeCondition, writeValue } from './value'
import { Writer } from './writer'

/** Up to this many, and without an index among them, derivatives are added up in registers, else in the gradient. */
const fewVariables = 32

/** How many counters there may be: they are numbered, and some of their sums may have been written out. */
const countersIn = (tree: Tree): number =>
  partsOf(tree).reduce(
    (most, part) => Math.max(most, countersIn(part)),
    tree.kind === 'sum' ? tree.counter + 1 : 0,
  )

/** Whether every index is a place of its own, whatever counters have come to. */
const isPlain = (tree: Tree): boolean =>
  (tree.kind !== 'variable' || isFixed(tree.index)) && partsOf(tree).every(isPlain)

/** The value alone. */
export function valueProgram(tree: Tree): Program {
  const write = new Writer()
  const result = writeValue(write, tree)
  return { steps: write.steps, registers: write.registers, counters: countersIn(tree), result }
}

/**
 * Value and gradient by reverse accumulation (Griewank & Walther 2008, "Evaluating Derivatives", 3.2): the
 * derivative by every part of a formula is handed down to what the part is made of. The terms of a sum are
 * worked out anew on the way back, so that none has to be kept.
 */
export function gradientProgram(tree: Tree, dimension: number): Program {
  const write = new Writer()
  const kept =
    dimension <= fewVariables && isPlain(tree)
      ? Array.from({ length: dimension }, () => write.variable(0))
      : undefined
  const varying = new Map<Tree, boolean>()

  function varies(part: Tree): boolean {
    const known = varying.get(part)
    if (known !== undefined) return known
    const found = part.kind === 'variable' || partsOf(part).some(varies)
    varying.set(part, found)
    return found
  }

  const value = (part: Tree): Register => writeValue(write, part)

  /** Value and derivatives in one go, down to where the derivative by a part depends on values. */
  function both(part: Tree, slope: Register): Register {
    if (varies(part)) {
      const found = straight(part, slope)
      if (found !== undefined) return write.remember(part, found)
    }
    const found = value(part)
    back(part, slope)
    return found
  }

  function straight(part: Tree, slope: Register): Register | undefined {
    if (part.kind === 'negative') return write.negative(both(part.of, write.negative(slope)))
    if (part.kind === 'sum') {
      const into = write.variable(0)
      const { counter, first, last, body } = part
      write.loop(counter, first, last, () => write.gather(into, both(body, slope)))
      return into
    }
    if (part.kind !== 'arithmetic') return undefined
    const { operator, left, right } = part
    switch (operator) {
      case '+':
        return write.add(both(left, slope), both(right, slope))
      case '-':
        return write.subtract(both(left, slope), both(right, write.negative(slope)))
      case '*':
        if (!varies(left)) return write.multiply(value(left), both(right, write.multiply(slope, value(left))))
        if (!varies(right))
          return write.multiply(both(left, write.multiply(slope, value(right))), value(right))
        return undefined
      case '/':
        return varies(right)
          ? undefined
          : write.divide(both(left, write.divide(slope, value(right))), value(right))
    }
  }

  /** Hands the derivative by a part down to its own parts. */
  function back(part: Tree, slope: Register): void {
    if (!varies(part)) return
    switch (part.kind) {
      case 'variable':
        if (kept) write.gather(kept[part.index.base], slope)
        else write.scatter('gradient', part.index, slope)
        return
      case 'negative':
        return back(part.of, write.negative(slope))
      case 'arithmetic':
        return backArithmetic(part, slope)
      case 'function':
        return back(
          part.of,
          write.multiply(slope, derivativeOf(write, part.name, value(part.of), value(part))),
        )
      case 'power':
        return backPower(part, slope)
      case 'extreme':
        return backExtreme(part, slope)
      case 'choice':
        return write.branch(
          writeCondition(write, part.condition),
          () => back(part.yes, slope),
          () => back(part.no, slope),
        )
      case 'sum':
        return write.loop(part.counter, part.first, part.last, () => back(part.body, slope))
    }
  }

  function backArithmetic(part: Extract<Tree, { kind: 'arithmetic' }>, slope: Register): void {
    const { operator, left, right } = part
    switch (operator) {
      case '+':
        back(left, slope)
        return back(right, slope)
      case '-':
        back(left, slope)
        return back(right, write.negative(slope))
      case '*':
        if (varies(left)) back(left, write.multiply(slope, value(right)))
        if (varies(right)) back(right, write.multiply(slope, value(left)))
        return
      case '/': {
        const share = write.divide(slope, value(right))
        back(left, share)
        if (varies(right)) back(right, write.negative(write.multiply(share, value(part))))
      }
    }
  }

  function backPower(part: Extract<Tree, { kind: 'power' }>, slope: Register): void {
    const { base, exponent } = part
    if (varies(base)) {
      const u = value(base)
      const below =
        exponent.kind === 'number'
          ? write.times(exponent.value, write.power(u, exponent.value - 1))
          : write.multiply(
              value(exponent),
              write.binary('power', u, write.subtract(value(exponent), write.constant(1))),
            )
      back(base, write.multiply(slope, below))
    }
    if (varies(exponent)) {
      back(exponent, write.multiply(slope, write.multiply(value(part), write.unary('log', value(base)))))
    }
  }

  /** To the side that it is; where both are, half to each. */
  function backExtreme(part: Extract<Tree, { kind: 'extreme' }>, slope: Register): void {
    const [a, b] = [value(part.left), value(part.right)]
    const [high, low] = part.name === 'max' ? [a, b] : [b, a]
    const share = write.divide(slope, write.add(write.constant(1), write.binary('equal', a, b)))
    write.branch(
      write.binary('lessOrEqual', low, high),
      () => back(part.left, share),
      () => {},
    )
    write.branch(
      write.binary('lessOrEqual', high, low),
      () => back(part.right, share),
      () => {},
    )
  }

  const result = both(tree, write.constant(1))
  kept?.forEach((register, index) => write.store('gradient', index, register))
  return { steps: write.steps, registers: write.registers, counters: countersIn(tree), result }
}
