import { parameterSeries } from '@core/plan'
import type { RunRecord } from '../../../main/contract'
import { abscissaOf, along, type Abscissa, type Against } from '../../model/abscissa'
import type { CurveView, PathView, RunView } from '../../model/chart-data'
import type { Curve } from '../../model/curves/curves'
import type { MeasuredOf } from '../../model/curves/plotted'
import { wholePath } from '../../model/curves/views'

/** A run with the look it has on this page. */
export interface Compared {
  readonly run: RunRecord
  /** Unlike any other of the runs compared. */
  readonly label: string
  /** The same with every setting that tells it from the others. */
  readonly inFull?: string
  readonly style: number
}

const viewOf = ({ run, label, inFull, style }: Compared): RunView => ({
  key: String(run.id),
  label,
  inFull,
  style,
  diverged: run.status === 'diverged',
})

/**
 * One curve a run; runs without the measure, without a place on the axis, or whose points have not come
 * in yet, are left out.
 */
export const curveViews = (
  compared: readonly Compared[],
  of: MeasuredOf,
  curves: ReadonlyMap<number, Curve>,
  against: Against,
  x: Abscissa,
): CurveView[] =>
  compared.flatMap((one) => {
    const found = of(one.run)
    if (!found || found.x.length === 0) return []
    const drawn = along(one.run, found, against, x, curves.get(one.run.id))
    return drawn ? [{ ...viewOf(one), ...drawn, every: one.run.recordEvery }] : []
  })

/** Runs that differ in nothing but their seed. */
export interface SeedGroup {
  readonly members: readonly Compared[]
  readonly name: string
}

/** The way of the parameters of each run, as far as it has come in. */
export const pathViews = (
  compared: readonly Compared[],
  curves: ReadonlyMap<number, Curve>,
  dimension: number,
  against: Against,
  x: Abscissa,
): PathView[] =>
  compared.flatMap((one) => {
    const curve = curves.get(one.run.id)
    if (!curve || curve.length === 0) return []
    const theta = parameterSeries(dimension).map((name) => curve.series[name])
    if (!theta.every(Boolean)) return []
    const every = wholePath(curve, dimension)
    const whole = every && { ...every, x: abscissaOf(one.run, every.x, against) }
    const places = x(one.run, curve.iterations, against, curve)
    return places ? [{ ...viewOf(one), x: places, theta, whole }] : []
  })
