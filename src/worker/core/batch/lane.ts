import type { HyperValues } from '../hyper'
import { euclidean } from '../norms'
import type { Plan } from '../plan'
import { judgeOf, type Judge, type Outcome } from '../stopping'
import { gradientName, memoryName, previousName, thetaName } from './kernel'
import type { Machine } from './kernels'

/** Norms of which the square, in doubles, tells all there is to be told. */
const [smallest, largest] = [1e-139, 1e150]
/** Numbers that are worked out once for all updates fit into memory. */
const mostUpdates = 100_000

/** Whether the rules of runs can be followed in lanes: gradients of the whole objective alone, and a point for every update. */
export function isPlain({ run, sigma, dialect, recordEvery, iterations }: Plan, { flat }: Judge): boolean {
  const normTells = flat <= 0 || (flat > smallest && flat < largest)
  return (
    run.batch === 'full' &&
    sigma === 0 &&
    !run.changes &&
    !dialect.asksProblem &&
    !dialect.secondOrder &&
    recordEvery === 1 &&
    iterations > 0 &&
    iterations <= mostUpdates &&
    normTells
  )
}

const bits = new DataView(new ArrayBuffer(8))

function neighbour(value: number, by: 1n | -1n): number {
  bits.setFloat64(0, value)
  bits.setBigInt64(0, bits.getBigInt64(0) + by)
  return bits.getFloat64(0)
}

/** The smallest square whose root is a norm or more: a norm need not be worked out to be compared. */
function squareFrom(norm: number): number {
  if (!(norm > 0)) return 0
  let square = norm * norm
  while (Math.sqrt(square) >= norm) square = neighbour(square, -1n)
  while (Math.sqrt(square) < norm) square = neighbour(square, 1n)
  return square
}

/** Where runs begin. */
export interface Start {
  readonly judge: Judge
  readonly theta: Float64Array
  readonly gradient: Float64Array
  readonly loss: number
  /** Set where a run is over before its first update. */
  readonly outcome: Outcome | undefined
}

/** A place that a run has come to, as its judge looks at it. */
export const positionAt = (iteration: number, theta: Float64Array, loss: number, gradient: Float64Array) => ({
  iteration,
  theta,
  recorded: true,
  loss,
  gradientNorm: euclidean(gradient),
  rate: NaN,
  distance: NaN,
  evaluations: NaN,
  outcome: undefined,
})

export function startOf(plan: Plan, judge = judgeOf(plan)): Start {
  const theta = Float64Array.from(plan.start)
  const gradient = new Float64Array(theta.length)
  const loss = plan.objective.evaluate(theta, gradient)
  return { judge, theta, gradient, loss, outcome: judge.verdict(positionAt(0, theta, loss, gradient), 0) }
}

/** A run that begins in a lane. */
interface Beginning {
  readonly start: Start
  readonly hyper: HyperValues
}

/** The hyper-parameters that a method's memory begins with. */
function readByInit({ dialect, objective, run }: Plan): ReadonlySet<string> {
  const read = new Set<string>()
  const overheard = new Proxy(run.hyper, {
    get(hyper, name) {
      read.add(String(name))
      return hyper[String(name)]
    },
  })
  dialect.init(objective.dimension, overheard)
  return read
}

/** A hyper-parameter that is not the same in all runs, with the values of each. */
export interface Varied {
  readonly name: string
  readonly values: Float64Array
}

/** Hyper-parameters of one of the runs that differ in some. */
export const hyperOf = ({ run }: Plan, varied: readonly Varied[], index: number): HyperValues => {
  const hyper: Record<string, HyperValues[string]> = { ...run.hyper }
  for (const { name, values } of varied) hyper[name] = values[index]
  return hyper
}

/** Puts runs into the lanes of a machine, the first into lane 0. */
export interface Placer {
  each(beginnings: readonly Beginning[]): void
  /** So many runs that begin at one place. */
  alike(start: Start, varied: readonly Varied[], count: number): void
}

/** @param watched fields and inputs of whoever watches the lanes, and what they begin with */
export function placerOf(
  { kernel, lanes, places }: Machine,
  plan: Plan,
  watched: Readonly<Record<string, number>>,
): Placer {
  const { doubles } = lanes
  const { dialect, objective, stop } = plan
  const { dimension } = objective
  const rowOf = (name: string): number => {
    const field = places.get(name)
    return field === undefined
      ? lanes.inputRow(kernel.inputs.findIndex((input) => input.name === name))
      : lanes.fieldRow(field)
  }
  const rows = (named: (i: number) => string, count = dimension): readonly number[] =>
    Array.from({ length: count }, (_, i) => rowOf(named(i)))
  const [theta, gradient] = [rows(thetaName), rows(gradientName)]
  const [loss, bound, flat, still] = ['loss', 'bound', 'flat square', 'still'].map(rowOf)
  const fixed = [
    ...Object.entries({ ...watched, made: 0, quiet: 0, patience: stop.patience }).map(
      ([name, value]) => [rowOf(name), value] as const,
    ),
    ...(places.has(previousName(0)) ? rows(previousName) : []).map((row) => [row, 0] as const),
  ]
  const isGiven = (name: string): boolean => kernel.inputs.some((input) => input.name === name)
  const varied = Object.keys(dialect.hyper)
    .filter(isGiven)
    .map((name) => [name, rowOf(name)] as const)
  const read = readByInit(plan)
  const ownMemory = varied.some(([name]) => read.has(name))
  const memory = Object.entries(dialect.init(dimension, plan.run.hyper)).map(
    ([name, { length }]) => [name, rows((i) => memoryName(name, i), length)] as const,
  )

  function placeMemory(hyper: HyperValues, from: number, to: number): void {
    const values = dialect.init(dimension, hyper)
    for (const [name, rows] of memory)
      rows.forEach((row, i) => doubles.fill(values[name][i], row + from, row + to))
  }

  function each(beginnings: readonly Beginning[]): void {
    const { length } = beginnings
    for (const [row, value] of fixed) doubles.fill(value, row, row + length)
    if (!ownMemory) placeMemory(plan.run.hyper, 0, length)
    for (let lane = 0; lane < length; lane++) {
      const { start, hyper } = beginnings[lane]
      const { judge } = start
      for (let i = 0; i < dimension; i++) {
        doubles[theta[i] + lane] = start.theta[i]
        doubles[gradient[i] + lane] = start.gradient[i]
      }
      doubles[loss + lane] = start.loss
      doubles[bound + lane] = judge.bound
      doubles[still + lane] = judge.still
      for (const [name, row] of varied) doubles[row + lane] = Number(hyper[name])
      if (ownMemory) placeMemory(hyper, lane, lane + 1)
    }
    if (length > 0) doubles.fill(squareFrom(beginnings[0].start.judge.flat), flat, flat + length)
  }

  function alike(start: Start, varied: readonly Varied[], count: number): void {
    each([{ start, hyper: hyperOf(plan, varied, 0) }])
    lanes.spread(count)
    for (const { name, values } of varied) doubles.set(values.subarray(0, count), rowOf(name))
    if (!ownMemory) return
    for (let lane = 1; lane < count; lane++) placeMemory(hyperOf(plan, varied, lane), lane, lane + 1)
  }

  return { each, alike }
}
