import { M4 } from '@core/m4'
import { lastAtOrBelow, lowerBound } from '../../model/sequence'
import { blockSize, blocksOf, type ValueBlocks } from './value-blocks'

/** Stands in a reduced curve where the line is broken. */
export const gap = -1

/** A pixel column yields at most this many entries: two times four points and a gap. */
export const entriesPerColumn = 10

/**
 * The points of a curve that a picture needs: those of M4 in every pixel column, as indices in
 * ascending order, with `gap` where the line is broken.
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
  const until = Math.min(lastAtOrBelow(x, edges[columns]) + 1, length)
  const out = new Int32Array(Math.min(columns * entriesPerColumn, 2 * length) + 2)
  let size = 0
  const points = new M4()
  const put = (index: number): void => void (out[size++] = index)

  const drawable = (index: number): boolean => y[index] > floor && y[index] < Infinity && x[index] > xFloor

  function breakLine(): void {
    if (size > 0 && out[size - 1] !== gap) out[size++] = gap
  }

  if (from > 0 && from <= length && drawable(from - 1)) out[size++] = from - 1
  let index = from
  const { lowest, highest } = blocksOf(y)
  const blocks: ValueBlocks = { lowest, highest }
  for (let column = 0; column < columns && index < until; column++) {
    const end = column === columns - 1 ? until : firstNotBelow(x, edges[column + 1], index, until)
    if (takeUnbroken(points, y, blocks, floor, index, end)) {
      points.flush(put)
      index = end
      continue
    }
    let split = false
    let broken = false
    for (; index < end; index++) {
      const value = y[index]
      if (!(value > floor && value < Infinity)) {
        if (!points.isEmpty && split) broken = true
        else {
          split ||= !points.isEmpty
          points.flush(put)
          breakLine()
        }
      } else {
        if (!points.isEmpty) broken = false
        points.take(index, value)
      }
    }
    points.flush(put)
    if (broken) breakLine()
  }
  if (until < length && drawable(until)) out[size++] = until
  else if (until < length) breakLine()
  if (size > 0 && out[size - 1] === gap) size--
  return out.slice(0, size)
}

/** The first index of a stretch whose x is not below `edge`: most often near where the stretch begins. */
function firstNotBelow(x: Float64Array, edge: number, from: number, until: number): number {
  let low = from
  let high = from
  for (let stride = 1; high < until && x[high] < edge; stride *= 2) {
    low = high + 1
    high += stride
  }
  high = Math.min(high, until)
  while (low < high) {
    const middle = (low + high) >> 1
    if (x[middle] < edge) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * Takes the points of a stretch that M4 needs; false, and none taken, where one of it can't be drawn.
 * Of whole blocks only the extremes are looked at.
 */
function takeUnbroken(
  points: M4,
  y: Float64Array,
  { lowest, highest }: ValueBlocks,
  floor: number,
  from: number,
  end: number,
): boolean {
  if (from >= end) return true
  let low = from
  let high = from
  for (let index = from; index < end;) {
    const isBlock = index % blockSize === 0 && index + blockSize <= end
    const least = isBlock ? lowest[index / blockSize] : index
    const most = isBlock ? highest[index / blockSize] : index
    index += isBlock ? blockSize : 1
    // There is no lowest in a block that has a break.
    if (!(y[least] > floor && y[most] < Infinity)) return false
    if (y[least] < y[low]) low = least
    if (y[most] > y[high]) high = most
  }
  for (const index of [from, low, high, end - 1]) points.take(index, y[index])
  return true
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
  const until = Math.min(length, lastAtOrBelow(x, edges[columns]) + 2)
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
