import { isFixed, type Affine } from './affine'
import { binaryFunctions, unaryFunctions, type Binary, type Unary } from './arithmetic'
import type { Kernel, Machine as Worked, Programs } from './kernel'
import type { Program, Source, Step, Target } from './program'
import * as wasm from '../wasm/assembler'
import { f64, get, int, plus, set, times, type Code, type Func, type ValueType } from '../wasm/assembler'
import { compile } from '../wasm/instance'
import { doubleBytes, Locals } from '../wasm/simd-parts'

/** Programs as WebAssembly, whose locals are the registers. */

/** What WebAssembly has no instruction for is called. */
const calledUnary = (Object.keys(unaryFunctions) as Unary[]).filter(
  (name) => !['negative', 'abs', 'sqrt'].includes(name),
)
const imported = [
  ...calledUnary.map((name) => ({ name, params: 1, call: unaryFunctions[name] })),
  { name: 'power', params: 2, call: binaryFunctions.power },
]
const placeOf = (name: string): number => imported.findIndex((each) => each.name === name)

function unaryCode(name: Unary, of: Code): Code {
  switch (name) {
    case 'negative':
      return f64.negative(of)
    case 'abs':
      return f64.abs(of)
    case 'sqrt':
      return f64.sqrt(of)
    default:
      return wasm.call(placeOf(name), [of])
  }
}

function binaryCode(name: Binary, a: Code, b: Code): Code {
  switch (name) {
    case 'add':
      return f64.add(a, b)
    case 'subtract':
      return f64.sub(a, b)
    case 'multiply':
      return f64.mul(a, b)
    case 'divide':
      return f64.div(a, b)
    case 'max':
      return f64.max(a, b)
    case 'min':
      return f64.min(a, b)
    case 'less':
      return f64.ofInt(f64.isLess(a, b))
    case 'lessOrEqual':
      return f64.ofInt(f64.isAtMost(a, b))
    case 'equal':
      return f64.ofInt(f64.isEqual(a, b))
    case 'power':
      return wasm.call(placeOf('power'), [a, b])
  }
}

const bases: Readonly<Record<Source | Target, number>> = { theta: 0, gradient: 1, direction: 2, turned: 3 }

/** Up to this many numbers are handed in as arguments, more are copied to the memory. */
const mostArguments = 3

/** Whether theta is only asked for at places of its own. */
const isPlain = (steps: readonly Step[]): boolean =>
  steps.every((step) => {
    if (step.do === 'load') return isFixed(step.at)
    if (step.do === 'branch') return isPlain(step.yes) && isPlain(step.no)
    return step.do !== 'loop'
  })

const takesArguments = ({ steps }: Program, dimension: number): boolean =>
  dimension <= mostArguments && isPlain(steps)

/** A function that leaves the program's result. */
function funcOf(name: string, program: Program, dimension: number): Func {
  const hasArguments = takesArguments(program, dimension)
  const params = new Array<ValueType>(hasArguments ? dimension : 0).fill('f64')
  const locals = new Locals(params.length)
  const counters = locals.some(program.counters, 'i32')
  const ends = locals.some(program.counters, 'i32')
  const registers = locals.some(program.registers, 'f64')
  const value = (register: number): Code => get(registers[register])

  function whole({ base, steps }: Affine, unit: number): Code {
    const parts = [...steps].map(([counter, step]) => times(get(counters[counter]), int(step * unit)))
    return parts.reduce((sum: Code, part) => plus(sum, part), int(base * unit))
  }
  const address = (at: Affine): Code => whole(at, doubleBytes)
  const offset = (where: Source | Target): number => bases[where] * dimension * doubleBytes

  function codeOf(step: Step): Code {
    switch (step.do) {
      case 'constant':
        return set(registers[step.into], f64.constant(step.value))
      case 'load':
        if (hasArguments && step.from === 'theta') return set(registers[step.into], get(step.at.base))
        return set(registers[step.into], f64.load(address(step.at), offset(step.from)))
      case 'counter':
        return set(registers[step.into], f64.ofInt(get(counters[step.counter])))
      case 'unary':
        return set(registers[step.into], unaryCode(step.name, value(step.of)))
      case 'binary':
        return set(registers[step.into], binaryCode(step.name, value(step.left), value(step.right)))
      case 'copy':
        return set(registers[step.into], value(step.of))
      case 'gather':
        return set(registers[step.into], f64.add(value(step.into), value(step.of)))
      case 'store':
        return f64.store(address(step.at), value(step.of), offset(step.to))
      case 'scatter': {
        const sum = f64.add(f64.load(address(step.at), offset(step.to)), value(step.of))
        return f64.store(address(step.at), sum, offset(step.to))
      }
      case 'loop': {
        const [counter, end] = [counters[step.counter], ends[step.counter]]
        return [
          set(counter, whole(step.first, 1)),
          set(end, whole(step.last, 1)),
          wasm.loop(wasm.isAtMost(get(counter), get(end)), [
            step.body.map(codeOf),
            wasm.advance(counter, int(1)),
          ]),
        ]
      }
      case 'branch': {
        const isSet = wasm.isNot(f64.isEqual(value(step.when), f64.constant(0)))
        return wasm.whether(isSet, step.yes.map(codeOf), step.no.map(codeOf))
      }
    }
  }
  const body = [program.steps.map(codeOf), value(program.result)]
  return { name, params, locals: locals.types, body, result: 'f64' }
}

