import { RandomState, streamOf, type RandomSnapshot } from './data/random'
import { createSampler, restoreSampler, type Sampler, type SamplerSnapshot } from './data/sampler'
import type { OptimizerState } from './optimizers/contract'
import { meterOf, type Evaluations } from './evaluations'
import { distanceTo, euclidean } from './norms'
import {
  distanceSeries,
  evaluationSeries,
  minimumOf,
  parametersIn,
  rateOf,
  rateSeries,
  type Plan,
} from './plan'
import type { Recording } from './recording'
import { judgeOf, type Outcome, type Position } from './stopping'

/** Everything a run needs to go on later as if it had never stopped: plain data. */
export interface Progress {
  readonly iteration: number
  readonly theta: Float64Array
  readonly memory: OptimizerState
  readonly sampler: SamplerSnapshot | null
  readonly noise: RandomSnapshot | null
  /** Updates in a row that hardly changed the parameters. */
  readonly quiet: number
  /** Largest change of a parameter in the first update. */
  readonly firstChange: number
  readonly evaluations: Evaluations
}

/** What the last update was like, for those who ask why a run ended. */
export interface LastUpdate {
  /** Parameters before it. */
  readonly previous: Float64Array
  /** Largest change of a parameter in it, and in the first update. */
  readonly change: number
  readonly firstChange: number
}

/** A descent under way, which can be saved between two of its positions. */
export interface Descent {
  /** Where it stands now. */
  readonly position: Position
  /** The next position, the start first; undefined once the last one has been handed out. */
  next(): Position | undefined
  /** The positions to come. */
  readonly positions: Iterable<Position>
  /**
   * Goes on by up to `most` updates and puts the recorded points they reach into `into`, until
   * there is no more room in it or the run has ended. Allocates nothing.
   * @returns how many updates were made
   */
  advance(into: Recording, most: number): number
  /** Puts the present position into `into`, even where its turn has not come: a cut-off curve's last point. */
  capture(into: Recording): void
  lastUpdate(): LastUpdate
  /** What the method has evaluated in its first `updates` updates, up to now if left out. Allocates. */
  evaluations(updates?: number): Evaluations
  /** Allocates; meant for now and then. */
  save(): Progress
}

/** Whether a parameter is not finite. */
const isBroken = (theta: Float64Array): boolean => !theta.every(Number.isFinite)

/**
 * Runs a plan one update at a time. The first position is the start; position k is
 * the state after k updates. Same plan, same positions, to the last bit.
 * @param from where to go on; the start if left out
 */
