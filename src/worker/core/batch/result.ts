import { descend, type LastUpdate, type Progress } from '../descend'
import { meterOf } from '../evaluations'
import { euclidean } from '../norms'
import type { Plan } from '../plan'
import type { Outcome } from '../stopping'
import { gradientName, memoryName, previousName, reachedName, thetaName } from './kernel'
import type { Machine } from './kernels'
import { positionAt, type Start } from './lane'

/** How a run of a batch ended: all of it as `descend()` has it. */
export interface BatchResult {
  readonly outcome: Outcome
  /** Updates made. */
  readonly iterations: number
  /** Of the whole objective, after the last update. */
  readonly loss: number
  readonly gradientNorm: number
  /** The best point, the start included: the lowest loss, for a run that climbs the highest, the first of equal ones. */
  readonly best: { readonly loss: number; readonly iteration: number }
  /** For each target: the first update, 0 for the start, after which the loss is there or beyond; NaN for none. */
  readonly reached: readonly number[]
  /** Where it stands, as `save()` has it: updates made, parameters, the method's memory, evaluations. */
  readonly progress: Progress
  readonly lastUpdate: LastUpdate
}

/** Whether a loss has come to a target, or beyond. */
const isAt = (loss: number, target: number, climbs: boolean): boolean =>
  climbs ? loss >= target : loss <= target

/** When the start, which is no update, has come to targets. */
export const reachedAtStart = (
  loss: number,
  targets: readonly number[],
  climbs: boolean,
): readonly number[] => targets.map((target) => (isAt(loss, target, climbs) ? 0 : NaN))

/** By the engine. */
export function singly(plan: Plan, targets: readonly number[]): BatchResult {
  const climbs = plan.run.maximize === true
  const descent = descend(plan)
  let best: BatchResult['best'] | undefined
  const reached = targets.map(() => NaN)
  for (const { recorded, loss, iteration } of descent.positions) {
    if (!recorded) continue
    if (!best || (climbs ? loss > best.loss : loss < best.loss)) best = { loss, iteration }
    targets.forEach((target, j) => {
      if (Number.isNaN(reached[j]) && isAt(loss, target, climbs)) reached[j] = iteration
    })
  }
  const { outcome, loss, gradientNorm } = descent.position
  if (!outcome || !best) throw new Error('a run has ended without an outcome')
  const [progress, lastUpdate] = [descent.save(), descent.lastUpdate()]
  const iterations = progress.iteration
  return { outcome, iterations, loss, gradientNorm, best, reached, progress, lastUpdate }
}

/** Unlike a comparison, Math.max keeps a NaN. */
const largestChange = (from: Float64Array, to: Float64Array): number =>
  from.reduce((most, value, i) => Math.max(most, Math.abs(to[i] - value)), 0)

/** Of a run that was over before its first update. */
export function atStart(plan: Plan, start: Start, outcome: Outcome, targets: readonly number[]): BatchResult {
  const { theta, gradient, loss } = start
  return {
    outcome,
    iterations: 0,
    loss,
    gradientNorm: euclidean(gradient),
    best: { loss, iteration: 0 },
    reached: reachedAtStart(loss, targets, plan.run.maximize === true),
    progress: {
      iteration: 0,
      theta: theta.slice(),
      memory: plan.dialect.init(theta.length, plan.run.hyper),
      sampler: null,
      noise: null,
      quiet: 0,
      firstChange: NaN,
      evaluations: meterOf(plan).counts(0),
    },
    lastUpdate: { previous: new Float64Array(theta.length), change: NaN, firstChange: NaN },
  }
}

/** Where what stands among the numbers of an ended lane. */
interface Places {
  readonly theta: readonly number[]
  readonly previous: readonly number[]
  readonly gradient: readonly number[]
  readonly memory: readonly (readonly [string, readonly number[]])[]
  readonly reached: readonly number[]
  readonly made: number
  readonly quiet: number
  readonly loss: number
  readonly best: number
  readonly bestAt: number
}

