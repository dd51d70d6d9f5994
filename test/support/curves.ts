import { iterationOf, seriesNames, type Plan } from '@core/plan'
import type { PointBatch } from '../../src/worker/protocol'
import { pathOf } from './experiments'

/** A curve point by point: iteration, loss, gradient norm, parameters. */
export type CurveRows = readonly (readonly number[])[]

/** Equal for curves that are equal to the last bit, and quick to compare. */
export const bytesOf = (rows: CurveRows): Buffer => Buffer.from(Float64Array.from(rows.flat()).buffer)

/** What `descend` records of a plan. */
export const curveOf = (plan: Plan): CurveRows =>
  pathOf(plan).flatMap(({ recorded, iteration, loss, gradientNorm, theta }) =>
    recorded ? [[iteration, loss, gradientNorm, ...theta]] : [],
  )

/** Puts a run's batches together. A point that comes twice must be the same, bit for bit. */
export class CurveBook {
  private readonly points: (readonly number[])[] = []
  private last = 0

  constructor(
    private readonly dimension: number,
    private readonly recordEvery = 1,
  ) {}

  take({ first, count, iteration, columns }: PointBatch): void {
    const series = seriesNames(this.dimension).length
    if (columns.length !== series * count) throw new Error(`${columns.length} numbers for ${count} points`)
    if (first > this.points.length)
      throw new Error(`points ${this.points.length} to ${first - 1} are missing`)
    for (let i = 0; i < count; i++) {
      const point = Array.from({ length: series }, (_, each) => columns[each * count + i])
      const known = this.points[first + i]
      if (known && !known.every((value, each) => Object.is(value, point[each]))) {
        throw new Error(`point ${first + i} came again as ${point}, it was ${known}`)
      }
      this.points[first + i] = point
    }
    this.last = Math.max(this.last, iteration)
  }

  get length(): number {
    return this.points.length
  }

  get rows(): CurveRows {
    return this.points.map((point, index) => [iterationOf(index, this.recordEvery, this.last), ...point])
  }
}
