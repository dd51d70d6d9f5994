import { RandomState, streamOf, type RandomSnapshot } from './data/random'
import { createSampler, restoreSampler, type Sampler, type SamplerSnapshot } from './data/sampler'
import type { HyperValues } from './hyper'
import { countText, shortNumber } from './issues'
import type { Objective } from './objectives/contract'
import type { OptimizerState, Problem } from './optimizers/contract'
import { distanceSeries, isScheduled, minimumOf, rateSeries, type Plan } from './plan'
import { rateFactor, scheduleById } from './schedules'

/** How a run of updates ended by itself. */
export interface Outcome {
  readonly status: 'converged' | 'finished' | 'diverged'
  /** In words with numbers. */
  readonly reason: string
}

/** Where a run stands after `iteration` updates. One object, reused: read it before the next update. */
export interface Position {
  readonly iteration: number
  readonly theta: Float64Array
  /** Whether this point belongs to the curve. Loss and gradient norm are of this point where it does. */
  readonly recorded: boolean
  /** Of the whole objective. */
  readonly loss: number
  /** Euclidean norm of the whole objective's gradient. */
  readonly gradientNorm: number
  /** Learning rate of the update that leaves this point, where the plan records it. */
  readonly rate: number
  /** To the nearest known minimum, where the plan records it. */
  readonly distance: number
  /** Set at the last position: how the run ended. */
  readonly outcome: Outcome | undefined
}

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
  /** The next position, the start first; undefined once the last one has been handed out. */
  next(): Position | undefined
  /** The positions to come. */
  readonly positions: Iterable<Position>
  /** The present position as a recorded one, even where its turn has not come: a cut-off curve's last point. */
  capture(): Position
  lastUpdate(): LastUpdate
  /** Allocates; meant for now and then. */
  save(): Progress
}

const diverged = (iteration: number, what: string): Outcome => ({
  status: 'diverged',
  reason: `diverged at ${iteration === 0 ? 'the start' : `update ${iteration}`}: ${what}`,
})

const converged = (what: string): Outcome => ({ status: 'converged', reason: `converged: ${what}` })

function euclidean(vector: Float64Array): number {
  let sum = 0
  for (let i = 0; i < vector.length; i++) sum += vector[i] * vector[i]
  return Math.sqrt(sum)
}

/** NaN where theta is not finite. */
function largestChange(theta: Float64Array, previous: Float64Array): number {
  let largest = 0
  for (let i = 0; i < theta.length; i++) {
    if (!Number.isFinite(theta[i])) return NaN
    const change = Math.abs(theta[i] - previous[i])
    if (change > largest) largest = change
  }
  return largest
}

/** Euclidean, to the nearest of some points; NaN where there is none. */
export function distanceTo(points: readonly (readonly number[])[], theta: Float64Array): number {
  let nearest = NaN
  for (const point of points) {
    let sum = 0
    for (let i = 0; i < theta.length; i++) sum += (theta[i] - point[i]) * (theta[i] - point[i])
    const distance = Math.sqrt(sum)
    if (!(distance >= nearest)) nearest = distance
  }
  return nearest
}

/** The objective as line searches and second-order methods see it. */
function problemOf(objective: Objective): Problem {
  return {
    dimension: objective.dimension,
    value: (theta) => objective.value(theta),
    gradient: (theta, out) => objective.gradient(theta, out),
    hessian(theta, out) {
      if (!objective.hessian) throw new Error('this objective has no Hessian in closed form')
      objective.hessian(theta, out)
    },
    minimum: minimumOf(objective),
  }
}

/**
 * Runs a plan one update at a time. The first position is the start; position k is
 * the state after k updates. Same plan, same positions, to the last bit.
 * @param from where to go on; the start if left out
 */
