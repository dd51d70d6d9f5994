import type { Plan } from '../plan'
import { euclidean } from '../norms'
import { judgeOf, type Judge, type Outcome } from '../stopping'
import type { Beginning } from './drive'
import { gradientName, memoryName, previousName, thetaName, type Kernel } from './kernel'

/** Norms of which the square, in doubles, tells all there is to be told. */
const [smallest, largest] = [1e-139, 1e150]
/** Numbers that are worked out once for all updates, and as many results, fit into memory. */
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
export function squareFrom(norm: number): number {
  if (!(norm > 0)) return 0
  let square = norm * norm
  while (Math.sqrt(square) >= norm) square = neighbour(square, -1n)
  while (Math.sqrt(square) < norm) square = neighbour(square, 1n)
  return square
}

/** A run at its start. */
export interface Start {
  readonly plan: Plan
  readonly judge: Judge
  readonly theta: Float64Array
  readonly gradient: Float64Array
  readonly loss: number
  /** Set where a run is over before its first update. */
  readonly outcome: Outcome | undefined
}

export function startOf(plan: Plan, judge = judgeOf(plan)): Start {
  const theta = Float64Array.from(plan.start)
  const gradient = new Float64Array(theta.length)
  const loss = plan.objective.evaluate(theta, gradient)
  const position = {
    iteration: 0,
    theta,
    recorded: true,
    loss,
    gradientNorm: euclidean(gradient),
    rate: NaN,
    distance: NaN,
    evaluations: NaN,
    outcome: undefined,
  }
  return { plan, judge, theta, gradient, loss, outcome: judge.verdict(position, 0) }
}

/** What of a lane is not the same for all kernels. */
export type Given = Readonly<Record<string, number>>

/** What a lane of a kernel begins with. Those of a method's memory are new for every run. */
export function beginningOf(kernel: Kernel, start: Start, watched: Given): Beginning {
  const { plan, judge, theta, gradient, loss } = start
  const { hyper } = plan.run
  const memory = plan.dialect.init(theta.length, hyper)
  const given: Record<string, number> = {
    ...watched,
    loss,
    made: 0,
    quiet: 0,
    still: judge.still,
    bound: judge.bound,
    'flat square': squareFrom(judge.flat),
    patience: plan.stop.patience,
  }
  for (let i = 0; i < theta.length; i++) {
    given[thetaName(i)] = theta[i]
    given[previousName(i)] = 0
    given[gradientName(i)] = gradient[i]
  }
  for (const [name, values] of Object.entries(memory)) {
    values.forEach((value, i) => (given[memoryName(name, i)] = value))
  }
  return {
    fields: kernel.fields.map(({ name }) => given[name]),
    inputs: kernel.inputs.map(({ name }) => given[name] ?? Number(hyper[name])),
  }
}
