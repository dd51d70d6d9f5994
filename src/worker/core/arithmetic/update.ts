import { descend, type Progress } from '../descend'
import type { Dialect, OptimizerState } from '../optimizers/contract'
import { rateFactorsAt, type Plan } from '../plan'

/** A number for all coordinates together, or one for each of the coordinates asked for. */
export type Values = Readonly<Record<string, number | Float64Array>>

/** The learning rate of an update, where a schedule moves it: `base * factor`, to the last bit. */
export interface ScheduledStep {
  /** Of the schedule. */
  readonly id: string
  /** True in the ramp before the schedule's own beginning. */
  readonly warmsUp: boolean
  /** Updates since the ramp began, or after it the schedule. */
  readonly u: number
  readonly base: number
  readonly factor: number
}

/** One update, as its own step has worked it out. */
export interface UpdateValues {
  /** Counts from 1. */
  readonly update: number
  /** Which coordinates the arrays are of, from 0. */
  readonly coordinates: readonly number[]
  /** `theta` and what the method carries on, as they were. */
  readonly before: Values
  /**
   * As they are after it: `theta`, what the method carries on, `gradient` as the step was handed it, `t`,
   * the hyper-parameters of this very update, and what the step worked out on its way.
   */
  readonly after: Values
  readonly schedule?: ScheduledStep
}

/** An update with those of its coordinates alone that are among `wanted`. */
export function ofCoordinates(values: UpdateValues, wanted: readonly number[]): UpdateValues {
  const { coordinates } = values
  const places = coordinates.flatMap((coordinate, place) => (wanted.includes(coordinate) ? [place] : []))
  if (places.length === coordinates.length) return values
  const cut = (all: Values): Values =>
    Object.fromEntries(
      Object.entries(all).map(([name, value]) => [
        name,
        typeof value === 'number' ? value : Float64Array.from(places, (place) => value[place]),
      ]),
    )
  return {
    ...values,
    coordinates: places.map((place) => coordinates[place]),
    before: cut(values.before),
    after: cut(values.after),
  }
}

function scheduledStep(plan: Plan, updates: number): ScheduledStep | undefined {
  const factors = rateFactorsAt(plan, updates)
  const { id, warmup } = plan.run.schedule
  const warmsUp = updates < warmup
  return factors && { id, warmsUp, u: warmsUp ? updates : updates - warmup, ...factors }
}

/** What a step is handed and notes, coordinate by coordinate. */
class Ledger {
  readonly before: Record<string, number | Float64Array> = {}
  readonly after: Record<string, number | Float64Array> = {}
  /** The point at which the gradient was taken, where that is not theta. */
  ahead: Float64Array | undefined

  /** Where among those asked for a coordinate is. */
  private readonly places: ReadonlyMap<number, number>

  constructor(
    private readonly dimension: number,
    private readonly coordinates: readonly number[],
    private readonly names: ReadonlySet<string>,
  ) {
    this.places = new Map(coordinates.map((coordinate, place) => [coordinate, place]))
  }

  pick(values: Float64Array): Float64Array {
    return Float64Array.from(this.coordinates, (coordinate) => values[coordinate])
  }

  /** What equations speak of: of the rest, the step alone knows what it is. */
  keep(into: Record<string, number | Float64Array>, state: OptimizerState): void {
    for (const [name, values] of Object.entries(state)) {
      if (!this.names.has(name)) continue
      if (values.length === this.dimension) into[name] = this.pick(values)
      else if (values.length === 1) into[name] = values[0]
    }
  }

  note(values: Readonly<Record<string, number>>, coordinate: number | undefined): void {
    if (coordinate === undefined) return void Object.assign(this.after, values)
    const place = this.places.get(coordinate)
    if (place === undefined) return
    for (const [name, value] of Object.entries(values)) {
      const column = (this.after[name] ??= new Float64Array(this.coordinates.length).fill(NaN))
      if (typeof column !== 'number') column[place] = value
    }
  }
}

/** The dialect, whose next step is written down. */
function overheard(dialect: Dialect, ledger: Ledger): Dialect {
  const { step, lookahead } = dialect
  return {
    ...dialect,
    ...(lookahead && {
      lookahead(theta, state, hyper, out) {
        lookahead(theta, state, hyper, out)
        ledger.ahead = ledger.pick(out)
      },
    }),
    step(theta, gradient, state, hyper, t, problem) {
      const { before, after, ahead } = ledger
      before.theta = ledger.pick(theta)
      ledger.keep(before, state)
      Object.assign(after, Object.fromEntries(Object.entries(hyper).map(([name, at]) => [name, Number(at)])))
      after.t = t
      if (ahead) after.ahead = ahead
      step(theta, gradient, state, hyper, t, problem, (values, coordinate) => ledger.note(values, coordinate))
      // Only now: a run that climbs turns its gradient around first.
      after.gradient = ledger.pick(gradient)
      after.g ??= after.gradient
      after.theta = ledger.pick(theta)
      ledger.keep(after, state)
    },
  }
}

/**
 * The update that follows a saved state, made once more by the method's own step.
 * @param coordinates which of theta's, from 0; all that are are below its dimension
 */
export function updateAfter(plan: Plan, saved: Progress, coordinates: readonly number[]): UpdateValues {
  const { dialect, objective, series } = plan
  const names = new Set(Object.keys(dialect.quantities))
  const ledger = new Ledger(objective.dimension, coordinates, names)
  const descent = descend({ ...plan, dialect: overheard(dialect, ledger) }, saved)
  const columns = new Float64Array(series.length)
  const made = descent.advance({ columns, stride: 1, room: 1, count: 0, iteration: saved.iteration }, 1)
  if (made === 0) throw new Error(`the run ended with update ${saved.iteration}`)
  const { before, after } = ledger
  const schedule = scheduledStep(plan, saved.iteration)
  return { update: saved.iteration + 1, coordinates, before, after, ...(schedule && { schedule }) }
}
