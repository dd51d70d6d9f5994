import type { Recording } from '@core/recording'
import type { Buffers } from './buffers'
import { batchPoints, type PointBatch } from './protocol'

/**
 * What a descent writes its points into, one buffer a batch. Batches end where a chunk of
 * the store ends, so that most chunks come whole and are written as they are.
 */
export class Batcher implements Recording {
  columns: Float64Array<SharedArrayBuffer>
  readonly stride = batchPoints
  room: number = batchPoints
  count = 0
  iteration = 0
  private first = 0

  /** @param width how many series there are */
  constructor(
    private readonly width: number,
    private readonly buffers: Buffers,
  ) {
    this.columns = this.fresh()
  }

  get full(): boolean {
    return this.count === this.room
  }

  /** The batch so far, in shared memory where it is a whole one; undefined if there is none. */
  take(): PointBatch | undefined {
    const { count, first, iteration } = this
    if (count === 0) return undefined
    const whole = count === batchPoints
    const columns = whole ? this.columns : this.packed(count)
    if (whole) this.columns = this.fresh()
    this.first += count
    this.count = 0
    this.room = batchPoints - (this.first % batchPoints)
    return { first, count, iteration, columns }
  }

  /** Nothing is put into it any more: what it was about to fill is for others. */
  close(): void {
    this.room = 0
    this.buffers.giveBack([this.columns.buffer])
  }

  /** Its numbers are written before they are read. */
  private fresh(): Float64Array<SharedArrayBuffer> {
    return new Float64Array(this.buffers.take(this.width * batchPoints * Float64Array.BYTES_PER_ELEMENT))
  }

  private packed(count: number): Float64Array {
    const packed = new Float64Array(this.width * count)
    for (let series = 0; series < this.width; series++) {
      const from = series * batchPoints
      packed.set(this.columns.subarray(from, from + count), series * count)
    }
    return packed
  }
}
