import { bytesPerNumber, numbersIn } from '../bytes'

/** Points in a block of a summary. */
export const blockPoints = 128
/** A stretch of fewer points is read point by point. */
export const wideStretch = 4 * blockPoints

/** The first, the last, the lowest and the highest value of a block. */
const valuesPerBlock = 4
const bytesPerBlock = valuesPerBlock * bytesPerNumber + 2

/** Where points go: index and value, in order. */
export interface PointSink {
  take(index: number, value: number): void
}

/**
 * What blocks of points have for a picture: of each block its first, last, lowest and highest
 * value, the latter two with their places. A block with a value that is not finite has none.
 */
export class Blocks {
  private readonly values: Float64Array
  private readonly places: Uint8Array

  /** @param data as `summarize` makes it */
  constructor(data: Uint8Array) {
    const count = data.length / bytesPerBlock
    this.values = numbersIn(data, count * valuesPerBlock)
    this.places = data.subarray(this.values.byteLength)
  }

  /**
   * Hands out what is remarkable about the blocks `from .. to - 1`, as of one stretch.
   * @param start index of block 0's first point
   * @returns `to`, or the first block that has to be read point by point; those before it are done
   */
  handOut(from: number, to: number, start: number, sink: PointSink): number {
    const { values, places } = this
    let low = from
    let high = from
    let block = from
    for (; block < to; block++) {
      const lowest = values[block * valuesPerBlock + 2]
      if (Number.isNaN(lowest)) break
      if (lowest < values[low * valuesPerBlock + 2]) low = block
      if (values[block * valuesPerBlock + 3] > values[high * valuesPerBlock + 3]) high = block
    }
    if (block === from) return block
    sink.take(start + from * blockPoints, values[from * valuesPerBlock])
    sink.take(start + low * blockPoints + places[2 * low], values[low * valuesPerBlock + 2])
    sink.take(start + high * blockPoints + places[2 * high + 1], values[high * valuesPerBlock + 3])
    sink.take(start + block * blockPoints - 1, values[(block - 1) * valuesPerBlock + 1])
    return block
  }
}

/** Where the first of the lowest and the first of the highest points are. */
export interface Span {
  low: number
  high: number
}

/** Finds them in the points `from .. to - 1`; false where one of these is not finite. */
export function findSpan(points: Float64Array, from: number, to: number, span: Span): boolean {
  let lowAt = from
  let highAt = from
  let low = points[from]
  let high = low
  let zero = low * 0
  for (let index = from + 1; index < to; index++) {
    const value = points[index]
    // NaN from the first value on that is not finite.
    zero += value * 0
    if (value < low) {
      low = value
      lowAt = index
    } else if (value > high) {
      high = value
      highAt = index
    }
  }
  span.low = lowAt
  span.high = highAt
  return !Number.isNaN(zero)
}

/** The summary of some blocks of points, as it is stored. */
export function summarize(points: Float64Array): Buffer {
  const count = points.length / blockPoints
  const data = new ArrayBuffer(count * bytesPerBlock)
  const values = new Float64Array(data, 0, count * valuesPerBlock)
  const places = new Uint8Array(data, values.byteLength)
  const span: Span = { low: 0, high: 0 }
  for (let block = 0; block < count; block++) {
    const start = block * blockPoints
    const finite = findSpan(points, start, start + blockPoints, span)
    const at = block * valuesPerBlock
    values[at] = points[start]
    values[at + 1] = points[start + blockPoints - 1]
    values[at + 2] = finite ? points[span.low] : NaN
    values[at + 3] = points[span.high]
    places[2 * block] = span.low - start
    places[2 * block + 1] = span.high - start
  }
  return Buffer.from(data)
}
