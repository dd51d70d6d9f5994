import type { RunRecord } from '../../main/contract'
import type { CurveView, PathView } from '../charts/types'
import type { Curve } from '../curves'

/** What is plotted against the iteration. */
export const plotted = [
  { value: 'loss', label: 'Loss' },
  { value: 'gradient_norm', label: 'Gradient norm' },
] as const
export type Plotted = (typeof plotted)[number]['value']

const viewOf = (run: RunRecord) => ({
  key: String(run.id),
  label: run.label,
  style: run.position,
  diverged: run.status === 'diverged',
})

/** One curve a run; runs whose points have not come in yet are left out. */
export const curveViews = (
  runs: readonly RunRecord[],
  curves: ReadonlyMap<number, Curve>,
  series: Plotted,
): CurveView[] =>
  runs.flatMap((run) => {
    const curve = curves.get(run.id)
    const y = curve?.series[series]
    return curve && y ? [{ ...viewOf(run), x: curve.iterations, y }] : []
  })

/** The way of the parameters of each run, as far as it has come in. */
export const pathViews = (
  runs: readonly RunRecord[],
  curves: ReadonlyMap<number, Curve>,
  dimension: number,
): PathView[] =>
  runs.flatMap((run) => {
    const curve = curves.get(run.id)
    const theta = Array.from({ length: dimension }, (_, j) => curve?.series[`theta_${j}`])
    const whole = theta.filter((values) => values !== undefined)
    return curve && whole.length === dimension ? [{ ...viewOf(run), x: curve.iterations, theta: whole }] : []
  })
