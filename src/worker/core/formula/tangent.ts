import { derivativeOf } from './derivatives'
import type { Program, Register, Step } from './program'
import { Writer } from './writer'

/**
 * The same steps with every number's derivative in a direction (forward accumulation, Griewank & Walther
 * 2008, 3.1). Of a value's steps they leave the slope in the direction; of a gradient's they also tell how
 * it turns, which is the Hessian times the direction.
 */
export function tangentOf({ steps, registers, counters, result }: Program): Program {
  const write = new Writer(registers)
  /** Of those that go with theta; any other's derivative is zero. */
  const slopes = new Map<Register, Register>()

  /** A register that is written to again has a derivative that is, too. */
  const held = new Set<Register>()
  note(steps)

  function note(all: readonly Step[]): void {
    for (const step of all) {
      if (step.do === 'copy' || step.do === 'gather') held.add(step.into)
      if (step.do === 'loop') note(step.body)
      if (step.do === 'branch') [step.yes, step.no].forEach(note)
    }
  }

  const known = (register: Register, slope: Register | undefined): void => {
    if (slope !== undefined) slopes.set(register, slope)
  }

  const slopeOf = (register: Register): Register => slopes.get(register) ?? write.constant(0)

  function visit(step: Step): void {
    switch (step.do) {
      case 'constant':
        write.write(step)
        if (held.has(step.into)) slopes.set(step.into, write.variable(0))
        return
      case 'load':
        write.write(step)
        return known(step.into, write.load('direction', step.at))
      case 'counter':
        return write.write(step)
      case 'unary': {
        write.write(step)
        const of = slopes.get(step.of)
        if (of === undefined || step.name === 'sign') return
        return known(step.into, write.multiply(derivativeOf(write, step.name, step.of, step.into), of))
      }
      case 'binary':
        write.write(step)
        return known(step.into, slopeOfBinary(step))
      case 'copy':
        write.write(step)
        return write.copy(slopeOf(step.into), slopeOf(step.of))
      case 'gather': {
        write.write(step)
        const of = slopes.get(step.of)
        return of === undefined ? undefined : write.gather(slopeOf(step.into), of)
      }
      case 'store':
        return write.write({ ...step, to: 'turned', of: slopeOf(step.of) })
      case 'scatter':
        return slopes.has(step.of) ? write.scatter('turned', step.at, slopeOf(step.of)) : undefined
      case 'loop':
        return write.loop(step.counter, step.first, step.last, () => step.body.forEach(visit))
      case 'branch':
        return write.branch(
          step.when,
          () => step.yes.forEach(visit),
          () => step.no.forEach(visit),
        )
    }
  }

  function slopeOfBinary({ name, left, right, into }: Extract<Step, { do: 'binary' }>): Register | undefined {
    const [a, b] = [slopes.get(left), slopes.get(right)]
    if (a === undefined && b === undefined) return undefined
    const sum = (first: Register | undefined, second: Register | undefined): Register | undefined =>
      first === undefined ? second : second === undefined ? first : write.add(first, second)
    const through = (slope: Register | undefined, factor: Register): Register | undefined =>
      slope === undefined ? undefined : write.multiply(slope, factor)
    switch (name) {
      case 'add':
        return sum(a, b)
      case 'subtract':
        return sum(a, b === undefined ? undefined : write.negative(b))
      case 'multiply':
        return sum(through(a, right), through(b, left))
      case 'divide': {
        const less = b === undefined ? undefined : write.negative(write.multiply(b, into))
        const top = sum(a, less)
        return top === undefined ? undefined : write.divide(top, right)
      }
      case 'power': {
        const below = write.binary('power', left, write.subtract(right, write.constant(1)))
        const first = a === undefined ? undefined : write.multiply(a, write.multiply(right, below))
        return sum(
          first,
          b === undefined ? undefined : write.multiply(b, write.multiply(into, write.unary('log', left))),
        )
      }
      case 'max':
        return between(right, left, slopeOf(left), slopeOf(right))
      case 'min':
        return between(left, right, slopeOf(left), slopeOf(right))
      default:
        return undefined
    }
  }

  /** The first slope where `low` is below `high`, the second where it is above, else their middle. */
  function between(low: Register, high: Register, first: Register, second: Register): Register {
    const into = write.variable(0)
    write.branch(
      write.binary('less', low, high),
      () => write.copy(into, first),
      () =>
        write.branch(
          write.binary('less', high, low),
          () => write.copy(into, second),
          () => write.copy(into, write.times(0.5, write.add(first, second))),
        ),
    )
    return into
  }

  steps.forEach(visit)
  return { steps: write.steps, registers: write.registers, counters, result: slopeOf(result) }
}
