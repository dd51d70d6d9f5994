import { baseRateOf } from '@core/changes'
import { distanceSeries, evaluationSeries, parameterSeries, parametersIn, rateSeries } from '@core/plan'
import type { RunRecord } from '../../contract'

/** What of a run tells its columns. */
export type Columned = Pick<RunRecord, 'series' | 'hyper' | 'changes' | 'gradientEvaluations'>

/** The series of a file of several runs: what every run has, parameters up to the most there are, then what any has. */
export function columnsOf(runs: readonly Columned[]): readonly string[] {
  const parameters = parameterSeries(Math.max(0, ...runs.map(({ series }) => parametersIn(series))))
  const others = [rateSeries, distanceSeries, evaluationSeries].filter((name) =>
    runs.some(({ series }) => series.includes(name)),
  )
  return ['loss', 'gradient_norm', ...parameters, ...others]
}

/**
 * What a run has to say of a series that it did not record: beside a scheduled rate, one that only
 * somebody changed, if anything did; beside the evaluations of a line search, the gradients of its updates, which are its epochs.
 */
export function unrecorded(
  name: string,
  run: Columned,
  iterations: ArrayLike<number>,
  epochs: Float64Array,
): Float64Array | undefined {
  if (name === evaluationSeries && run.gradientEvaluations !== null) return epochs
  const rate = name === rateSeries ? baseRateOf(run) : undefined
  if (rate === undefined) return undefined
  return Float64Array.from(iterations, (iteration) => (typeof rate === 'number' ? rate : rate(iteration)))
}
