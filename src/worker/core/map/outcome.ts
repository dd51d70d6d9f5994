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
export const fewest = 8

/** Some points of a run, one after the other. */
export interface Stretch {
  readonly points: number
  /** Of their losses. */
  readonly high: number
  readonly low: number
  readonly sum: number
}

/** Two stretches of a run that are held against each other, the later one to its end. */
export interface Stretches {
  readonly from: number
  readonly later: number
}

export function stretchesOf(last: number): Stretches {
  const middle = last >> 1
  return last < fewest ? { from: 0, later: last } : { from: middle, later: middle + ((last - middle) >> 1) }
}

const meanOf = ({ sum, points }: Stretch): number => sum / points

/** An excess of the loss below this share of the start's is, next to a loss that is left, mostly rounding. */
const rounded = 1e-8

/** What is asked of a run that has ended, with a point for every update. */
export interface Course {
  /** Updates that it made. */
  readonly last: number
  /** The loss at the start, and after the last update. */
  readonly first: number
  readonly loss: number
  readonly before: Stretch
  readonly after: Stretch
  /** The highest norm of the gradient in both stretches. */
  slopes(): readonly [before: number, after: number]
  readonly reached: number
  /** How many steps turned back until the loss came to the target for good. */
  readonly turns: number
}

/** The square root of the excess loss goes as the distance does, and on along a valley where the slope does not fall. */
function errorRate(course: Course, lowest: number): number {
  const { last, first } = course
  const { from } = stretchesOf(last)
  const updates = last < fewest ? last : (last - from) >> 1
  const before = course.before.high - lowest
  const after = course.after.high - lowest
  if (after > rounded * (first - lowest)) return (after / before) ** (0.5 / updates)
  const [slope, slopeLater] = course.slopes()
  return (slopeLater / slope) ** (1 / updates)
}

function outcomeOf(course: Course, status: OwnEnd, target: number): MapOutcome {
  const { last, first, loss, before, after, turns } = course
  if (status === 'diverged') return 'diverges'
  const isThere = loss <= target || (Number.isNaN(target) && status === 'converged')
  const swings = turns > fewTurns
  if (isThere) return swings ? 'swings' : 'settles'
  if (status !== 'finished') return 'elsewhere'
  if (last < fewest) return 'slow'
  const spread = before.high - before.low
  const fall = meanOf(before) - meanOf(after)
  if (fall > slight * spread) return 'slow'
  if (-fall > slight * spread && loss > first) return 'diverges'
  return swings ? 'oscillates' : 'slow'
}

/**
 * What became of a run.
 * @param lowest the lowest loss known; NaN for none
 * @param target NaN for none
 */
export function resultOf(course: Course, status: OwnEnd, lowest: number, target: number): PixelResult {
  const { loss, reached } = course
  return { outcome: outcomeOf(course, status, target), rate: errorRate(course, lowest), reached, loss }
}
