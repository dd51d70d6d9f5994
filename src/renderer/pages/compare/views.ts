import type { RunRecord } from '../../../main/contract'
import { abscissaOf, along, type Abscissa, type Against } from '../../model/abscissa'
import type { CurveView, PathView, RunView } from '../../model/chart-data'
import type { Curve } from '../../model/curves/curves'
import { epochAt } from '../../model/evaluations'
import type { MeasuredOf } from '../../model/curves/plotted'
import { wholePath } from '../../model/curves/views'
import { bandOf, type Spread } from './band'

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

/**
 * One curve a group: the middle of its runs, with a band to either side. At an iteration all of them must
 * have the same x.
 */
export const bandViews = (
  groups: readonly SeedGroup[],
  of: MeasuredOf,
  against: Against,
  spread: Spread,
): CurveView[] =>
  groups.flatMap(({ members, name }) => {
    const inputs = members.flatMap(({ run }) => {
      const found = of(run)
      return found && found.x.length > 0 ? [{ iterations: found.x, values: found.y }] : []
    })
    if (inputs.length < members.length) return []
    const { iterations, middle, low, high } = bandOf(inputs, spread)
    const [{ run, style }] = members
    const x = against === 'iteration' ? iterations : iterations.map((iteration) => epochAt(iteration, run))
    return [
      {
        key: `seeds-${run.id}`,
        label: `${name}, ${members.length} seeds: ${spread.name}`,
        style,
        x,
        y: middle,
        every: run.recordEvery,
        band: { low, high },
      },
    ]
  })

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
    const theta = Array.from({ length: dimension }, (_, j) => curve.series[`theta_${j}`])
    if (!theta.every(Boolean)) return []
    const every = wholePath(curve, dimension)
    const whole = every && { ...every, x: abscissaOf(one.run, every.x, against) }
    const places = x(one.run, curve.iterations, against, curve)
    return places ? [{ ...viewOf(one), x: places, theta, whole }] : []
  })