export function descend(plan: Plan, from?: Progress): Descent {
  const { objective, sigma, dialect, run, stop, iterations, recordEvery, series } = plan
  const { dimension, evaluate } = objective
  const { step } = dialect
  const theta = from ? from.theta.slice() : Float64Array.from(plan.start)
  // A schedule sets the learning rate before every update, so this copy is the run's own.
  const hyper = { ...run.hyper }
  const rateAt = rateOf(plan)
  const rateColumn = rateAt ? series.indexOf(rateSeries) : -1
  const distanceColumn = series.indexOf(distanceSeries)
  const evaluationColumn = series.indexOf(evaluationSeries)
  const hasExtras = rateColumn >= 0 || distanceColumn >= 0 || evaluationColumn >= 0
  const parameters = parametersIn(series)
  const lowest = minimumOf(objective)
  const goals =
    distanceColumn < 0
      ? []
      : objective.minima.filter(({ value }) => value === lowest).map((minimum) => minimum.theta)
  const memory = from ? structuredCopy(from.memory) : dialect.init(dimension, hyper)
  const sampler = samplerOf(plan, from)
  const noise = noiseOf(plan, from)
  const meter = meterOf(plan, from)
  const { problem } = meter
  const gradient = new Float64Array(dimension)
  const previous = new Float64Array(dimension)
  const ahead = new Float64Array(dimension)
  const judge = judgeOf(plan)
  const position = {
    iteration: from?.iteration ?? 0,
    theta,
    recorded: true,
    loss: NaN,
    gradientNorm: NaN,
    rate: NaN,
    distance: NaN,
    evaluations: NaN,
    outcome: undefined as Outcome | undefined,
  }
  let quiet = from?.quiet ?? 0
  // Largest change of a parameter in the first and in the last update; a variable that closures
  // share would be a new number on the heap at every update.
  const changes = Float64Array.of(from?.firstChange ?? NaN, NaN)
  // With a full batch and no lookahead, the gradient evaluated for the record is the next update's.
  const recordServes = sampler === undefined && dialect.lookahead === undefined

  function disturb(noise: RandomState): void {
    for (let i = 0; i < dimension; i++) gradient[i] += sigma * noise.normal()
  }

  function evaluateGradient(): void {
    let at = theta
    if (dialect.lookahead) {
      dialect.lookahead(theta, memory, hyper, ahead)
      at = ahead
    }
    if (sampler === undefined) return objective.gradient(at, gradient)
    sampler.next()
    objective.batchGradient(at, sampler.rows, sampler.from, sampler.to, gradient)
  }

  /** Evaluates the present position. */
  function record(): void {
    position.loss = evaluate(theta, gradient)
    position.gradientNorm = euclidean(gradient)
    position.recorded = true
    if (hasExtras) measure(position.iteration)
  }

  /** What only some curves have. */
  function measure(iteration: number): void {
    if (rateAt && rateColumn >= 0) position.rate = rateAt(iteration)
    if (distanceColumn >= 0) position.distance = distanceTo(goals, theta)
    if (evaluationColumn >= 0) position.evaluations = meter.total(iteration)
  }

  function writeExtras(columns: Float64Array, stride: number, at: number): void {
    if (rateColumn >= 0) columns[rateColumn * stride + at] = position.rate
    if (distanceColumn >= 0) columns[distanceColumn * stride + at] = position.distance
    if (evaluationColumn >= 0) columns[evaluationColumn * stride + at] = position.evaluations
  }

  function capture(into: Recording): void {
    const { columns, stride, count } = into
    if (!position.recorded) record()
    columns[count] = position.loss
    columns[stride + count] = position.gradientNorm
    for (let i = 0; i < parameters; i++) columns[(2 + i) * stride + count] = theta[i]
    if (hasExtras) writeExtras(columns, stride, count)
    into.count += 1
    into.iteration = position.iteration
  }

  /** What an update needs before its step, unless the gradient that was recorded is all of it. */
  function prepare(iteration: number, recorded: boolean): void {
    if (rateAt) hyper.lr = rateAt(iteration)
    if (!(recordServes && recorded)) evaluateGradient()
    if (noise) disturb(noise)
  }

  const isSteady = recordServes && !rateAt && !noise
  const { bound, flat, still: motionless } = judge
  const { patience } = stop
  // What the loop uses it takes from here into variables of its own: one that it shares with
  // others would be read anew, and looked at for what it is, at every use.
  const tools = { theta, gradient, previous, memory, hyper, problem, step, evaluate }
  const rules = {
    iterations,
    recordEvery,
    parameters,
    hasExtras,
    isSteady,
    bound,
    patience,
    motionless,
    flat,
  }

  // All that happens in an update stands in this one loop, so that it is compiled as one; and puts
  // no number on the heap.
  function advance(into: Recording, most: number): number {
    const { columns, stride, room } = into
    const { theta, gradient, previous, memory, hyper, problem, step, evaluate } = tools
    const { iterations, recordEvery, parameters, hasExtras, isSteady } = rules
    const { bound, patience, motionless, flat } = rules
    const { length } = theta
    let { iteration, recorded, loss, gradientNorm } = position
    let { count, iteration: newest } = into
    let still = quiet
    let change = changes[1]
    let made = 0
    let stopping = position.outcome !== undefined
    try {
      while (made < most && count < room && !stopping) {
        if (!(isSteady && recorded)) prepare(iteration, recorded)
        for (let i = 0; i < length; i++) previous[i] = theta[i]
        step(theta, gradient, memory, hyper, iteration + 1, problem)
        iteration += 1
        made += 1
        // Unlike a comparison, Math.max keeps a NaN.
        change = 0
        for (let i = 0; i < length; i++) change = Math.max(change, Math.abs(theta[i] - previous[i]))
        if (iteration === 1) changes[0] = change
        still = change < motionless ? still + 1 : 0
        stopping = iteration >= iterations || still >= patience || (!(change < Infinity) && isBroken(theta))
        recorded = stopping || recordEvery === 1 || iteration % recordEvery === 0
        if (!recorded) continue
        loss = evaluate(theta, gradient)
        gradientNorm = euclidean(gradient)
        columns[count] = loss
        columns[stride + count] = gradientNorm
        for (let i = 0; i < parameters; i++) columns[(2 + i) * stride + count] = theta[i]
        if (hasExtras) {
          measure(iteration)
          writeExtras(columns, stride, count)
        }
        count += 1
        newest = iteration
        stopping ||= !(Math.abs(loss) <= bound && gradientNorm >= flat)
      }
    } finally {
      // Also where a method or an objective failed: it is to be known how far the run got.
      position.iteration = iteration
      position.recorded = recorded
      position.loss = loss
      position.gradientNorm = gradientNorm
      into.count = count
      into.iteration = newest
      quiet = still
      changes[1] = change
    }
    if (stopping) position.outcome ??= judge.verdict(position, quiet)
    return made
  }

  // A point to go on from is judged again, as it was the first time, but not handed out again.
  let begun = from !== undefined
  const isOver = position.iteration >= iterations || quiet >= stop.patience || isBroken(theta)
  position.recorded = isOver || position.iteration % recordEvery === 0
  if (position.recorded) {
    record()
    position.outcome = judge.verdict(position, quiet)
  }
  const single = { columns: new Float64Array(series.length), stride: 1, room: 1, count: 0, iteration: 0 }

  function next(): Position | undefined {
    if (begun) {
      if (position.outcome) return undefined
      single.count = 0
      advance(single, 1)
    }
    begun = true
    return position
  }

  function* positions(): Generator<Position, void, void> {
    for (let reached = next(); reached; reached = next()) yield reached
  }

  return {
    position,
    next,
    positions: positions(),
    advance,
    capture,
    lastUpdate: () => ({ previous: previous.slice(), change: changes[1], firstChange: changes[0] }),
    evaluations: (updates = position.iteration) => meter.counts(updates),
    save: () => ({
      iteration: position.iteration,
      theta: theta.slice(),
      memory: structuredCopy(memory),
      sampler: sampler?.save() ?? null,
      noise: noise?.save() ?? null,
      quiet,
      firstChange: changes[0],
      evaluations: meter.counts(position.iteration),
    }),
  }
}

const structuredCopy = (memory: OptimizerState): OptimizerState =>
  Object.fromEntries(Object.entries(memory).map(([name, values]) => [name, values.slice()]))

function samplerOf({ run, objective }: Plan, from: Progress | undefined): Sampler | undefined {
  if (from?.sampler) return restoreSampler(from.sampler)
  if (run.batch === 'full') return undefined
  return createSampler(objective.rows, run.batch, run.sampling, run.seed)
}

function noiseOf({ sigma, run }: Plan, from: Progress | undefined): RandomState | undefined {
  if (sigma === 0) return undefined
  return from?.noise ? RandomState.restore(from.noise) : streamOf(run.seed, 'noise')
}
