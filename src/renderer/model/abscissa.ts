import type { Interval } from '@core/objectives/contract'
import { evaluationSeries } from '@core/plan'
import type { RunRecord } from '../../main/contract'
import type { CurveView } from './chart-data'
import type { Curve } from './curves/curves'
import { epochAt, hasEvaluationSeries } from './evaluations'
import type { Sequence } from './sequence'

/** What the x of a run's points may count. */
export const abscissae = [
  { value: 'iteration', label: 'Iteration' },
  { value: 'epoch', label: 'Epoch' },
  { value: 'evaluations', label: 'Evaluations' },
] as const
export type Against = (typeof abscissae)[number]['value']

export const abscissaTitle = (against: Against): string =>
  abscissae.find(({ value }) => value === against)?.label ?? ''

type Timed = Pick<RunRecord, 'id' | 'batch' | 'rows' | 'sampling' | 'series' | 'gradientEvaluations'>

/**
 * Whether a run has a place on the axis. Where evaluations stand along the curve, all of it must be
 * held: a picture of it has other points than one of the loss.
 */
export function isPlaced(run: Timed, against: Against, curve: Curve | undefined): boolean {
  if (against !== 'evaluations') return true
  return run.gradientEvaluations !== null && !(hasEvaluationSeries(run) && curve?.whole)
}

/** The iterations in a range of a chart's x; they lie between two updates as epochs do. */
export function iterationsWithin(range: Interval, run: Timed, against: Against): Interval {
  const { batch, rows, sampling } = run
  if (against === 'iteration' || batch === 'full' || rows === 0) return range
  const anEpoch = sampling === 'replacement' ? rows / batch : Math.ceil(rows / batch)
  const at = (epoch: number): number => {
    const whole = Math.floor(epoch)
    return whole * anEpoch + ((epoch - whole) * rows) / batch
  }
  return [at(range[0]), at(range[1])]
}

/** The x of a run's points, of which `iterations` are the first or all; undefined where it has none. */
export type Abscissa = (
  run: Timed,
  iterations: Float64Array,
  against: Against,
  curve: Curve | undefined,
) => Float64Array | undefined

/** Epochs are worked out once for the same iterations. */
export function createAbscissae(): Abscissa {
  const known = new Map<number, { readonly iterations: Float64Array; readonly epochs: Float64Array }>()

  function epochsOf(run: Timed, iterations: Float64Array): Float64Array {
    const before = known.get(run.id)
    // Views of one buffer begin alike: what is held of a curve is never rewritten.
    if (before?.iterations.buffer === iterations.buffer && before.iterations.length === iterations.length) {
      return before.epochs
    }
    const epochs = iterations.map((iteration) => epochAt(iteration, run))
    known.set(run.id, { iterations, epochs })
    return epochs
  }

  return (run, iterations, against, curve) => {
    if (against === 'iteration') return iterations
    if (!isPlaced(run, against, curve)) return undefined
    if (against === 'epoch' || !hasEvaluationSeries(run)) return epochsOf(run, iterations)
    const evaluations = curve?.series[evaluationSeries]
    return evaluations && evaluations.length > iterations.length
      ? evaluations.subarray(0, iterations.length)
      : evaluations
  }
}

/** The same for points that are read one by one. */
export const abscissaOf = (run: Timed, iterations: Sequence, against: Against): Sequence => ({
  length: iterations.length,
  at(index) {
    const iteration = iterations.at(index)
    return iteration === undefined || against === 'iteration' ? iteration : epochAt(iteration, run)
  },
})

/** What is measured of a run, over an axis of the chart; undefined where the run has no place on it. */
export function along(
  run: Timed,
  { x: iterations, y, whole }: Pick<CurveView, 'x' | 'y' | 'whole'>,
  against: Against,
  abscissa: Abscissa,
  curve: Curve | undefined,
): Pick<CurveView, 'x' | 'y' | 'whole'> | undefined {
  const x = abscissa(run, iterations, against, curve)
  return x && { x, y, whole: whole && { ...whole, x: abscissaOf(run, whole.x, against) } }
}
