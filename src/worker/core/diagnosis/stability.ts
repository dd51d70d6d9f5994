import { firstWhere } from '../bisection'
import { settingsAfter } from '../changes'
import type { RunSpec } from '../experiment'
import { rateOf, type Plan } from '../plan'
import type { Finding, StabilityValues } from '../reasons/contract'

/** The hyper-parameters of an update, counted from 1, less what a schedule makes of the learning rate. */
export const settingsOfUpdate = ({ run }: Plan, update: number): RunSpec['hyper'] =>
  settingsAfter(run, update - 1)

/** What an L2 penalty adds to every curvature at an update, counted from 1. */
export function penaltyOf(plan: Plan, update: number): number {
  const { weightDecay } = settingsOfUpdate(plan, update)
  return typeof weightDecay === 'number' ? weightDecay : 0
}

/** The rate of an update, counted from 1; undefined for a method without one. */
export function rateAt(plan: Plan, update: number): number | undefined {
  const { lr } = settingsOfUpdate(plan, update)
  return rateOf(plan)?.(update - 1) ?? (typeof lr === 'number' ? lr : undefined)
}

/**
 * For methods whose bound is known on a quadratic; undefined for the others, and where nothing curves upwards.
 * @param update whose settings beside the rate are meant, counted from 1
 */
export function stabilityOf(
  plan: Plan,
  rate: number | undefined,
  curvature: number | undefined,
  update = 1,
): StabilityValues | undefined {
  const bound = plan.dialect.stableBelow?.(settingsOfUpdate(plan, update))
  if (bound === undefined || rate === undefined || curvature === undefined) return undefined
  const penalty = penaltyOf(plan, update)
  const steepness = curvature + penalty
  if (!(steepness > 0)) return undefined
  return { product: rate * steepness, bound, stableRate: bound / steepness, decayed: penalty > 0 }
}

/**
 * That a learning rate is beyond its bound; undefined where the product is below.
 * @param update the one it was found at; null where there is none to name
 */
export function beyond(
  stability: StabilityValues | undefined,
  of: 'whole' | 'batch' | 'minimum',
  update: number | null,
): Finding | undefined {
  if (!stability || stability.product < stability.bound) return undefined
  return { kind: 'unstable-rate', values: { ...stability, of, update } }
}

/** A stretch of updates beyond the bound, counted from 1, both ends included. */
export interface Stretch {
  readonly first: number
  readonly last: number
  /** The highest learning rate in it. */
  readonly peak: number
}

/**
 * The updates of the budget whose rate is `limit` or more, for a run without changes. One stretch: a
 * warm-up only rises, and what follows it either rises or falls.
 */
export function stretchBeyond(plan: Plan, limit: number): Stretch | undefined {
  const { iterations: last, run } = plan
  const rate = (update: number): number => rateAt(plan, update) ?? NaN
  const isBeyond = (update: number): boolean => rate(update) >= limit
  const turn = Math.min(run.schedule.warmup + 1, last)
  const high = [1, turn, last].find(isBeyond)
  if (high === undefined) return undefined
  const first = high === 1 ? 1 : firstWhere(high === turn ? 2 : turn + 1, high, isBeyond)
  const peakAt = Math.max(turn, first)
  const end = isBeyond(last) ? last : firstWhere(peakAt + 1, last, (update) => !isBeyond(update)) - 1
  return { first, last: end, peak: Math.max(rate(first), rate(peakAt), rate(end)) }
}
