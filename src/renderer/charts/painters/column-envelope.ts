import type { Area } from './polyline'

/** In every pixel column from the left edge of an area on, how far up and down a line reaches; low > high where it does not pass. */
export interface ColumnEnvelope {
  readonly low: Float64Array
  readonly high: Float64Array
}

/**
 * What a line as thin as a device pixel covers, column by column: a band of noise costs no more
 * than one bar a column that way, however many segments it has.
 * @param xs never decrease; with ys in CSS pixels, NaN where the line is broken
 * @param ratio columns a CSS pixel
 */
export function columnEnvelope(
  xs: Float64Array,
  ys: Float64Array,
  { left, right }: Pick<Area, 'left' | 'right'>,
  ratio: number,
): ColumnEnvelope {
  const columns = Math.max(1, Math.round((right - left) * ratio))
  const low = new Float64Array(columns).fill(Infinity)
  const high = new Float64Array(columns).fill(-Infinity)

  function extend(column: number, y: number): void {
    if (y < low[column]) low[column] = y
    if (y > high[column]) high[column] = y
  }
  /** A point on the right edge belongs to the last column. */
  const columnOf = (x: number): number => (x === columns ? columns - 1 : Math.floor(x))

  let x0 = NaN
  let y0 = NaN
  for (let index = 0; index < xs.length; index++) {
    const x1 = (xs[index] - left) * ratio
    const y1 = ys[index]
    const to = columnOf(x1)
    if (to >= 0 && to < columns) extend(to, y1)
    const from = columnOf(x0)
    if (from < to && to >= 0 && from < columns) {
      const slope = (y1 - y0) / (x1 - x0)
      // At each edge between two columns the line is in both.
      for (let edge = Math.max(0, from + 1); edge <= Math.min(to, columns); edge++) {
        const y = y0 + (edge - x0) * slope
        if (edge > 0) extend(edge - 1, y)
        if (edge < columns) extend(edge, y)
      }
    }
    x0 = x1
    y0 = y1
  }
  return { low, high }
}

/** Fills what a line covers in whole device pixels: quick, and with nothing to smooth. */
export function fillReach(
  context: Pick<CanvasRenderingContext2D, 'fillRect'>,
  { low, high }: ColumnEnvelope,
  { left, top, bottom }: Area,
  ratio: number,
): void {
  const first = Math.round(left * ratio)
  let start = 0
  let above = 0
  let below = 0
  function flush(end: number): void {
    if (below > above) {
      context.fillRect((first + start) / ratio, above / ratio, (end - start) / ratio, (below - above) / ratio)
    }
    start = end
  }
  for (let column = 0; column < low.length; column++) {
    const shown = high[column] >= top && low[column] <= bottom
    const from = shown ? Math.floor(Math.max(low[column], top) * ratio) : 0
    const to = shown ? Math.max(from + 1, Math.ceil(Math.min(high[column], bottom) * ratio)) : 0
    if (from === above && to === below) continue
    flush(column)
    above = from
    below = to
  }
  flush(low.length)
}
