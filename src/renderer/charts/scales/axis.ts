import type { Interval } from '@core/objectives/contract'
import { lowerBound, type Sequence } from '../../model/sequence'
import type { ScaleKind } from '../../model/chart-data'

/** A scale as the painters use it: values min..max lie on pixels from..to (from > to for y). */
export interface PixelAxis {
  readonly scale: ScaleKind
  readonly min: number
  readonly max: number
  readonly from: number
  readonly to: number
}

/** Coordinates stay where the canvas's own arithmetic (float32) still holds. */
const farAway = 1e9

/** Where values lie: NaN for what the scale can't show, not finite or on a log scale not positive. */
export function pixelsOf({ scale, min, max, from, to }: PixelAxis): (value: number) => number {
  const isLog = scale === 'log'
  const start = isLog ? Math.log10(min) : min
  const length = (isLog ? Math.log10(max) : max) - start
  const span = to - from
  const placed = (share: number): number => Math.max(-farAway, Math.min(farAway, from + share * span))
  // Called for every point of every curve: a function for each kind of scale is several times as fast.
  return isLog
    ? (value) => (value > 0 && value < Infinity ? placed((Math.log10(value) - start) / length) : NaN)
    : (value) => (value > -Infinity && value < Infinity ? placed((value - start) / length) : NaN)
}

export const toPixel = (axis: PixelAxis, value: number): number => pixelsOf(axis)(value)

export function toValue(axis: PixelAxis, pixel: number): number {
  const { scale, min, max, from, to } = axis
  const share = (pixel - from) / (to - from)
  if (scale === 'log') return min * (max / min) ** share
  return min + share * (max - min)
}

/** A value with no more digits than a pixel can tell, so that what is read off or set is a plain number. */
export function roundToPixel(axis: PixelAxis, value: number): number {
  const perPixel = Math.abs((axis.max - axis.min) / (axis.to - axis.from))
  const decimals = -Math.floor(Math.log10(perPixel))
  if (!Number.isFinite(decimals) || !Number.isFinite(value)) return value
  if (decimals >= 0) return Number(value.toFixed(Math.min(100, decimals)))
  const step = 10 ** -decimals
  return Math.round(value / step) * step
}

/** The largest value that the scale can not show. */
export const floorOf = (scale: ScaleKind): number => (scale === 'log' ? 0 : -Infinity)

/** The values at the edges of every pixel column (row) of the axis: one more than there are columns. */
export function columnEdges(axis: PixelAxis, columns: number): Float64Array {
  const edges = new Float64Array(columns + 1)
  const step = (axis.to - axis.from) / columns
  for (let column = 0; column <= columns; column++) edges[column] = toValue(axis, axis.from + column * step)
  edges[0] = axis.min
  edges[columns] = axis.max
  return edges
}

/** An interval that a scale can show, from what the data spans: never empty, positive on a log scale. */
export function usableExtent(low: number, high: number, scale: ScaleKind, margin = 0): Interval {
  if (scale === 'log') {
    if (!(low > 0) || !(high > 0)) return [0.1, 1]
    // Half of the least number there is would be 0.
    if (low === high) return [Math.max(low / 2, Number.MIN_VALUE), high * 2]
    const factor = (high / low) ** margin
    return Number.isFinite(factor) ? [Math.max(low / factor, Number.MIN_VALUE), high * factor] : [low, high]
  }
  if (!(low <= high)) return [0, 1]
  if (low === high) {
    const half = Math.abs(low) * 0.1 || 1
    return [low - half, high + half]
  }
  const extra = (high - low) * margin
  return Number.isFinite(extra) ? [low - extra, high + extra] : [low / 2, high / 2]
}

/** So far a window reaches beyond what there is to see: times the whole span, or decades. */
const reachLinear = 1_000
const reachDecades = 12
/** The smallest window, in proportion to the numbers in it: what doubles can still tell apart. */
const finest = 1e-11

/** The window that zooming asked for, or the nearest one that makes sense. */
export function withinReach(
  [low = NaN, high = NaN]: readonly [number?, number?],
  extent: Interval,
  scale: ScaleKind,
): Interval {
  const [farLow, farHigh] = farthest(extent, scale)
  const clamp = (value: number, otherwise: number): number =>
    Number.isNaN(value) ? otherwise : Math.min(farHigh, Math.max(farLow, value))
  const from = clamp(low, farLow)
  const to = clamp(high, farHigh)
  if (scale === 'log') return to / from > 1 + finest ? [from, to] : [from, from * (1 + 2 * finest)]
  const least = Math.max(Math.abs(from), Math.abs(to), extent[1] - extent[0]) * finest
  if (to - from >= least) return [from, to]
  const middle = from / 2 + to / 2
  return [middle - least, middle + least]
}

/** The window moved into the extent, and cut where it is wider. */
export function withinExtent([from, to]: Interval, [low, high]: Interval, scale: ScaleKind): Interval {
  const isLog = scale === 'log'
  const [start, end, least, most] = isLog ? [from, to, low, high].map(Math.log10) : [from, to, low, high]
  if (end - start >= most - least) return [low, high]
  if (start < least) return [low, isLog ? low * (to / from) : low + (to - from)]
  if (end > most) return [isLog ? high / (to / from) : high - (to - from), high]
  return [from, to]
}

function farthest([low, high]: Interval, scale: ScaleKind): Interval {
  if (scale === 'log') {
    const factor = 10 ** reachDecades
    return [Math.max(low / factor, 1e-307), Math.min(high * factor, 1e307)]
  }
  const room = (high - low) * reachLinear
  return [Math.max(low - room, -1e307), Math.min(high + room, 1e307)]
}

/** The index of the recorded point nearest to `value`, as the axis measures distance; -1 where none can be shown. */
export function nearestIndex(x: Sequence, value: number, scale: ScaleKind): number {
  const right = lowerBound(x, value)
  const left = right - 1
  const at = (index: number): number => (index < 0 ? NaN : (x.at(index) ?? NaN))
  const [before, after] = [at(left), at(right)]
  if (!(before > floorOf(scale))) return after > floorOf(scale) ? right : -1
  if (!(after > floorOf(scale))) return left
  const nearerLeft = scale === 'log' ? value / before <= after / value : value - before <= after - value
  return nearerLeft ? left : right
}
