import { epochOf } from '@core/data/sampler'
import { evaluationsOf, type Counted } from '@core/evaluations'
import { evaluationSeries } from '@core/plan'
import type { RunRecord } from '../../main/contract'
import type { Curve } from './curves/curves'
import { formatCount, formatNumber } from './format'
import { lastAtOrBelow } from './sequence'

/** Why a run has no count. */
export const uncounted = 'This run was made before evaluations were counted'

/** Batches make parts of an evaluation: `1,234`, `7.353`. */
export const formatEvaluations = (count: number): string =>
  Number.isInteger(count) ? formatCount(count) : formatNumber(count)

const named = (count: number, one: string, many: string): string =>
  `${formatEvaluations(count)} ${count === 1 ? one : many}`

/** Kind by kind, those that there are: `12 values, 4 gradients`. */
export function evaluationKinds(run: Counted & Pick<RunRecord, 'batch'>): string {
  const { valueEvaluations, gradientEvaluations, hessianEvaluations, batch } = run
  if (evaluationsOf(run) === undefined) return uncounted
  const kinds = [
    ...(valueEvaluations ? [named(valueEvaluations, 'value', 'values')] : []),
    named(gradientEvaluations ?? 0, 'gradient', 'gradients'),
    ...(hessianEvaluations ? [named(hessianEvaluations, 'Hessian', 'Hessians')] : []),
  ].join(', ')
  return batch === 'full' ? kinds : `${kinds}; a batch counts as its share of the rows`
}

type Timed = Pick<RunRecord, 'batch' | 'rows' | 'sampling' | 'series' | 'gradientEvaluations'>

/** Whether a run's evaluations stand along its curve; all else makes a gradient an update, as epochs count them. */
export const hasEvaluationSeries = ({ series }: Pick<RunRecord, 'series'>): boolean =>
  series.includes(evaluationSeries)

export const epochAt = (
  iteration: number,
  { batch, rows, sampling }: Pick<RunRecord, 'batch' | 'rows' | 'sampling'>,
): number => epochOf(iteration, batch, rows, sampling)

/** What a run had evaluated at a recorded point; undefined where that was not counted, or is being read. */
export function evaluationsAt(run: Timed, iteration: number, curve: Curve | undefined): number | undefined {
  if (run.gradientEvaluations === null) return undefined
  if (!hasEvaluationSeries(run)) return epochAt(iteration, run)
  const points = curve?.whole ?? curve
  return points?.series[evaluationSeries]?.at(lastAtOrBelow(points.iterations, iteration))
}
