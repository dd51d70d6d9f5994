import { valueOf, type Affine } from './affine'
import { binaryFunctions, unaryFunctions } from './arithmetic'
import type { Kernel, Machine, Programs } from './kernel'
import type { Program, Source, Step, Target } from './program'

/**
 * Programs gone through step by step: what the fast kernel is measured against, and where there is none,
 * as in a page, whose security policy takes WebAssembly for code.
 */

interface Memory {
  readonly registers: Float64Array
  readonly counters: Int32Array
  readonly theta: Float64Array
  readonly direction: Float64Array
  readonly gradient: Float64Array
  readonly turned: Float64Array
}

type Action = (memory: Memory) => void

const read: Readonly<Record<Source, (memory: Memory) => Float64Array>> = {
  theta: ({ theta }) => theta,
  direction: ({ direction }) => direction,
  gradient: ({ gradient }) => gradient,
}
const written: Readonly<Record<Target, (memory: Memory) => Float64Array>> = {
  gradient: ({ gradient }) => gradient,
  turned: ({ turned }) => turned,
}

/** Where a counter is. One that never moves needs no looking up. */
function indexOf(at: Affine): (memory: Memory) => number {
  const { base } = at
  if (at.steps.size === 0) return () => base
  return ({ counters }) => valueOf(at, counters)
}

function actionOf(step: Step): Action {
  switch (step.do) {
    case 'constant': {
      const { into, value } = step
      return ({ registers }) => void (registers[into] = value)
    }
    case 'load': {
      const { into } = step
      const [from, index] = [read[step.from], indexOf(step.at)]
      return (memory) => void (memory.registers[into] = from(memory)[index(memory)])
    }
    case 'counter': {
      const { into, counter } = step
      return ({ registers, counters }) => void (registers[into] = counters[counter])
    }
    case 'unary': {
      const { into, of } = step
      const apply = unaryFunctions[step.name]
      return ({ registers }) => void (registers[into] = apply(registers[of]))
    }
    case 'binary': {
      const { into, left, right } = step
      const apply = binaryFunctions[step.name]
      return ({ registers }) => void (registers[into] = apply(registers[left], registers[right]))
    }
    case 'copy': {
      const { into, of } = step
      return ({ registers }) => void (registers[into] = registers[of])
    }
    case 'gather': {
      const { into, of } = step
      return ({ registers }) => void (registers[into] += registers[of])
    }
    case 'store': {
      const { of } = step
      const [to, index] = [written[step.to], indexOf(step.at)]
      return (memory) => void (to(memory)[index(memory)] = memory.registers[of])
    }
    case 'scatter': {
      const { of } = step
      const [to, index] = [written[step.to], indexOf(step.at)]
      return (memory) => void (to(memory)[index(memory)] += memory.registers[of])
    }
    case 'loop': {
      const { counter } = step
      const [first, last, body] = [indexOf(step.first), indexOf(step.last), actionsOf(step.body)]
      return (memory) => {
        const end = last(memory)
        for (let at = first(memory); at <= end; at++) {
          memory.counters[counter] = at
          body(memory)
        }
      }
    }
    case 'branch': {
      const { when } = step
      const [yes, no] = [actionsOf(step.yes), actionsOf(step.no)]
      return (memory) => {
        if (memory.registers[when] !== 0) yes(memory)
        else no(memory)
      }
    }
  }
}

function actionsOf(steps: readonly Step[]): Action {
  const actions = steps.map(actionOf)
  return (memory) => {
    for (let k = 0; k < actions.length; k++) actions[k](memory)
  }
}

function machineOf({ steps, registers, counters, result }: Program) {
  const act = actionsOf(steps)
  const own = { registers: new Float64Array(registers), counters: new Int32Array(counters) }
  return (memory: Omit<Memory, 'registers' | 'counters'>): number => {
    act({ ...memory, ...own })
    return own.registers[result]
  }
}

/** A program on memory of its own: so many numbers to read, and as many to write. */
export function tapeMachine({ steps, registers, counters }: Program, size: number): Machine {
  const act = actionsOf(steps)
  const none = new Float64Array(0)
  const memory: Memory = {
    registers: new Float64Array(registers),
    counters: new Int32Array(counters),
    theta: new Float64Array(size),
    direction: none,
    gradient: new Float64Array(size),
    turned: none,
  }
  return { input: memory.theta, output: memory.gradient, run: () => act(memory) }
}

export function tapeKernel({ value, gradient, turn }: Programs): Kernel {
  const none = new Float64Array(0)
  const toValue = machineOf(value)
  const toGradient = machineOf(gradient)
  let toTurn: ReturnType<typeof machineOf> | undefined
  return {
    value: (theta) => toValue({ theta, direction: none, gradient: none, turned: none }),
    evaluate(theta, out) {
      out.fill(0)
      return toGradient({ theta, direction: none, gradient: out, turned: none })
    },
    turn(theta, direction, turned) {
      toTurn ??= machineOf(turn())
      turned.fill(0)
      toTurn({ theta, direction, gradient: none, turned })
    },
  }
}
