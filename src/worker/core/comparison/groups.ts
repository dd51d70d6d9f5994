/** Runs that differ in their seed alone, as one curve with a band around it. */
import { deviationOf, meanOf, quantileOf } from '../statistics/summary'

/** Numbers by index, as arrays have them; those of a stored curve are read as they are asked for. */
export interface Numbers {
  readonly length: number
  at(index: number): number | undefined
}

export interface GroupRun {
  /** Ascending: updates, evaluations or seconds; every point holds until the next. */
  readonly x: Numbers
  readonly y: Numbers
  /** Whether it went away: from its end on it counts as infinitely bad, whatever is done with others. */
  readonly diverged: boolean
}

/** What becomes of a run that has ended before others have. */
export const afterEnds = {
  hold: { name: 'ended runs hold their last value' },
  'leave-out': { name: 'ended runs are left out' },
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
  readonly n: Float64Array
  readonly diverged: Float64Array
}

/** How a run records: a point every so many updates, and one at its last. */
interface Recording {
  readonly every: number
  readonly last: number
}

/** All updates at which any run has a point, ascending. */
export function recordedPlaces(runs: readonly Recording[]): Float64Array {
  const farthest = new Map<number, number>()
  for (const { every, last } of runs) farthest.set(every, Math.max(last, farthest.get(every) ?? 0))
  const grids = [...farthest].map(([every, last]) =>
    Float64Array.from({ length: Math.floor(last / every) + 1 }, (_, k) => k * every),
  )
  const lasts = Float64Array.from(runs, ({ last }) => last)
  const all = new Float64Array([...grids, lasts].reduce((sum, { length }) => sum + length, 0))
  let size = 0
  for (const part of [...grids, lasts]) {
    all.set(part, size)
    size += part.length
  }
  all.sort()
  return all.filter((place, k) => k === 0 || place !== all[k - 1])
}

/** A run's value at places that ascend; NaN where it does not count. */
function follower({ x, y, diverged }: GroupRun, { afterEnd, goal }: GroupChoice): (at: number) => number {
  const worst = goal === 'low' ? Infinity : -Infinity
  const last = x.length - 1
  const end = x.at(last) ?? -Infinity
  let k = -1
  let next = x.at(0) ?? Infinity
  let value = NaN
  return (at) => {
    const before = k
    while (k < last && next <= at) {
      k++
      next = k < last ? (x.at(k + 1) ?? Infinity) : Infinity
    }
    if (k < 0) return NaN
    if (k !== before) value = y.at(k) ?? NaN
    const ended = at > end
    if (diverged && (ended || (k === last && !Number.isFinite(value)))) return worst
    if (ended && afterEnd === 'leave-out') return NaN
    return Number.isNaN(value) ? worst : value
  }
}

/** Works out a group at more and more of its places, which ascend, so that other work may come in between. */
export interface GroupWork {
  readonly curve: GroupCurve
  /** Up to place `end`, not included. */
  goOn(end: number): void
}

/**
 * The group at given places. All its runs count at each: one that has diverged as infinitely bad, which
 * quantiles can say until half of the runs have gone, and a mean cannot from the first one on (NaN: a mean
 * over the rest would flatter).
 *
 * @param x ascending
 */
export function groupWork(runs: readonly GroupRun[], x: Float64Array, choice: GroupChoice): GroupWork {
  const { of } = groupSummaries[choice.summary]
  const followers = runs.map((run) => follower(run, choice))
  const column = (): Float64Array => new Float64Array(x.length).fill(NaN)
  const [low, middle, high] = [column(), column(), column()]
  const [n, diverged] = [new Float64Array(x.length), new Float64Array(x.length)]
  const sample = new Float64Array(runs.length)
  let place = 0

  function work(): void {
    let [count, gone] = [0, 0]
    for (const valueAt of followers) {
      const value = valueAt(x[place])
      if (Number.isNaN(value)) continue
      sample[count++] = value
      if (value === Infinity || value === -Infinity) gone++
    }
    const band = of(Array.from(sample.subarray(0, count).sort()))
    n[place] = count
    diverged[place] = gone
    ;[low[place], middle[place], high[place]] = band.map((value) => (Number.isFinite(value) ? value : NaN))
  }
  return {
    curve: { x, low, middle, high, n, diverged },
    goOn(end) {
      for (; place < Math.min(end, x.length); place++) work()
    },
  }
}

/** The same at once. */
export function groupCurve(
  runs: readonly GroupRun[],
  places: ArrayLike<number>,
  choice: GroupChoice,
): GroupCurve {
  const work = groupWork(runs, Float64Array.from(places), choice)
  work.goOn(places.length)
  return work.curve
}

/** What a group is counted by. */
export interface GroupCounts {
  readonly runs: number
  readonly diverged: number
  /** Of those that did not diverge, some end before others. */
  readonly uneven: boolean
}

export function groupCounts(runs: readonly GroupRun[]): GroupCounts {
  const ends = runs.flatMap(({ x, diverged }) => (diverged ? [] : (x.at(x.length - 1) ?? [])))
  return {
    runs: runs.length,
    diverged: runs.filter(({ diverged }) => diverged).length,
    uneven: new Set(ends).size > 1,
  }
}

/** What stands in a legend: the summary by name, n, and those that diverged. */
export function groupLabel(
  { runs, diverged, uneven }: GroupCounts,
  { summary, afterEnd }: Pick<GroupChoice, 'summary' | 'afterEnd'>,
): string {
  const counted = `n = ${runs}${diverged === 0 ? '' : `, ${diverged} diverged`}`
  return `${groupSummaries[summary].name} (${counted}${uneven ? `; ${afterEnds[afterEnd].name}` : ''})`
}