function placesIn({ places }: Machine, { dialect, objective, run }: Plan, targets: number): Places {
  const { dimension } = objective
  const place = (name: string): number => places.get(name) ?? -1
  const all = (named: (i: number) => string, count = dimension): readonly number[] =>
    Array.from({ length: count }, (_, i) => place(named(i)))
  return {
    theta: all(thetaName),
    previous: all(previousName),
    gradient: all(gradientName),
    memory: Object.entries(dialect.init(dimension, run.hyper)).map(
      ([name, { length }]) => [name, all((i) => memoryName(name, i), length)] as const,
    ),
    reached: all(reachedName, targets),
    made: place('made'),
    quiet: place('quiet'),
    loss: place('loss'),
    best: place('best'),
    bestAt: place('best at'),
  }
}

/** A result of which only what is asked for is made: of many runs, most is not. */
class LaneResult implements BatchResult {
  constructor(
    private readonly places: Places,
    private readonly plan: Plan,
    private readonly start: Start,
    /** Of all lanes, and where those of this one begin. */
    private readonly numbers: Float64Array,
    private readonly from: number,
    private readonly firstChange: number,
  ) {}

  private at(place: number): number {
    return this.numbers[this.from + place]
  }

  private all(places: readonly number[]): Float64Array {
    // Much sooner than by Float64Array.from.
    const numbers = new Float64Array(places.length)
    for (let i = 0; i < places.length; i++) numbers[i] = this.at(places[i])
    return numbers
  }

  /** False where it was taken out because an update went too far to be measured, and may have gone on. */
  get isTold(): boolean {
    const { theta, previous } = this.places
    let length = 0
    for (let i = 0; i < theta.length; i++) {
      if (!Number.isFinite(this.at(theta[i]))) return true
      length += Math.abs(this.at(theta[i]) - this.at(previous[i]))
    }
    return Number.isFinite(length)
  }

  get outcome(): Outcome {
    const { places, plan, start } = this
    const gradient = this.all(places.gradient)
    const position = positionAt(this.at(places.made), this.all(places.theta), this.loss, gradient)
    const outcome = start.judge.verdict(position, this.at(places.quiet))
    if (!outcome) throw new Error(`a run of ${plan.run.label} has ended without an outcome`)
    return outcome
  }

  get iterations(): number {
    return this.at(this.places.made)
  }

  get loss(): number {
    return this.at(this.places.loss)
  }

  get gradientNorm(): number {
    return euclidean(this.all(this.places.gradient))
  }

  get best(): BatchResult['best'] {
    return { loss: this.at(this.places.best), iteration: this.at(this.places.bestAt) }
  }

  get reached(): readonly number[] {
    return this.places.reached.map((place) => (this.at(place) < Infinity ? this.at(place) : NaN))
  }

  get progress(): Progress {
    const { places, firstChange } = this
    const iteration = this.iterations
    return {
      iteration,
      theta: this.all(places.theta),
      memory: Object.fromEntries(places.memory.map(([name, from]) => [name, this.all(from)])),
      sampler: null,
      noise: null,
      quiet: this.at(places.quiet),
      firstChange,
      evaluations: meterOf(this.plan).counts(iteration),
    }
  }

  get lastUpdate(): LastUpdate {
    const { places, firstChange } = this
    const previous = this.all(places.previous)
    return { previous, change: largestChange(previous, this.all(places.theta)), firstChange }
  }
}

/** A run of a batch, where it begins. */
interface Begun {
  readonly plan: Plan
  readonly start: Start
}

/** Makes runs that have not ended yet, as many as there is room for, in the lanes of a machine. */
export function resultsOf(
  machine: Machine,
  begun: readonly Begun[],
  targets: number,
): readonly (BatchResult | undefined)[] {
  const { lanes, kernel } = machine
  const places = placesIn(machine, begun[0].plan, targets)
  const width = kernel.fields.length
  const numbers = new Float64Array(begun.length * width)
  const firstChanges = new Float64Array(begun.length)
  lanes.all(begun.length, {
    begun(lane) {
      for (let i = 0; i < places.theta.length; i++) {
        const change = Math.abs(lanes.field(places.theta[i]) - lanes.field(places.previous[i]))
        firstChanges[lane] = Math.max(firstChanges[lane], change)
      }
    },
    ended(lane) {
      for (let index = 0; index < width; index++) numbers[lane * width + index] = lanes.field(index)
    },
  })
  return begun.map(({ plan, start }, lane) => {
    const result = new LaneResult(places, plan, start, numbers, lane * width, firstChanges[lane])
    return result.isTold ? result : undefined
  })
}
