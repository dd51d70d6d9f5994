import { epochOf, type Sampling } from '@core/data/sampler'
import type { BatchSize } from '@core/experiment'
import { iterationOf, seriesNames } from '@core/plan'

/** A run's whole curve with what is needed to write it down. */
export interface CurveToWrite {
  readonly dimension: number
  readonly batch: BatchSize
  readonly sampling: Sampling
  /** Rows of the data; 0 without. */
  readonly rows: number
  readonly recordEvery: number
  readonly iterations: number
  readonly points: number
  readonly series: Readonly<Record<string, Float64Array>>
}

/** Shortest text that reads back as the same float64; `NaN`, `Infinity`, `-Infinity` as such. */
export const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

/**
 * `curves.csv`: a row a recorded point, runs numbered from 1 in the order given, LF line
 * ends. Yields text in pieces, so that long curves need not stand in memory twice.
 */
export function* curvesCsv(curves: readonly CurveToWrite[]): Generator<string> {
  const widest = Math.max(0, ...curves.map(({ dimension }) => seriesNames(dimension).length))
  const parameters = Array.from({ length: Math.max(0, widest - 2) }, (_, index) => `theta_${index}`)
  yield `${['run', 'iteration', 'epoch', 'loss', 'gradient_norm', ...parameters].join(',')}\n`
  for (const [index, curve] of curves.entries()) {
    const columns = ['loss', 'gradient_norm', ...parameters].map((name) => curve.series[name])
    const lines: string[] = []
    for (let point = 0; point < curve.points; point++) {
      const iteration = iterationOf(point, curve.recordEvery, curve.iterations)
      const epoch = epochOf(iteration, curve.batch, curve.rows, curve.sampling)
      const values = columns.map((column) => (column ? numberText(column[point]) : ''))
      lines.push(`${index + 1},${iteration},${numberText(epoch)},${values.join(',')}\n`)
      if (lines.length === 4_096) yield lines.splice(0).join('')
    }
    if (lines.length > 0) yield lines.join('')
  }
}
