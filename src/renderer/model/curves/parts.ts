import type { Interval } from '@core/objectives/contract'
import type { SeriesView } from '../../../main/contract'
import { lastAtOrBelow, lowerBound } from '../sequence'

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
export function merged(whole: SeriesView, part: SeriesView | undefined): SeriesView {
  if (!part || part.iterations.length === 0) return whole
  const before = lowerBound(whole.iterations, part.iterations[0])
  const after = lastAtOrBelow(whole.iterations, part.iterations[part.iterations.length - 1]) + 1
  const joined = (name: keyof SeriesView): Float64Array => {
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
