import type { Interval } from '@core/objectives/contract'
import { iterationOf } from '@core/plan'
import type { CurveSlice } from '../../../main/contract'
import { lastAtOrBelow, lowerBound } from '../sequence'

/** Recorded points of a series, in their order. */
export interface SeriesPoints {
  readonly iterations: Float64Array
  readonly values: Float64Array
}

/** The points that a slice has of a series; none where the run has not recorded it. */
export function pointsOf({ first, every, last, series, picked }: CurveSlice, name: string): SeriesPoints {
  const values = series[name] ?? new Float64Array(0)
  const indices = picked?.[name]
  const iterations = indices
    ? indices.map((index) => iterationOf(index, every, last))
    : values.map((_, index) => iterationOf(first + index, every, last))
  return { iterations, values }
}

/** What a picture can be asked for: iterations in pixel columns of equal width. */
export interface Columns {
  readonly from: number
  readonly to: number
  readonly columns: number
}

/**
 * The columns of a window that lie after the start, for there is nothing before it; undefined where
 * none does. A column that was cut there would put all others out of place.
 */
export function afterStart([from, to]: Interval, columns: number): Columns | undefined {
  if (from >= 0) return { from, to, columns }
  const width = (to - from) / columns
  const before = Math.ceil(-from / width)
  if (before >= columns) return undefined
  return { from: Math.max(0, from + before * width), to, columns: columns - before }
}

/** The points of the part, and around them those of the whole. */
export function merged(whole: SeriesPoints, part: SeriesPoints | undefined): SeriesPoints {
  if (!part || part.iterations.length === 0) return whole
  const before = lowerBound(whole.iterations, part.iterations[0])
  const after = lastAtOrBelow(whole.iterations, part.iterations[part.iterations.length - 1]) + 1
  const joined = (name: keyof SeriesPoints): Float64Array => {
    const inner = part[name]
    const outer = whole[name]
    const all = new Float64Array(before + inner.length + outer.length - after)
    all.set(outer.subarray(0, before))
    all.set(inner, before)
    all.set(outer.subarray(after), before + inner.length)
    return all
  }
  return { iterations: joined('iterations'), values: joined('values') }
}
