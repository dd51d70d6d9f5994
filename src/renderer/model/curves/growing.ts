import { iterationOf } from '@core/plan'
import type { CurveSlice } from '../../../main/contract'
import type { WholeCurve } from './points'

/** What is held of a run's curve: point k of every array belongs together. */
export interface Curve {
  readonly run: number
  /** Points held. */
  readonly length: number
  readonly iterations: Float64Array
  readonly series: Readonly<Record<string, Float64Array>>
  /** Every recorded point, where there are too many to hold: the arrays then have the first of them. */
  readonly whole?: WholeCurve
}

/** Arrays that grow by doubling, so that appending n points costs n copies in all. */
export class GrowingCurve {
  private columns: Float64Array[]
  private held = 0

  constructor(
    private readonly run: number,
    private readonly names: readonly string[],
  ) {
    this.columns = [0, ...names].map(() => new Float64Array(1_024))
  }

  get length(): number {
    return this.held
  }

  /** Appends what is new in the slice; points held already are skipped, a gap is refused. */
  append(slice: CurveSlice): void {
    const skip = this.held - slice.first
    if (skip < 0 || skip >= slice.count) return
    const end = slice.first + slice.count
    this.reserve(end)
    const [iterations, ...columns] = this.columns
    for (let point = this.held; point < end; point++) {
      iterations[point] = iterationOf(point, slice.every, slice.last)
    }
    for (const [index, name] of this.names.entries()) {
      const part = slice.series[name]
      if (part) columns[index].set(part.subarray(skip, slice.count), this.held)
      else columns[index].fill(NaN, this.held, end)
    }
    this.held = end
  }

  /** Views, not copies: they stay right, for what is held is never rewritten. */
  view(): Curve {
    const [iterations, ...rest] = this.columns.map((column) => column.subarray(0, this.held))
    const series = Object.fromEntries(this.names.map((name, index) => [name, rest[index]]))
    return { run: this.run, length: this.held, iterations, series }
  }

  private reserve(points: number): void {
    let capacity = this.columns[0].length
    if (capacity >= points) return
    while (capacity < points) capacity *= 2
    this.columns = this.columns.map((column) => {
      const larger = new Float64Array(capacity)
      larger.set(column.subarray(0, this.held))
      return larger
    })
  }
}
