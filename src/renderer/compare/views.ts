import { epochOf } from '@core/data/sampler'
import type { RunRecord } from '../../main/contract'
import type { CurveView, PathView, RunView } from '../charts/types'
import type { Curve } from '../curves'
import { bandOf } from './band'

export type Plotted = 'loss' | 'gradient_norm'
export type Against = 'iteration' | 'epoch'

/** A run with the look it has on this page. */
export interface Compared {
  readonly run: RunRecord
  /** Unlike any other of the runs compared. */
  readonly label: string
  readonly style: number
}

/** The x of each run's points; epochs are worked out once a point. */
export function createAbscissae(): (run: RunRecord, curve: Curve, against: Against) => Float64Array {
  const epochs = new Map<number, Float64Array>()
  return (run, curve, against) => {
    if (against === 'iteration') return curve.iterations
    const known = epochs.get(run.id)
    if (known && known.length === curve.length) return known
    const made = curve.iterations.map((iteration) => epochOf(iteration, run.batch, run.rows, run.sampling))
    epochs.set(run.id, made)
    return made
  }
}
export type Abscissa = ReturnType<typeof createAbscissae>

const viewOf = ({ run, label, style }: Compared): RunView => ({
  key: String(run.id),
  label,
  style,
  diverged: run.status === 'diverged',
})

/** One curve a run; runs whose points have not come in yet are left out. */
export const curveViews = (
  compared: readonly Compared[],
  curves: ReadonlyMap<number, Curve>,
  series: Plotted,
  against: Against,
  x: Abscissa,
): CurveView[] =>
  compared.flatMap((one) => {
    const curve = curves.get(one.run.id)
    const y = curve?.series[series]
    return curve && y && curve.length > 0 ? [{ ...viewOf(one), x: x(one.run, curve, against), y }] : []
  })

/** Runs that differ in nothing but their seed. */
export interface SeedGroup {
  readonly members: readonly Compared[]
  readonly name: string
}

/** One curve a group: the mean of its runs, with a band of one standard deviation to either side. */
export const bandViews = (
  groups: readonly SeedGroup[],
  curves: ReadonlyMap<number, Curve>,
  series: Plotted,
  against: Against,
): CurveView[] =>
  groups.flatMap(({ members, name }) => {
    const inputs = members.flatMap(({ run }) => {
      const curve = curves.get(run.id)
      const values = curve?.series[series]
      return curve && values && curve.length > 0 ? [{ iterations: curve.iterations, values }] : []
    })
    if (inputs.length < members.length) return []
    const { iterations, mean, deviation } = bandOf(inputs)
    const [{ run, style }] = members
    const x =
      against === 'iteration'
        ? iterations
        : iterations.map((iteration) => epochOf(iteration, run.batch, run.rows, run.sampling))
    return [
      {
        key: `seeds-${run.id}`,
        label: `${name}, ${members.length} seeds`,
        style,
        x,
        y: mean,
        band: {
          low: mean.map((value, index) => value - deviation[index]),
          high: mean.map((value, index) => value + deviation[index]),
        },
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
    return theta.every(Boolean) ? [{ ...viewOf(one), x: x(one.run, curve, against), theta }] : []
  })
