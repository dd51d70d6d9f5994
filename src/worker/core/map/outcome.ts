import type { OwnEnd } from '../reasons/contract'
import type { Recording } from '../recording'

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

/** How many steps turn back on the one before; where no parameters are recorded, how often the loss begins to rise. */
function turnsIn({ columns, stride }: Recording, parameters: number, last: number): number {
  let turns = 0
  if (parameters === 0) {
    for (let k = 2; k <= last; k++)
      if (columns[k] > columns[k - 1] && columns[k - 1] < columns[k - 2]) turns += 1
    return turns
  }
  for (let k = 2; k <= last; k++) {
    let along = 0
    for (let i = 0; i < parameters; i++) {
      const at = (2 + i) * stride + k
      along += (columns[at] - columns[at - 1]) * (columns[at - 1] - columns[at - 2])
    }
    if (along < 0) turns += 1
  }
  return turns
}

function firstBelow(losses: Float64Array, count: number, target: number): number {
  for (let k = 0; k < count; k++) if (losses[k] <= target) return k
  return NaN
}

/** The first point from which on the loss stays at the target: one that is swung through is not come to. */
function stayedFrom(losses: Float64Array, count: number, target: number): number {
  let from = count
  while (from > 0 && losses[from - 1] <= target) from--
  return from
}

/** An excess of the loss below this share of the start's is, next to a loss that is left, mostly rounding. */
const rounded = 1e-8

/** The square root of the excess loss goes as the distance does, and on along a valley where the slope does not fall. */
function errorRate(losses: Float64Array, norms: Float64Array, last: number, lowest: number): number {
  const middle = last >> 1
  const [from, later, updates] =
    last < fewest ? [0, last, last] : [middle, middle + ((last - middle) >> 1), (last - middle) >> 1]
  const before = highest(losses, from, later) - lowest
  const after = highest(losses, later, last + 1) - lowest
  if (after > rounded * (losses[0] - lowest)) return (after / before) ** (0.5 / updates)
  return (highest(norms, later, last + 1) / highest(norms, from, later)) ** (1 / updates)
}

/**
 * What became of a run, from its whole curve with a point for every update.
 * @param lowest the lowest loss known; NaN for none
 * @param target NaN for none
 */
export function resultOf(
  curve: Recording,
  parameters: number,
  status: OwnEnd,
  lowest: number,
  target: number,
): PixelResult {
  const { columns, stride, count } = curve
  const losses = columns.subarray(0, count)
  const norms = columns.subarray(stride, stride + count)
  const last = count - 1
  const loss = losses[last]
  const reached = firstBelow(losses, count, target)
  const measured = { rate: errorRate(losses, norms, last, lowest), reached, loss }
  if (status === 'diverged') return { ...measured, outcome: 'diverges' }
  const isThere = loss <= target || (Number.isNaN(target) && status === 'converged')
  const turns = turnsIn(curve, parameters, Math.min(last, stayedFrom(losses, count, target)))
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
