import type { OwnEnd } from '../reasons/contract'

/**
 * What becomes of a run, from bad to good: its place in this list is its number in a map.
 * - `diverges`: ended as diverged, or ever farther up
 * - `oscillates`: to and fro without coming down
 * - `slow`: neither at the target nor at rest when the updates were used up
 * - `elsewhere`: at rest, above the target
 * - `swings`: at the target for good, after turning back more than once
 * - `settles`: at the target for good, having turned back once at most
 */
export const mapOutcomes = ['diverges', 'oscillates', 'slow', 'elsewhere', 'swings', 'settles'] as const
export type MapOutcome = (typeof mapOutcomes)[number]

/** One run of a map. */
export interface PixelResult {
  readonly outcome: MapOutcome
  /**
   * What the error, told by the excess loss, or by the gradient where no lowest loss is known, shrinks to from one update to the next, over the second half of
   * the run; above 1 where it grows. NaN where that can't be told.
   */
  readonly rate: number
  /** The first update after which the loss is at the target or below; NaN for none. */
  readonly reached: number
  /** After the last update. */
  readonly loss: number
}

/** Turns that are still no swinging: a path may come round a bend, or once past its goal. */
const fewTurns = 1
/** A change of the mean loss by less than this share of its spread is none. */
const slight = 0.05
/** Points that a rate can be told from. */
const fewest = 8

interface Stretch {
  readonly mean: number
  readonly spread: number
}

function stretchOf(values: Float64Array, from: number, to: number): Stretch {
  let sum = 0
  let low = Infinity
  let high = -Infinity
  for (let k = from; k < to; k++) {
    sum += values[k]
    low = Math.min(low, values[k])
    high = Math.max(high, values[k])
  }
  return { mean: sum / (to - from), spread: high - low }
}

function highest(values: Float64Array, from: number, to: number): number {
  let high = -Infinity
  for (let k = from; k < to; k++) if (values[k] > high) high = values[k]
  return high
}

/** An excess of the loss below this share of the start's is, next to a loss that is left, mostly rounding. */
const rounded = 1e-8

/** The square root of the excess loss goes as the distance does, and on along a valley where the slope does not fall. */
function errorRate({ last, losses, norms }: Course, lowest: number): number {
  const middle = last >> 1
  const [from, later, updates] =
    last < fewest ? [0, last, last] : [middle, middle + ((last - middle) >> 1), (last - middle) >> 1]
  const before = highest(losses, from, later) - lowest
  const after = highest(losses, later, last + 1) - lowest
  if (after > rounded * (losses[0] - lowest)) return (after / before) ** (0.5 / updates)
  const slopes = norms()
  return (highest(slopes, later, last + 1) / highest(slopes, from, later)) ** (1 / updates)
}

/** What is asked of a run that has ended. */
export interface Course {
  /** Updates that it made. */
  readonly last: number
  /** The loss after each update, the start's first; of those before `firstNeeded`, only that one is looked at. */
  readonly losses: Float64Array
  /** The gradient's norm likewise. */
  norms(): Float64Array
  readonly reached: number
  /** How many steps turned back until the loss came to the target for good. */
  readonly turns: number
}

/** From which point on the losses and norms of a run are looked at. */
export const firstNeeded = (last: number): number => (last < fewest ? 0 : last >> 1)

/**
 * What became of a run, from its course with a point for every update.
 * @param lowest the lowest loss known; NaN for none
 * @param target NaN for none
 */
export function resultOf(course: Course, status: OwnEnd, lowest: number, target: number): PixelResult {
  const { last, losses, reached, turns } = course
  const loss = losses[last]
  const measured = { rate: errorRate(course, lowest), reached, loss }
  if (status === 'diverged') return { ...measured, outcome: 'diverges' }
  const isThere = loss <= target || (Number.isNaN(target) && status === 'converged')
  const swings = turns > fewTurns
  if (isThere) return { ...measured, outcome: swings ? 'swings' : 'settles' }
  if (status !== 'finished') return { ...measured, outcome: 'elsewhere' }
  if (last < fewest) return { ...measured, outcome: 'slow' }
  const middle = last >> 1
  const later = middle + ((last - middle) >> 1)
  const before = stretchOf(losses, middle, later)
  const fall = before.mean - stretchOf(losses, later, last + 1).mean
  if (fall > slight * before.spread) return { ...measured, outcome: 'slow' }
  if (-fall > slight * before.spread && loss > losses[0]) return { ...measured, outcome: 'diverges' }
  return { ...measured, outcome: swings ? 'oscillates' : 'slow' }
}