export function descend(plan: Plan, from?: Progress): Descent {
  const { objective, sigma, dialect, run, stop, iterations, recordEvery, series } = plan
  const { dimension } = objective
  const theta = from ? from.theta.slice() : Float64Array.from(plan.start)
  // A schedule sets the learning rate before every update, so this copy is the run's own.
  const hyper = { ...run.hyper }
  const rateAt = rateOf(plan)
  const recordsRate = series.includes(rateSeries)
  const lowest = minimumOf(objective)
  const goals = series.includes(distanceSeries)
    ? objective.minima.filter(({ value }) => value === lowest).map((minimum) => minimum.theta)
    : []
  const memory = from ? structuredCopy(from.memory) : dialect.init(dimension, hyper)
  const sampler = samplerOf(plan, from)
  const noise = noiseOf(plan, from)
  const problem = problemOf(objective)
  const gradient = new Float64Array(dimension)
  const previous = new Float64Array(dimension)
  const ahead = new Float64Array(dimension)
  const position = {
    iteration: from?.iteration ?? 0,
    theta,
    recorded: true,
    loss: NaN,
    gradientNorm: NaN,
    rate: NaN,
    distance: NaN,
    outcome: undefined as Outcome | undefined,
  }
  let quiet = from?.quiet ?? 0
  // Largest change of a parameter in the first and in the last update; a variable that closures
  // share would be a new number on the heap at every update.
  const changes = Float64Array.of(from?.firstChange ?? NaN, NaN)
  // With a full batch and no lookahead, the gradient evaluated for the record is the next update's.
  const recordServes = sampler === undefined && dialect.lookahead === undefined

  function takeGradient(): void {
    if (!(recordServes && position.recorded)) evaluateGradient()
    if (!noise) return
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

  function record(): void {
    position.recorded = true
    position.loss = objective.evaluate(theta, gradient)
    position.gradientNorm = euclidean(gradient)
    if (rateAt && recordsRate) position.rate = rateAt(position.iteration)
    if (goals.length > 0) position.distance = distanceTo(goals, theta)
  }

  /** What the recorded point says about going on. */
  function verdict(): Outcome | undefined {
    const { loss, gradientNorm, iteration } = position
    for (let i = 0; i < dimension; i++) {
      if (!Number.isFinite(theta[i])) {
        return diverged(iteration, `the parameter ${objective.parameterNames[i]} is ${theta[i]}`)
      }
    }
    if (!Number.isFinite(loss)) return diverged(iteration, `the loss is ${loss}`)
    if (stop.divergeAbove > 0 && loss > stop.divergeAbove) {
      return diverged(iteration, `the loss is ${shortNumber(loss)}, above ${shortNumber(stop.divergeAbove)}`)
    }
    if (gradientNorm < stop.gradientNorm) {
      return converged(
        `the gradient norm is ${shortNumber(gradientNorm)}, below ${shortNumber(stop.gradientNorm)}`,
      )
    }
    if (quiet >= stop.patience) {
      const updates = countText(stop.patience, 'update', 'updates in a row')
      return converged(`no parameter changed by ${shortNumber(stop.parameterChange)} or more for ${updates}`)
    }
    if (iteration >= iterations) {
      return {
        status: 'finished',
        reason: `finished: ${countText(iterations, 'iteration', 'iterations')} done`,
      }
    }
    return undefined
  }

  /** Records the point just reached where its turn has come: every so many updates, and at the end. */
  function arrive(change: number): void {
    const { iteration } = position
    const last = iteration >= iterations || quiet >= stop.patience || Number.isNaN(change)
    if (last || iteration % recordEvery === 0) {
      record()
      position.outcome = verdict()
    } else {
      position.recorded = false
    }
  }

  function update(): void {
    if (rateAt) hyper.lr = rateAt(position.iteration)
    takeGradient()
    for (let i = 0; i < dimension; i++) previous[i] = theta[i]
    position.iteration += 1
    dialect.step(theta, gradient, memory, hyper, position.iteration, problem)
    const change = largestChange(theta, previous)
    quiet = change < stop.parameterChange ? quiet + 1 : 0
    changes[1] = change
    if (position.iteration === 1) changes[0] = change
    arrive(change)
  }

  // A point to go on from is judged again, as it was the first time, but not handed out again.
  let begun = from !== undefined
  arrive(largestChange(theta, theta))

  function next(): Position | undefined {
    if (begun) {
      if (position.outcome) return undefined
      update()
    }
    begun = true
    return position
  }

  function* positions(): Generator<Position, void, void> {
    for (let reached = next(); reached; reached = next()) yield reached
  }

  return {
    next,
    positions: positions(),
    capture() {
      if (!position.recorded) record()
      return position
    },
    lastUpdate: () => ({ previous: previous.slice(), change: changes[1], firstChange: changes[0] }),
    save: () => ({
      iteration: position.iteration,
      theta: theta.slice(),
      memory: structuredCopy(memory),
      sampler: sampler?.save() ?? null,
      noise: noise?.save() ?? null,
      quiet,
      firstChange: changes[0],
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

/** The scheduled learning rate of an update, counted from 0; undefined where it never changes. */
function rateOf({ run, iterations }: Plan): ((update: number) => number) | undefined {
  const { id, warmup } = run.schedule
  const { lr } = run.hyper
  const schedule = scheduleById(id)
  const options = { ...run.schedule } as Readonly<Record<string, unknown>> as HyperValues
  if (!schedule || typeof lr !== 'number' || !isScheduled(run)) return undefined
  return (update) => lr * rateFactor(schedule, options, warmup, update, iterations)
}