interface Machine {
  readonly run: (...theta: number[]) => number
  readonly buffer: ArrayBuffer
}

/** Undefined where there is no WebAssembly, or no room for it. */
function machineOf(program: Program, dimension: number): Machine | undefined {
  try {
    const make = compile<Pick<Machine, 'run'>>([funcOf('run', program, dimension)], imported)
    const made = make?.(4 * dimension * doubleBytes)
    return made && { run: made.exports.run, buffer: made.buffer }
  } catch {
    return undefined
  }
}

/** Whether a gradient is added up in memory, which has to begin at zero; else it is stored. */
const hasScatter = (steps: readonly Step[]): boolean =>
  steps.some(
    (step) =>
      step.do === 'scatter' ||
      (step.do === 'loop' && hasScatter(step.body)) ||
      (step.do === 'branch' && (hasScatter(step.yes) || hasScatter(step.no))),
  )

/** Longer arrays are copied as one. */
const few = 16

function copy(from: Float64Array, to: Float64Array): void {
  if (from.length > few) to.set(from)
  else for (let i = 0; i < from.length; i++) to[i] = from[i]
}

/** Runs a program at theta, however it is handed in. */
function runnerOf(
  program: Program,
  dimension: number,
  { run, buffer }: Machine,
): (theta: Float64Array) => number {
  if (takesArguments(program, dimension)) {
    if (dimension === 1) return (theta) => run(theta[0])
    if (dimension === 2) return (theta) => run(theta[0], theta[1])
    return (theta) => run(theta[0], theta[1], theta[2])
  }
  const at = new Float64Array(buffer, bases.theta * dimension * doubleBytes, dimension)
  return (theta) => {
    copy(theta, at)
    return run()
  }
}

/**
 * A program with loops on memory of its own.
 * @returns undefined where this machine can't have it
 */
export function compiledMachine(program: Program, size: number): Worked | undefined {
  const machine = machineOf(program, size)
  if (!machine) return undefined
  const { run, buffer } = machine
  const place = (where: Source | Target): Float64Array =>
    new Float64Array(buffer, bases[where] * size * doubleBytes, size)
  return { input: place('theta'), output: place('gradient'), run: () => void run() }
}

/** @returns undefined where this machine can't have it */
export function compiledKernel({ dimension, value, gradient, turn }: Programs): Kernel | undefined {
  const place = (buffer: ArrayBuffer, where: Source | Target): Float64Array =>
    new Float64Array(buffer, bases[where] * dimension * doubleBytes, dimension)
  const [toValue, toGradient] = [machineOf(value, dimension), machineOf(gradient, dimension)]
  if (!toValue || !toGradient) return undefined
  const runValue = runnerOf(value, dimension, toValue)
  const runGradient = runnerOf(gradient, dimension, toGradient)
  const slopes = place(toGradient.buffer, 'gradient')
  const scatters = hasScatter(gradient.steps)

  function lazyTurn(): Kernel['turn'] {
    const program = turn()
    const machine = machineOf(program, dimension)
    if (!machine) throw new Error('there is no room for the Hessian of this formula')
    const runTurn = runnerOf(program, dimension, machine)
    const [along, turned] = [place(machine.buffer, 'direction'), place(machine.buffer, 'turned')]
    return (theta, direction, out) => {
      copy(direction, along)
      turned.fill(0)
      runTurn(theta)
      copy(turned, out)
    }
  }
  let turning: Kernel['turn'] | undefined

  return {
    value: runValue,
    evaluate(theta, out) {
      if (scatters) slopes.fill(0)
      const found = runGradient(theta)
      copy(slopes, out)
      return found
    },
    turn(theta, direction, out) {
      turning ??= lazyTurn()
      turning(theta, direction, out)
    },
  }
}
