import { epochOf } from '@core/data/sampler'
import type { Interval } from '@core/objectives/contract'
import type { RunRecord } from '../../main/contract'
import type { CurveView, PathView, RunView } from '../charts/types'
import type { Curve } from '../curves'
import type { Sequence } from '../sequence'
import type { MeasuredOf } from '../live/plotted'
import { wholePath } from '../live/views'
import { bandOf } from './band'

export type Against = 'iteration' | 'epoch'

/** A run with the look it has on this page. */
export interface Compared {
  readonly run: RunRecord
  /** Unlike any other of the runs compared. */
  readonly label: string
  /** The same with every setting that tells it from the others. */
  readonly inFull?: string
  readonly style: number
}

type Timed = Pick<RunRecord, 'id' | 'batch' | 'rows' | 'sampling'>

const epochAt = (iteration: number, { batch, rows, sampling }: Timed): number =>
  epochOf(iteration, batch, rows, sampling)

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

/** The x of a run's points; epochs are worked out once for the same iterations. */
export function createAbscissae(): (run: Timed, iterations: Float64Array, against: Against) => Float64Array {
  const known = new Map<number, { readonly iterations: Float64Array; readonly epochs: Float64Array }>()
  return (run, iterations, against) => {
    if (against === 'iteration') return iterations
    const before = known.get(run.id)
    // Views of one buffer begin alike: what is held of a curve is never rewritten.
    if (before?.iterations.buffer === iterations.buffer && before.iterations.length === iterations.length) {
      return before.epochs
    }
    const epochs = iterations.map((iteration) => epochAt(iteration, run))
    known.set(run.id, { iterations, epochs })
    return epochs
  }
}
export type Abscissa = ReturnType<typeof createAbscissae>

/** The same for points that are read one by one. */
const abscissaOf = (run: Timed, iterations: Sequence, against: Against): Sequence => ({
  length: iterations.length,
  at(index) {
    const iteration = iterations.at(index)
    return iteration === undefined || against === 'iteration' ? iteration : epochAt(iteration, run)
  },
})

const viewOf = ({ run, label, inFull, style }: Compared): RunView => ({
  key: String(run.id),
  label,
  inFull,
  style,
  diverged: run.status === 'diverged',
})

/** One curve a run; runs without the measure, or whose points have not come in yet, are left out. */
export const curveViews = (
  compared: readonly Compared[],
  of: MeasuredOf,
  against: Against,
  x: Abscissa,
): CurveView[] =>
  compared.flatMap((one) => {
    const found = of(one.run)
    if (!found || found.x.length === 0) return []
    const { whole } = found
    return [
      {
        ...viewOf(one),
        x: x(one.run, found.x, against),
        y: found.y,
        whole: whole && { ...whole, x: abscissaOf(one.run, whole.x, against) },
        every: one.run.recordEvery,
      },
    ]
  })

/** Runs that differ in nothing but their seed. */
export interface SeedGroup {
  readonly members: readonly Compared[]
  readonly name: string
}

/** One curve a group: the mean of its runs, with a band of one standard deviation to either side. */
export const bandViews = (groups: readonly SeedGroup[], of: MeasuredOf, against: Against): CurveView[] =>
  groups.flatMap(({ members, name }) => {
    const inputs = members.flatMap(({ run }) => {
      const found = of(run)
      return found && found.x.length > 0 ? [{ iterations: found.x, values: found.y }] : []
    })
    if (inputs.length < members.length) return []
    const { iterations, mean, deviation } = bandOf(inputs)
    const [{ run, style }] = members
    const x = against === 'iteration' ? iterations : iterations.map((iteration) => epochAt(iteration, run))
    return [
      {
        key: `seeds-${run.id}`,
        label: `${name}, ${members.length} seeds`,
        style,
        x,
        y: mean,
        every: run.recordEvery,
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
    if (!theta.every(Boolean)) return []
    const every = wholePath(curve, dimension)
    const whole = every && { ...every, x: abscissaOf(one.run, every.x, against) }
    return [{ ...viewOf(one), x: x(one.run, curve.iterations, against), theta, whole }]
  })
