import { distanceSeries, evaluationSeries, iterationOf, rateSeries, type Plan } from '@core/plan'
import type { PointBatch } from '../../src/worker/protocol'
import { pathOf, type Point } from './experiments'

/** A curve point by point: iteration, then the plan's series in their order. */
export type CurveRows = readonly (readonly number[])[]

/** Equal for curves that are equal to the last bit, and quick to compare. */
export const bytesOf = (rows: CurveRows): Buffer => Buffer.from(Float64Array.from(rows.flat()).buffer)

/** What `descend` records of a plan. */
export const curveOf = (plan: Plan): CurveRows =>
  pathOf(plan).flatMap((point) =>
    point.recorded ? [[point.iteration, ...plan.series.map((name) => valueOf(point, name))]] : [],
  )

function valueOf({ loss, gradientNorm, theta, rate, distance, evaluations }: Point, name: string): number {
  const named: Readonly<Record<string, number>> = {
    loss,
    gradient_norm: gradientNorm,
    [rateSeries]: rate,
    [distanceSeries]: distance,
    [evaluationSeries]: evaluations,
  }
  return named[name] ?? theta[Number(name.replace('theta_', ''))]
}

/** Puts a run's batches together. A point that comes twice must be the same, bit for bit. */
export class CurveBook {
  private readonly points: (readonly number[])[] = []
  private last = 0

  constructor(
    private readonly series: readonly string[],
    private readonly recordEvery = 1,
  ) {}

  take({ first, count, iteration, columns }: PointBatch): void {
    const series = this.series.length
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
