import { firstWhere } from '../bisection'
import { rateOf, type Plan } from '../plan'
import type { Finding, StabilityValues } from '../reasons/contract'

/** What an L2 penalty adds to every curvature. */
export const penaltyOf = ({ run }: Plan): number =>
  typeof run.hyper.weightDecay === 'number' ? run.hyper.weightDecay : 0

/** The rate of an update, counted from 1; undefined for a method without one. */
export function rateAt(plan: Plan, update: number): number | undefined {
  const { lr } = plan.run.hyper
  return rateOf(plan)?.(update - 1) ?? (typeof lr === 'number' ? lr : undefined)
}

/** For methods whose bound is known on a quadratic; undefined for the others, and where nothing curves upwards. */
export function stabilityOf(
  plan: Plan,
  rate: number | undefined,
  curvature: number | undefined,
): StabilityValues | undefined {
  const bound = plan.dialect.stableBelow?.(plan.run.hyper)
  if (bound === undefined || rate === undefined || curvature === undefined) return undefined
  const penalty = penaltyOf(plan)
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
 * The updates of the budget whose rate is `limit` or more. One stretch: a warm-up only rises, and
 * what follows it either rises or falls.
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
