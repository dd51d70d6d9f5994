import type { Interval } from '@core/objectives/contract'
import type { ScaleKind } from '../chart-data'
import type { SweepView } from './results'
import { settingAt, type Setting } from './settings'

/** An upright axis of parallel coordinates. */
export interface ParallelAxis {
  readonly key: string
  readonly label: string
  readonly scale: ScaleKind
  readonly low: number
  readonly high: number
  /** Of every run drawn: 0 at the lowest, 1 at the highest, `lostPlace` where there is no number. */
  readonly shares: Float64Array
  /** The values named along it: every one where they are few, else some at even distances. */
  readonly marks: readonly { readonly value: number; readonly share: number }[]
}

/** So many values are all named. */
const mostMarks = 9
const evenShares = [0, 0.25, 0.5, 0.75, 1]

/** Above the axis: what came to nothing. */
export const lostPlace = 1.08

/** Runs as lines from axis to axis. */
export interface Parallel {
  readonly axes: readonly ParallelAxis[]
  /** Places among the results, a line each. */
  readonly rows: Int32Array
}

function axisOf(key: string, label: string, asked: ScaleKind, values: Float64Array): ParallelAxis {
  const scale: ScaleKind =
    asked === 'log' && values.some((value) => value > 0 && value < Infinity) ? 'log' : 'linear'
  const usable = values.filter((value) => Number.isFinite(value) && (scale === 'linear' || value > 0))
  let [low, high] = [Infinity, -Infinity]
  for (const value of usable) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  const at = (value: number): number => {
    if (!Number.isFinite(value)) return lostPlace
    if (!(high > low)) return 0.5
    if (scale === 'linear') return (value - low) / (high - low)
    return value > 0 ? Math.log(value / low) / Math.log(high / low) : 0
  }
  const distinct = [...new Set(usable)].slice(0, mostMarks + 1)
  const axis = { key, label, scale, low, high, shares: values.map(at) }
  const marks =
    distinct.length > mostMarks
      ? evenShares.map((share) => ({ value: valueOn(axis, share), share }))
      : distinct.map((value) => ({ value, share: at(value) }))
  return { ...axis, marks }
}

/** Lines of the runs that have all of these settings, the result as the last axis. */
export function parallelOf(
  view: SweepView,
  values: Float64Array,
  settings: readonly Setting[],
  result: { readonly label: string; readonly log: boolean },
  isShown: (row: number) => boolean,
): Parallel {
  const rows = Int32Array.from(
    Array.from({ length: view.results.count }, (_, row) => row).filter(
      (row) => isShown(row) && settings.every((setting) => !Number.isNaN(settingAt(view, setting, row))),
    ),
  )
  const axes = settings.map((setting) =>
    axisOf(
      setting.path,
      setting.label,
      setting.scale,
      Float64Array.from(rows, (row) => settingAt(view, setting, row)),
    ),
  )
  const own = Float64Array.from(rows, (row) => values[row])
  return { rows, axes: [...axes, axisOf('result', result.label, result.log ? 'log' : 'linear', own)] }
}

/** A stretch of an axis that lines must go through, in shares of it. */
export type Brushes = ReadonlyMap<string, Interval>

/** Which lines go through every brush, by place in `rows`. */
export function brushed({ axes, rows }: Parallel, brushes: Brushes): Uint8Array {
  const kept = new Uint8Array(rows.length).fill(1)
  for (const { key, shares } of axes) {
    const brush = brushes.get(key)
    if (!brush) continue
    const [low, high] = brush
    for (let line = 0; line < rows.length; line++)
      if (!(shares[line] >= low && shares[line] <= high)) kept[line] = 0
  }
  return kept
}

/** What a share of an axis stands for. */
export function valueOn(
  { scale, low, high }: Pick<ParallelAxis, 'scale' | 'low' | 'high'>,
  share: number,
): number {
  if (scale === 'log') return low * (high / low) ** share
  return low + share * (high - low)
}
