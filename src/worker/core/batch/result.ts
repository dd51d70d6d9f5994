import { descend, type LastUpdate, type Progress } from '../descend'
import { meterOf } from '../evaluations'
import { euclidean } from '../norms'
import type { Plan } from '../plan'
import type { Outcome } from '../stopping'
import type { Ended } from './drive'
import { gradientName, memoryName, previousName, reachedName, thetaName } from './kernel'
import type { Machine } from './kernels'
import type { Start } from './lane'

/** How a run of a batch ended: all of it as `descend()` has it. */
export interface BatchResult {
  readonly outcome: Outcome
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
  return { outcome, loss, gradientNorm, best, reached, progress, lastUpdate }
}

/** Unlike a comparison, Math.max keeps a NaN. */
const largestChange = (from: Float64Array, to: Float64Array): number =>
  from.reduce((most, value, i) => Math.max(most, Math.abs(to[i] - value)), 0)

/** Of a run that was over before its first update. */
export function atStart(start: Start, outcome: Outcome, targets: readonly number[]): BatchResult {
  const { plan, theta, gradient, loss } = start
  const climbs = plan.run.maximize === true
  return {
    outcome,
    loss,
    gradientNorm: euclidean(gradient),
    best: { loss, iteration: 0 },
    reached: reachedAtStart(loss, targets, climbs),
    progress: {
      iteration: 0,
      theta,
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

/** Reads what lanes of one kernel have come to. */
export function readerOf({ places }: Machine, plan: Plan) {
  const { dimension } = plan.objective
  const place = (name: string): number => places.get(name) ?? -1
  const rows = (named: (i: number) => string, count = dimension): readonly number[] =>
    Array.from({ length: count }, (_, i) => place(named(i)))
  const theta = rows(thetaName)
  const previous = rows(previousName)
  const gradient = rows(gradientName)
  const memory = Object.entries(plan.dialect.init(dimension, plan.run.hyper)).map(
    ([name, { length }]) => [name, rows((i) => memoryName(name, i), length)] as const,
  )
  const [made, quiet, loss, best, bestAt] = ['made', 'quiet', 'loss', 'best', 'best at'].map(place)
  const take = (ended: Ended, from: readonly number[]): Float64Array =>
    Float64Array.from(from, (row) => ended.field(row))

  return {
    /** Of the first update, whose lane may still be there. */
    firstChange: (ended: Ended): number => largestChange(take(ended, previous), take(ended, theta)),

    /** Undefined where only the engine can tell how it went on. */
    result(ended: Ended, start: Start, firstChange: number, targets: number): BatchResult | undefined {
      const iteration = ended.field(made)
      const point = take(ended, theta)
      const before = take(ended, previous)
      const position = {
        iteration,
        theta: point,
        recorded: true,
        loss: ended.field(loss),
        gradientNorm: euclidean(take(ended, gradient)),
        rate: NaN,
        distance: NaN,
        evaluations: NaN,
        outcome: undefined,
      }
      const outcome = start.judge.verdict(position, ended.field(quiet))
      return (
        outcome && {
          outcome,
          loss: position.loss,
          gradientNorm: position.gradientNorm,
          best: { loss: ended.field(best), iteration: ended.field(bestAt) },
          reached: Array.from({ length: targets }, (_, j) => ended.field(place(reachedName(j)))),
          progress: {
            iteration,
            theta: point,
            memory: Object.fromEntries(memory.map(([name, from]) => [name, take(ended, from)])),
            sampler: null,
            noise: null,
            quiet: ended.field(quiet),
            firstChange,
            evaluations: meterOf(start.plan).counts(iteration),
          },
          lastUpdate: { previous: before, change: largestChange(before, point), firstChange },
        }
      )
    },
  }
}
