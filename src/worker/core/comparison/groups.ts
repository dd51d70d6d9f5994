/** Runs that differ in their seed alone, as one curve with a band around it. */
import { deviationOf, meanOf, quantileOf } from '../statistics/summary'

export interface GroupRun {
  /** Ascending: updates, evaluations or seconds; every point holds until the next. */
  readonly x: ArrayLike<number>
  readonly y: ArrayLike<number>
  /** Whether it went away: from its end on it counts as infinitely bad, whatever is done with others. */
  readonly diverged: boolean
}

/** What becomes of a run that has ended before others have. */
export const afterEnds = {
  hold: { name: 'ended runs hold their last value' },
  'leave-out': { name: 'ended runs are left out from their end on' },
} as const
export type AfterEnd = keyof typeof afterEnds

/** Low edge, middle and high edge of a sample that is sorted and may end in infinite values. */
type Summary = (sorted: readonly number[]) => readonly [low: number, middle: number, high: number]

const around = (middle: number, off: number): ReturnType<Summary> => [middle - off, middle, middle + off]

const between =
  (low: number, high: number): Summary =>
  (sorted) => [quantileOf(sorted, low), quantileOf(sorted, 0.5), quantileOf(sorted, high)]

/** How several values become one with a band around it, and what that is called. */
export const groupSummaries = {
  quartiles: {
    name: 'median, 25–75 %',
    text: 'median, and the middle half of the runs',
    of: between(0.25, 0.75),
  },
  deciles: {
    name: 'median, 10–90 %',
    text: 'median, and the runs but for the best and the worst tenth',
    of: between(0.1, 0.9),
  },
  range: { name: 'median, min–max', text: 'median, and the best and the worst run', of: between(0, 1) },
  deviation: {
    name: 'mean ± std',
    text: 'mean, and one sample standard deviation to either side',
    of: (values) => around(meanOf(values), deviationOf(values)),
  },
  error: {
    name: 'mean ± standard error',
    text: 'mean, and its standard error (standard deviation over the root of n) to either side',
    of: (values) => around(meanOf(values), deviationOf(values) / Math.sqrt(values.length)),
  },
  'log-deviation': {
    name: 'geometric mean ×/÷ std',
    text: 'geometric mean, and the standard deviation of the logarithms, which is a factor, to either side',
    of(values) {
      const logs = values.map(Math.log)
      const [low, middle, high] = around(meanOf(logs), deviationOf(logs)).map(Math.exp)
      return [low, middle, high]
    },
  },
} as const satisfies Record<string, { readonly name: string; readonly text: string; readonly of: Summary }>
export type GroupSummary = keyof typeof groupSummaries

export interface GroupChoice {
  readonly summary: GroupSummary
  readonly afterEnd: AfterEnd
  /** Whether a low value is a good one, as a loss is; a run that diverged is then at Infinity, else at -Infinity. */
  readonly goal: 'low' | 'high'
}

/** A column of numbers to each x. Where there is nothing to draw it is NaN: a gap. */
export interface GroupCurve {
  readonly x: Float64Array
  readonly low: Float64Array
  readonly middle: Float64Array
  readonly high: Float64Array
  /** Runs that count here, those that have diverged among them. */
  readonly n: Int32Array
  readonly diverged: Int32Array
}

/** All x at which any run has a point, ascending; of more than `most` evenly many, the ends among them. */
export function sharedPlaces(runs: readonly GroupRun[], most: number): Float64Array {
  const places = Float64Array.from(new Set(runs.flatMap(({ x }) => Array.from(x)))).sort()
  if (places.length <= most) return places
  return Float64Array.from(
    { length: most },
    (_, k) => places[Math.round((k * (places.length - 1)) / (most - 1))],
  )
}

/** A run's value at ascending places; undefined where it does not count. */
function follower(
  { x, y, diverged }: GroupRun,
  { afterEnd, goal }: GroupChoice,
): (at: number) => number | undefined {
  const worst = goal === 'low' ? Infinity : -Infinity
  const last = x.length - 1
  let k = -1
  return (at) => {
    while (k < last && x[k + 1] <= at) k++
    if (k < 0) return undefined
    const ended = k === last && at > x[last]
    if (diverged && (ended || (k === last && !Number.isFinite(y[last])))) return worst
    if (ended && afterEnd === 'leave-out') return undefined
    return Number.isNaN(y[k]) ? worst : y[k]
  }
}

/**
 * The group at given places. All its runs count at each: one that has diverged as infinitely bad, which
 * quantiles can say until half of the runs have gone, and a mean cannot from the first one on (NaN: a mean
 * over the rest would flatter).
 *
 * @param places ascending
 */
export function groupCurve(
  runs: readonly GroupRun[],
  places: ArrayLike<number>,
  choice: GroupChoice,
): GroupCurve {
  const { of } = groupSummaries[choice.summary]
  const followers = runs.map((run) => follower(run, choice))
  const column = (): Float64Array => new Float64Array(places.length).fill(NaN)
  const [low, middle, high] = [column(), column(), column()]
  const [n, diverged] = [new Int32Array(places.length), new Int32Array(places.length)]
  for (let i = 0; i < places.length; i++) {
    const values = followers.flatMap((valueAt) => valueAt(places[i]) ?? [])
    n[i] = values.length
    diverged[i] = values.filter((value) => Math.abs(value) === Infinity).length
    const sorted = Array.from(Float64Array.from(values).sort())
    const band = of(sorted).map((value) => (Number.isFinite(value) ? value : NaN))
    ;[low[i], middle[i], high[i]] = band
  }
  return { x: Float64Array.from(places), low, middle, high, n, diverged }
}

/**
 * The group as an axis with a logarithmic scale can show it: an edge at or below zero is dropped, not
 * drawn somewhere else. Quantiles are in place as they are, since a logarithm keeps the order.
 */
export function onLogAxis(curve: GroupCurve): GroupCurve {
  const positive = (column: Float64Array): Float64Array => column.map((value) => (value > 0 ? value : NaN))
  return { ...curve, low: positive(curve.low), middle: positive(curve.middle), high: positive(curve.high) }
}

/** What stands in a legend: the summary by name, n, and those that diverged. */
export function groupLabel(runs: readonly GroupRun[], { summary, afterEnd }: GroupChoice): string {
  const gone = runs.filter(({ diverged }) => diverged).length
  const counted = `n = ${runs.length}${gone === 0 ? '' : `, ${gone} diverged`}`
  const ends = new Set(runs.map(({ x }) => x[x.length - 1]))
  const ended = ends.size > 1 ? `; ${afterEnds[afterEnd].name}` : ''
  return `${groupSummaries[summary].name} (${counted}${ended})`
}
