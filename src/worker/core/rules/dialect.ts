import { machineFor } from '../formula'
import type { Machine } from '../formula/kernel'
import type { HyperValues } from '../hyper'
import { defineDialect, type Dialect, type Note, type OptimizerState } from '../optimizers/contract'
import { equationsOf, quantitiesOf } from './equations'
import { hyperOf } from './hyper'
import { codeOf } from './numpy'
import { programOf, type Layout } from './program'
import { readRule } from './reading'
import { after, before, variablesIn, type Rule, type Step } from './rule'
import type { RuleSpec } from './spec'

/** A rule at work on so many parameters. */
interface Worker {
  readonly dimension: number
  /** Puts in what the steps read, and makes them. */
  run(
    theta: Float64Array,
    gradient: Float64Array | undefined,
    state: OptimizerState,
    hyper: Readonly<HyperValues>,
    t: number,
    value: number,
  ): void
  /** Writes what came out into the memory of the last run, and into theta. */
  keep(theta: Float64Array): void
  /** The place of a key among the numbers that came out. */
  placeOf(key: string): number
  readonly output: Float64Array
}

/** Longer arrays are copied as one. */
const few = 16

function put(from: Float64Array, into: Float64Array, at: number): void {
  if (from.length > few) into.set(from, at)
  else for (let i = 0; i < from.length; i++) into[at + i] = from[i]
}

function copyFrom(output: Float64Array, from: number, to: Float64Array): void {
  for (let i = 0; i < to.length; i++) to[i] = output[from + i]
}

/** Names are looked up once, and not at every update: that takes longer than its arithmetic on two parameters. */
function workerOf(rule: Rule, steps: readonly Step[], dimension: number): Worker {
  const program = programOf(rule, steps, dimension)
  const { inputs, outputs, size }: Layout = program.layout
  const { input, output, run }: Machine = machineFor(program, size)
  const place = (places: ReadonlyMap<string, number>, key: string): number => places.get(key) ?? 0
  const names = rule.states.map(({ name }) => name)
  const [read, written] = [
    names.map((name) => place(inputs, before(name))),
    names.map((name) => place(outputs, after(name))),
  ]
  const settings = rule.hyper.map((name) => ({ name, at: place(inputs, name) }))
  const atRate = inputs.get('lr') ?? -1
  const [atT, atF] = [place(inputs, 't'), place(inputs, 'f')]
  const [atTheta, atGradient] = [place(inputs, before('theta')), place(inputs, 'gradient')]
  const toTheta = place(outputs, after('theta'))
  let memory: OptimizerState | undefined
  let held: readonly Float64Array[] = []
  let settled: Readonly<HyperValues> | undefined
  return {
    dimension,
    output,
    placeOf: (key) => place(outputs, key),
    run(theta, gradient, state, hyper, t, value) {
      if (state !== memory || hyper !== settled) {
        memory = state
        settled = hyper
        held = names.map((name) => state[name])
        for (const { name, at } of settings) input[at] = Number(hyper[name])
      }
      input[atT] = t
      input[atF] = value
      if (atRate >= 0) input[atRate] = Number(hyper.lr)
      for (let k = 0; k < held.length; k++) put(held[k], input, read[k])
      put(theta, input, atTheta)
      if (gradient) put(gradient, input, atGradient)
      run()
    },
    keep(theta) {
      for (let k = 0; k < held.length; k++) copyFrom(output, written[k], held[k])
      copyFrom(output, toTheta, theta)
    },
  }
}

/** Makes a worker where there is none for so many parameters. */
function workersOf(rule: Rule, steps: readonly Step[]): (dimension: number) => Worker {
  let held: Worker | undefined
  return (dimension) => {
    if (held?.dimension !== dimension) held = workerOf(rule, steps, dimension)
    return held
  }
}

/** Every value of an update, by the names of the code. */
function tell(note: Note, rule: Rule, steps: readonly Step[], worker: Worker): void {
  const { values, each } = rule
  for (const { key } of steps) {
    const name = values.get(key)?.name ?? key
    const from = worker.placeOf(key)
    if (!each.has(key)) note({ [name]: worker.output[from] })
    else for (let i = 0; i < worker.dimension; i++) note({ [name]: worker.output[from + i] }, i)
  }
}

/** A rule that can be read, as any method has its dialects. */
export function dialectOfText(spec: RuleSpec, rule: Rule): Dialect {
  const { steps, lookahead, states, each, keys, asksValue } = rule
  const read = new Set(
    [...lookahead, ...steps].flatMap(({ tree }) => variablesIn(tree).map(({ index }) => keys[index.base])),
  )
  const workers = workersOf(rule, steps)
  const scouts = workersOf(rule, lookahead)
  return defineDialect({
    source: 'a rule of your own',
    equations: equationsOf(rule),
    quantities: quantitiesOf(rule),
    code: codeOf(rule, steps),
    note: 'As typed: the lines one after the other, each for every parameter.',
    hyper: hyperOf(spec, read),
    ...(asksValue && { asksProblem: true, search: { lines: ['f = value_of(theta)'] } }),
    init: (dimension, hyper) =>
      Object.fromEntries(
        states.map(({ name, start }) => {
          const first = typeof start === 'number' ? start : Number(hyper[start])
          return [name, new Float64Array(each.has(before(name)) ? dimension : 1).fill(first)]
        }),
      ),
    ...(lookahead.length > 0 && {
      lookaheadCode: codeOf(rule, lookahead),
      lookahead(
        theta: Float64Array,
        state: OptimizerState,
        hyper: Readonly<HyperValues>,
        out: Float64Array,
      ): void {
        const scout = scouts(theta.length)
        scout.run(theta, undefined, state, hyper, 0, 0)
        copyFrom(scout.output, scout.placeOf('ahead'), out)
      },
    }),
    step(theta, gradient, state, hyper, t, problem, note) {
      const worker = workers(theta.length)
      const value = asksValue ? problem.value(theta) : 0
      worker.run(theta, gradient, state, hyper, t, value)
      if (note && asksValue) note({ f: value })
      if (note) tell(note, rule, steps, worker)
      worker.keep(theta)
    },
  })
}

/** The dialect that a rule describes; undefined where it can't be read. */
export function dialectOfRule(spec: RuleSpec): Dialect | undefined {
  const read = readRule(spec)
  return read.ok ? dialectOfText(spec, read.rule) : undefined
}
