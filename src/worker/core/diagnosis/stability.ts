import { firstWhere } from '../bisection'
import { shortNumber } from '../issues'
import { rateOf, type Plan } from '../plan'

/** A learning rate held against the curvature it meets. */
export interface Stability {
  /** Learning rate times largest curvature, to which an L2 penalty adds its weight. */
  readonly product: number
  /** Updates settle while the product is below this. */
  readonly bound: number
  /** The learning rate at which the product reaches the bound. */
  readonly stableRate: number
}

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
): Stability | undefined {
  const bound = plan.dialect.stableBelow?.(plan.run.hyper)
  if (bound === undefined || rate === undefined || curvature === undefined) return undefined
  const steepness = curvature + penaltyOf(plan)
  return steepness > 0 ? { product: rate * steepness, bound, stableRate: bound / steepness } : undefined
}

/** What is multiplied by the learning rate, in words. */
export const steepnessText = (plan: Plan, curvature: string): string =>
  penaltyOf(plan) > 0 ? `(${curvature} + weight decay)` : curvature

export const atUpdate = (update: number): string => ` at update ${update}`

/** `lr x largest curvature = 2.31 at update 41, stable below 2`; undefined where the product is below the bound. */
export function beyondText(
  plan: Plan,
  stability: Stability | undefined,
  curvature = 'largest curvature',
  at = '',
): string | undefined {
  if (!stability || stability.product < stability.bound) return undefined
  const { product, bound } = stability
  return `lr x ${steepnessText(plan, curvature)} = ${shortNumber(product)}${at}, stable below ${shortNumber(bound)}`
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
