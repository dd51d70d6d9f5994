import { lowerBound } from '../../model/sequence'

/** Stands in a reduced curve where the line is broken. */
export const gap = -1

/** A pixel column yields at most this many entries: two times four points and a gap. */
export const entriesPerColumn = 10

/**
 * The points of a curve that a picture needs: of every pixel column the first, the last and the
 * true lowest and highest one, as indices in ascending order, with `gap` where the line is broken.
 * The nearest point on either side of the window is kept too, so that lines run to its edge.
 *
 * @param x never decreases
 * @param edges values of x at the columns' edges, ascending; a point on an inner edge belongs to
 *   the column on its right, one on the last edge to the last column
 * @param floor y at or below it (0 on a log scale) or not finite can't be drawn and breaks the line;
 *   within one column only the first break is kept apart
 * @param xFloor x at or below it can't be drawn
 */
export function reduceColumns(
  x: Float64Array,
  y: Float64Array,
  edges: Float64Array,
  floor = -Infinity,
  xFloor = -Infinity,
): Int32Array {
  const columns = edges.length - 1
  const length = Math.min(x.length, y.length)
  const from = Math.min(lowerBound(x, edges[0]), length)
  const until = Math.min(upperBound(x, edges[columns]), length)
  const out = new Int32Array(Math.min(columns * entriesPerColumn, 2 * length) + 2)
  let size = 0
  let first = -1
  let low = -1
  let high = -1
  let last = -1

  const drawable = (index: number): boolean => y[index] > floor && y[index] < Infinity && x[index] > xFloor

  function flush(): void {
    if (first < 0) return
    const inner = Math.min(low, high)
    const outer = Math.max(low, high)
    out[size++] = first
    if (inner > first) out[size++] = inner
    if (outer > inner && outer > first) out[size++] = outer
    if (last > outer) out[size++] = last
    first = -1
  }

  function breakLine(): void {
    if (size > 0 && out[size - 1] !== gap) out[size++] = gap
  }

  if (from > 0 && from <= length && drawable(from - 1)) out[size++] = from - 1
  let index = from
  for (let column = 0; column < columns && index < until; column++) {
    const edge = column === columns - 1 ? Infinity : edges[column + 1]
    let split = false
    let broken = false
    for (; index < until && x[index] < edge; index++) {
      const value = y[index]
      if (!(value > floor && value < Infinity)) {
        if (first >= 0 && split) broken = true
        else {
          split = first >= 0
          flush()
          breakLine()
        }
      } else if (first < 0) {
        first = low = high = last = index
      } else {
        if (value < y[low]) low = index
        if (value > y[high]) high = index
        last = index
        broken = false
      }
    }
    flush()
    if (broken) breakLine()
  }
  if (until < length && drawable(until)) out[size++] = until
  else if (until < length) breakLine()
  if (size > 0 && out[size - 1] === gap) size--
  return out.slice(0, size)
}

/** The first index whose x is above `value`. */
function upperBound(x: Float64Array, value: number): number {
  let low = 0
  let high = x.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (x[middle] <= value) low = middle + 1
    else high = middle
  }
  return low
}

/** An area between two curves, reduced: of every column the true lowest low and highest high. */
export interface ReducedBand {
  readonly x: readonly number[]
  readonly low: readonly number[]
  readonly high: readonly number[]
}

/** Non-finite bounds break the area: NaN at their x. */
export function reduceBand(
  x: Float64Array,
  low: Float64Array,
  high: Float64Array,
  edges: Float64Array,
): ReducedBand {
  const out = { x: [] as number[], low: [] as number[], high: [] as number[] }
  const push = (at: number, bottom: number, top: number): void => {
    out.x.push(at)
    out.low.push(bottom)
    out.high.push(top)
  }
  const length = Math.min(x.length, low.length, high.length)
  const columns = edges.length - 1
  let index = Math.max(0, lowerBound(x, edges[0]) - 1)
  const until = Math.min(length, upperBound(x, edges[columns]) + 1)
  let column = 0
  while (index < until) {
    while (column < columns - 1 && x[index] >= edges[column + 1]) column++
    const start = index
    const end = x[start] < edges[0] ? edges[0] : edges[column + 1]
    let bottom = Infinity
    let top = -Infinity
    let whole = true
    do {
      if (!Number.isFinite(low[index]) || !Number.isFinite(high[index])) whole = false
      bottom = Math.min(bottom, low[index])
      top = Math.max(top, high[index])
      index++
    } while (index < until && x[index] < end && whole)
    if (!whole) push(x[index - 1], NaN, NaN)
    else {
      push(x[start], bottom, top)
      if (index - 1 > start) push(x[index - 1], bottom, top)
    }
  }
  return out
}
