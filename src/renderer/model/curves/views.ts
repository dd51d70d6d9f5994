import { parameterSeries } from '@core/plan'
import type { RunRecord } from '../../../main/contract'
import { along, type Abscissa, type Against } from '../abscissa'
import { labelsInFull } from '../labels'
import type { CurveView, PathView } from '../chart-data'
import { lastAtOrBelow } from '../sequence'
import { styleOf } from '../palette'
import type { Curve } from './curves'
import type { MeasuredOf } from './plotted'

/** Lists of runs are replaced, never changed. */
const known = new WeakMap<readonly RunRecord[], ReadonlyMap<number, string>>()
function inFullOf(runs: readonly RunRecord[]): ReadonlyMap<number, string> {
  const labels = known.get(runs) ?? labelsInFull(runs.map((run) => ({ run, label: run.label })))
  known.set(runs, labels)
  return labels
}

const viewOf = (run: RunRecord, runs: readonly RunRecord[]) => ({
  key: String(run.id),
  label: run.label,
  inFull: inFullOf(runs).get(run.id),
  style: styleOf(run),
  diverged: run.status === 'diverged',
})

/**
 * One curve a run; runs without the measure, without a place on the axis, or whose points have not come
 * in yet, are left out.
 */
export const curveViews = (
  runs: readonly RunRecord[],
  of: MeasuredOf,
  curves: ReadonlyMap<number, Curve>,
  against: Against,
  x: Abscissa,
): CurveView[] =>
  runs.flatMap((run) => {
    const found = of(run)
    const curve = curves.get(run.id)
    const drawn = found && along(run, found, against, x, curve)
    if (!drawn) return []
    const changes = changePlaces(run, curve, drawn.x)
    const updates = against === 'iteration' ? {} : { updates: found.whole?.x ?? found.x }
    const { recordEvery: every } = run
    return [{ ...viewOf(run, runs), ...drawn, ...updates, every, ...(changes ? { changes } : {}) }]
  })

/** Where on x a run's settings change: at the recorded points from which the new ones hold. */
function changePlaces(
  { changes, iterations: last }: RunRecord,
  curve: Curve | undefined,
  x: Float64Array,
): readonly number[] | undefined {
  if (!changes || curve?.iterations.length !== x.length) return undefined
  const { iterations } = curve
  return changes.flatMap(({ at }) => (at < last ? (x[lastAtOrBelow(iterations, at)] ?? []) : []))
}

/** Every point of a way of which only the first are held. */
export const wholePath = ({ whole }: Curve, dimension: number): PathView['whole'] =>
  whole && {
    x: whole.iterations,
    theta: parameterSeries(dimension).map((name) => whole.series[name]),
  }

/** The way of the parameters of each run, as far as it has come in. */
export const pathViews = (
  runs: readonly RunRecord[],
  curves: ReadonlyMap<number, Curve>,
  dimension: number,
): PathView[] =>
  runs.flatMap((run) => {
    const curve = curves.get(run.id)
    const theta = parameterSeries(dimension).map((name) => curve?.series[name])
    const read = theta.filter((values) => values !== undefined)
    if (!curve || read.length < dimension) return []
    return [{ ...viewOf(run, runs), x: curve.iterations, theta: read, whole: wholePath(curve, dimension) }]
  })

/** The views before where nothing in them has changed, so that nothing is drawn that is drawn already. */
export const unlessSame = <View extends object>(
  before: readonly View[] | undefined,
  now: readonly View[],
): readonly View[] =>
  before?.length === now.length && now.every((view, index) => isSame(before[index], view)) ? before : now

/** Of what a view holds, arrays are compared number by number only where they are short lists of columns. */
function isSame(one: object, other: object): boolean {
  const [entries, others] = [Object.entries(one), Object.entries(other)]
  const byName = new Map<string, unknown>(others)
  return (
    entries.length === others.length &&
    entries.every(([name, value]) => {
      const found = byName.get(name)
      if (Array.isArray(value) && Array.isArray(found))
        return (
          value.length === found.length && value.every((column, index) => Object.is(column, found[index]))
        )
      return Object.is(value, found)
    })
  )
}
