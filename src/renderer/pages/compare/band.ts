import { ascending, deviationOf, meanOf, quantileOf } from '@core/statistics/summary'

/** The curves of one configuration under several seeds, point by point. */
export interface Band {
  readonly iterations: Float64Array
  readonly middle: Float64Array
  readonly low: Float64Array
  readonly high: Float64Array
}

export interface BandInput {
  readonly iterations: Float64Array
  readonly values: Float64Array
}

type Summary = (sample: readonly number[]) => readonly [low: number, middle: number, high: number]

/** How several values become one with a band around it, and what that is called. */
export const spreads = {
  deviation: {
    name: 'mean ± std',
    text: 'mean, and one sample standard deviation to either side',
    of: meanAndDeviation,
  },
  quartiles: {
    name: 'median, 25–75 %',
    text: 'median, and the middle half of the values, which a log axis can show',
    of: quartiles,
  },
} as const satisfies Record<string, { name: string; text: string; of: Summary }>
export type Spread = (typeof spreads)[keyof typeof spreads]

/**
 * The band at every iteration that all of the curves recorded, so that the number of runs behind it
 * is the same all along. A value that is not finite makes it NaN there.
 */
export function bandOf(curves: readonly BandInput[], { of }: Spread): Band {
  if (curves.length === 0) {
    const none = new Float64Array(0)
    return { iterations: none, middle: none, low: none, high: none }
  }
  const [first, ...rest] = curves
  const at = rest.map(() => 0)
  const points: { readonly iteration: number; readonly summary: ReturnType<Summary> }[] = []
  const sample = new Array<number>(curves.length).fill(NaN)
  for (let index = 0; index < first.iterations.length; index++) {
    const iteration = first.iterations[index]
    let shared = true
    for (const [other, curve] of rest.entries()) {
      while (at[other] < curve.iterations.length && curve.iterations[at[other]] < iteration) at[other]++
      if (curve.iterations[at[other]] !== iteration) shared = false
      else sample[other + 1] = curve.values[at[other]]
    }
    if (!shared) continue
    sample[0] = first.values[index]
    const summary = sample.every(Number.isFinite) ? of(sample) : ([NaN, NaN, NaN] as const)
    points.push({ iteration, summary })
  }
  const column = (place: 0 | 1 | 2): Float64Array =>
    Float64Array.from(points, ({ summary }) => summary[place])
  return {
    iterations: Float64Array.from(points, ({ iteration }) => iteration),
    low: column(0),
    middle: column(1),
    high: column(2),
  }
}

/** The sample mean, and the sample standard deviation (n - 1) to either side. */
function meanAndDeviation(sample: readonly number[]): ReturnType<Summary> {
  const mean = meanOf(sample)
  const deviation = sample.length < 2 ? 0 : deviationOf(sample)
  return [mean - deviation, mean, mean + deviation]
}

/** Between order statistics as R and NumPy do by default (Hyndman and Fan 1996, type 7). */
function quartiles(sample: readonly number[]): ReturnType<Summary> {
  const sorted = ascending(sample)
  return [quantileOf(sorted, 0.25), quantileOf(sorted, 0.5), quantileOf(sorted, 0.75)]
}

/** Members of each group of two and more, by key, in the order given. */
export function groupsOf<T>(items: readonly T[], key: (item: T) => string): readonly (readonly T[])[] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const name = key(item)
    const group = groups.get(name)
    if (group) group.push(item)
    else groups.set(name, [item])
  }
  return [...groups.values()].filter((group) => group.length > 1)
}
