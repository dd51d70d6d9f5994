import type { Interval } from '@core/objectives/contract'
import type { Fitted } from './fit'

/** How rows lie in a plane of what they are and what is predicted of them. */
export interface RowLayout {
  xTitle(target: string): string
  yTitle(target: string): string
  /** @param row its number, for what is spread out */
  place(actual: number, predicted: number, row: number): readonly [number, number]
  /** What is shown, given the target's extent and that of the rows' places. */
  extents(target: Interval, x: Interval, y: Interval): { readonly x: Interval; readonly y: Interval }
  /** Where a row lies of which the prediction is right, or says nothing. */
  readonly reference: {
    readonly label: string
    at(x: number): number
  }
  /** What is read off for a row of a run. */
  read(actual: number, predicted: number): number
}

const union = ([low, high]: Interval, [lower, higher]: Interval): Interval => [
  Math.min(low, lower),
  Math.max(high, higher),
]

/** No further out than so many lengths of another interval: a run that diverges is not worth the room. */
function within([low, high]: Interval, [from, to]: Interval, lengths: number): Interval {
  const reach = lengths * (to - from)
  return [Math.max(low, from - reach), Math.min(high, to + reach)]
}

const bothWays = ([low, high]: Interval): Interval => {
  const reach = Math.max(Math.abs(low), Math.abs(high))
  return [-reach, reach]
}

/** Predicted against actual: where every row is predicted exactly, all lie on the diagonal. */
export const againstActual: RowLayout = {
  xTitle: (target) => `actual ${target}`,
  yTitle: (target) => `predicted ${target}`,
  place: (actual, predicted) => [actual, predicted],
  extents: (target, _, y) => ({ x: target, y: within(union(target, y), target, 1) }),
  reference: { label: 'Exact', at: (x) => x },
  read: (_, predicted) => predicted,
}

/** Residuals against predicted: what a model has not seen shows as a pattern. */
export const residuals: RowLayout = {
  xTitle: (target) => `predicted ${target}`,
  yTitle: () => 'actual − predicted',
  place: (actual, predicted) => [predicted, actual - predicted],
  extents(target, x, y) {
    const length = target[1] - target[0]
    return { x: within(x, target, 1), y: within(bothWays(y), [-length, length], 0.5) }
  },
  reference: { label: 'Exact', at: () => 0 },
  read: (actual, predicted) => actual - predicted,
}

/** Either side of its class, so that rows do not hide each other: evenly, whatever their order. */
const spread = (row: number): number => ((row * 0.618_034) % 1) * 0.6 - 0.3

/** The probability of class 1 against the class. */
export const classProbabilities: RowLayout = {
  xTitle: (target) => `${target}, 0 or 1 (spread out)`,
  yTitle: (target) => `probability of ${target} = 1`,
  place: (actual, predicted, row) => [actual + spread(row), predicted],
  extents: () => ({ x: [-0.5, 1.5], y: [-0.03, 1.03] }),
  reference: { label: 'Even', at: () => 0.5 },
  read: (_, predicted) => predicted,
}

/** Rows at equal distances, so that a picture has no more dots than are drawn in no time. */
export function drawnRows({ table }: Pick<Fitted, 'table'>, runs: number, most: number): Int32Array {
  const rows = table.target.length
  const count = Math.min(rows, Math.max(200, Math.floor(most / Math.max(1, runs))))
  return Int32Array.from({ length: count }, (_, place) => Math.floor((place * rows) / count))
}
