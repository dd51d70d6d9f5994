import type { SweepAxis } from '@core/sweep/contract'
import type { ScaleKind } from '../chart-data'
import type { SweepView } from './results'

/** A setting that a sweep varies, of every method that has it. */
export interface Setting {
  /** As in `hyper.lr`. */
  readonly path: string
  readonly label: string
  readonly scale: ScaleKind
  /** Place of its column among the results' values, by method. */
  readonly columns: ReadonlyMap<number, number>
  /** What its numbers stand for, where it is a list of something else. */
  readonly names: readonly string[] | undefined
}

/** Ratio of the largest to the smallest from which values are told apart on a log scale. */
const wide = 20

function scaleOf({ axis }: SweepAxis): ScaleKind {
  if (axis.kind === 'range') return axis.scale
  if (axis.kind !== 'list') return axis.kind === 'lognormal' ? 'log' : 'linear'
  const numbers = axis.values.filter((value) => typeof value === 'number')
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)]
  return numbers.length === axis.values.length && low > 0 && high / low >= wide ? 'log' : 'linear'
}

function namesOf({ axis }: SweepAxis): readonly string[] | undefined {
  if (axis.kind !== 'list' || axis.values.every((value) => typeof value === 'number')) return undefined
  return axis.values.map(String)
}

/** The settings of a sweep, in the order of its axes. */
export function settingsOf(axes: readonly SweepAxis[]): readonly Setting[] {
  const found = new Map<string, Setting & { readonly columns: Map<number, number> }>()
  axes.forEach((axis, place) => {
    const known = found.get(axis.path)
    if (known) known.columns.set(axis.run, place)
    else
      found.set(axis.path, {
        path: axis.path,
        label: axis.label,
        scale: scaleOf(axis),
        columns: new Map([[axis.run, place]]),
        names: namesOf(axis),
      })
  })
  return [...found.values()]
}

/** What a setting is of a run, by its place among the results; NaN for one of a method that does not vary it. */
export function settingAt({ results }: Pick<SweepView, 'results'>, setting: Setting, row: number): number {
  const column = setting.columns.get(results.method[row])
  return column === undefined ? NaN : results.values[column][row]
}
