import type { Minimum } from '@core/objectives/contract'
import type { RunRecord } from '../../../main/contract'
import type { CurveView } from '../chart-data'
import type { Curve } from './curves'
import { sourceOf, type Plotted, type Source } from './measures'

/** A measure along a run's curve, as a chart takes it. */
export type MeasuredCurve = Pick<CurveView, 'x' | 'y' | 'whole'>

type Value = (recorded: Float64Array) => number

/** The value of each point from `first` on, into `out`. */
function derive(columns: readonly Float64Array[], value: Value, first: number, out: Float64Array): void {
  const recorded = new Float64Array(columns.length)
  for (let point = first; point < out.length; point++) {
    for (const [index, column] of columns.entries()) recorded[index] = column[point]
    out[point] = value(recorded)
  }
}

/** Values that follow from a growing curve; only those of its new points are worked out. */
class GrowingValues {
  private values = new Float64Array(1_024)
  private known = 0

  along(columns: readonly Float64Array[], value: Value, points: number): Float64Array {
    if (points > this.values.length) {
      const larger = new Float64Array(Math.max(points, 2 * this.values.length))
      larger.set(this.values.subarray(0, this.known))
      this.values = larger
    }
    const along = this.values.subarray(0, points)
    derive(columns, value, this.known, along)
    this.known = Math.max(this.known, points)
    return along
  }
}

/** A curve too long to be held is a picture, whose points are others every time. */
function ofPicture(curve: Curve, name: string, value: Value): MeasuredCurve | undefined {
  const { iterations: x, whole } = curve
  const column = curve.series[name]
  const recorded = whole?.series[name]
  if (!column || !whole || !recorded) return undefined
  const y = new Float64Array(column.length)
  derive([column], value, 0, y)
  const at = (index: number): number | undefined => {
    const found = recorded.at(index)
    return found === undefined ? undefined : value(Float64Array.of(found))
  }
  return { x, y, whole: { x: whole.iterations, y: { length: recorded.length, at } } }
}

/** What follows from the update alone: values that hold from one step to the next. */
function stepped(
  { iterations, whole }: Curve,
  steps: NonNullable<Source['steps']>,
): MeasuredCurve | undefined {
  const last = whole ? whole.iterations.at(whole.iterations.length - 1) : iterations.at(-1)
  if (last === undefined) return undefined
  const corners = steps.flatMap(({ from }) => [from - 1, from]).filter((at) => at >= 0 && at < last)
  const x = whole ? Float64Array.from([...new Set([...corners, last])]) : iterations
  const valueAt = (at: number): number => steps.findLast(({ from }) => from <= at)?.value ?? NaN
  return { x, y: x.map(valueAt) }
}

/** Undefined where the run does not have the measure, or its series are not read. */
export type Measured = (run: RunRecord, curve: Curve) => MeasuredCurve | undefined

/** Remembers what it has worked out of each run, for as long as it is kept itself. */
export function createMeasured(plotted: Plotted, minima: readonly Minimum[]): Measured {
  const known = new Map<number, GrowingValues>()

  function valuesOf(run: number): GrowingValues {
    const values = known.get(run) ?? new GrowingValues()
    known.set(run, values)
    return values
  }

  function derived(
    run: number,
    curve: Curve,
    names: Source['series'],
    value: Value,
  ): MeasuredCurve | undefined {
    if (curve.whole) return names.length === 1 ? ofPicture(curve, names[0], value) : undefined
    const columns = names.map((name) => curve.series[name])
    if (!columns.every(Boolean)) return undefined
    return { x: curve.iterations, y: valuesOf(run).along(columns, value, curve.length) }
  }

  return (run, curve) => {
    const source = sourceOf(plotted, run, minima)
    if (!source) return undefined
    const { series, value, steps } = source
    if (steps) return stepped(curve, steps)
    if (value) return derived(run.id, curve, series, value)
    const [name] = series
    const y = curve.series[name]
    const whole = curve.whole?.series[name]
    if (!y) return undefined
    return whole && curve.whole
      ? { x: curve.iterations, y, whole: { x: curve.whole.iterations, y: whole } }
      : { x: curve.iterations, y }
  }
}
