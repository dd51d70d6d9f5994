import { epochOf } from '@core/data/sampler'
import type { Experiment } from '@core/experiment'
import { distanceTo } from '@core/norms'
import type { Objective } from '@core/objectives/contract'
import {
  distanceSeries,
  evaluationSeries,
  lowestMinima,
  minimumOf,
  parameterSeries,
  rateSeries,
} from '@core/plan'
import type { Against } from '../abscissa'
import type { CurveView, PathView } from '../chart-data'
import type { Plotted } from '../curves/measures'
import type { PreviewedRun } from './preview'

const viewOf = ({ place, label, style, end }: PreviewedRun) => ({
  key: `preview:${place}`,
  label,
  style,
  diverged: end === 'diverged',
})

function thetaOf({ series }: PreviewedRun, dimension: number): readonly Float64Array[] | undefined {
  const theta = parameterSeries(dimension).map((name) => series[name])
  return theta.every(Boolean) ? theta : undefined
}

/** The way of the parameters of each run; of more parameters than are recorded there is none. */
export const previewPaths = (runs: readonly PreviewedRun[], dimension: number): PathView[] =>
  runs.flatMap((run) => {
    const theta = thetaOf(run, dimension)
    return theta ? [{ ...viewOf(run), x: run.iterations, theta }] : []
  })

type Problem = Pick<Objective, 'minima' | 'rows' | 'dimension'>

function measured(
  run: PreviewedRun,
  plotted: Plotted,
  hyper: Experiment['runs'][number]['hyper'],
  objective: Problem,
): Float64Array | undefined {
  const { series, iterations } = run
  switch (plotted) {
    case 'excess_loss': {
      const minimum = minimumOf(objective)
      return minimum === undefined ? undefined : series.loss?.map((loss) => loss - minimum)
    }
    case 'learning_rate': {
      const { lr } = hyper
      return series[rateSeries] ?? (typeof lr === 'number' ? iterations.map(() => lr) : undefined)
    }
    case 'distance': {
      const theta = thetaOf(run, objective.dimension)
      const goals = lowestMinima(objective)
      if (series[distanceSeries] || !theta || goals.length === 0) return series[distanceSeries]
      const at = new Float64Array(objective.dimension)
      return iterations.map((_, point) => {
        for (let j = 0; j < at.length; j++) at[j] = theta[j][point]
        return distanceTo(goals, at)
      })
    }
    default:
      return series[plotted]
  }
}

/** What a chart plots of each run that has it. */
export const previewCurves = (
  runs: readonly PreviewedRun[],
  experiment: Pick<Experiment, 'runs'> | undefined,
  objective: Problem | undefined,
  plotted: Plotted,
  against: Against,
): CurveView[] =>
  runs.flatMap((run) => {
    const spec = experiment?.runs[run.place]
    const y = spec && objective && measured(run, plotted, spec.hyper, objective)
    if (!y) return []
    const epoch = (iteration: number): number => epochOf(iteration, spec.batch, objective.rows, spec.sampling)
    const x =
      against === 'iteration'
        ? run.iterations
        : ((against === 'evaluations' ? run.series[evaluationSeries] : undefined) ??
          run.iterations.map(epoch))
    return [{ ...viewOf(run), x, y, every: run.every }]
  })
