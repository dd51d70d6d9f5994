import type { Recording } from '@core/recording'
import { batchPoints, type PointBatch } from './protocol'

/**
 * Buffers that a descent writes its points into, one a batch. Batches end where a chunk of
 * the store ends, so that most chunks come whole and are written as they are.
 */
export class Batcher implements Recording {
  columns: Float64Array<ArrayBuffer>
  readonly stride = batchPoints
  room: number = batchPoints
  count = 0
  iteration = 0
  private first = 0
  private readonly spare: ArrayBuffer[] = []

  /** @param width how many series there are */
  constructor(
    private readonly run: number,
    private readonly width: number,
  ) {
    this.columns = this.fresh()
  }

  get full(): boolean {
    return this.count === this.room
  }

  /** The batch so far, its buffer ready to be transferred; undefined if there is none. */
  take(): PointBatch | undefined {
    const { count, run, first, iteration } = this
    if (count === 0) return undefined
    const whole = count === batchPoints
    const columns = whole ? this.columns : this.packed(count)
    if (whole) this.columns = this.fresh()
    this.first += count
    this.count = 0
    this.room = batchPoints - (this.first % batchPoints)
    return { run, first, count, iteration, columns }
  }

  /** Takes back buffers of batches that nobody needs any more: a new one costs more than filling it. */
  reuse(buffers: readonly ArrayBuffer[]): void {
    const { byteLength } = this.columns
    this.spare.push(...buffers.filter((buffer) => buffer.byteLength === byteLength))
  }

  /** Its numbers are written before they are read. */
  private fresh(): Float64Array<ArrayBuffer> {
    const spare = this.spare.pop()
    return spare ? new Float64Array(spare) : new Float64Array(this.width * batchPoints)
  }

  private packed(count: number): Float64Array<ArrayBuffer> {
    const packed = new Float64Array(this.width * count)
    for (let series = 0; series < this.width; series++) {
      const from = series * batchPoints
      packed.set(this.columns.subarray(from, from + count), series * count)
    }
    return packed
  }
}
