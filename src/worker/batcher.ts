import type { Position } from '@core/descend'
import { distanceSeries, rateSeries } from '@core/plan'
import { batchPoints, type PointBatch } from './protocol'

/**
 * Packs recorded points column by column into one buffer a batch. Batches end where a chunk of
 * the store ends, so that most chunks come whole and are written as they are.
 */
export class Batcher {
  private columns: Float64Array<ArrayBuffer>
  private count = 0
  private first = 0
  /** Points that the batch under way takes. */
  private room = batchPoints
  private iteration = 0
  private readonly width: number
  private readonly parameters: number
  /** Columns of what not every curve has; -1: not this one. */
  private readonly rate: number
  private readonly distance: number

  /** @param series as in the plan: loss, gradient norm, the recorded parameters, then the rest */
  constructor(
    private readonly run: number,
    series: readonly string[],
  ) {
    this.width = series.length
    this.parameters = series.filter((name) => name.startsWith('theta_')).length
    this.rate = series.indexOf(rateSeries)
    this.distance = series.indexOf(distanceSeries)
    this.columns = new Float64Array(this.width * batchPoints)
  }

  /** Iteration of the newest point taken in. */
  get newest(): number {
    return this.iteration
  }

  get full(): boolean {
    return this.count === this.room
  }

  add(position: Position): void {
    const { columns, count } = this
    columns[count] = position.loss
    columns[batchPoints + count] = position.gradientNorm
    for (let i = 0; i < this.parameters; i++) columns[(2 + i) * batchPoints + count] = position.theta[i]
    if (this.rate >= 0) columns[this.rate * batchPoints + count] = position.rate
    if (this.distance >= 0) columns[this.distance * batchPoints + count] = position.distance
    this.iteration = position.iteration
    this.count = count + 1
  }

  /** The batch so far, its buffer ready to be transferred; undefined if there is none. */
  take(): PointBatch | undefined {
    const { count, run, first, iteration } = this
    if (count === 0) return undefined
    const whole = count === batchPoints
    const columns = whole ? this.columns : this.packed(count)
    if (whole) this.columns = new Float64Array(this.width * batchPoints)
    this.first += count
    this.count = 0
    this.room = batchPoints - (this.first % batchPoints)
    return { run, first, count, iteration, columns }
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
