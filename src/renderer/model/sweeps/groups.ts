import { settingAt, type Setting } from './settings'
import type { SweepView } from './results'
import type { Summary, SummaryKind } from './summaries'

/** Runs that have one value of a setting, in a few numbers. */
export interface Group extends Summary {
  readonly x: number
  /** Places among the results. */
  readonly rows: readonly number[]
  /** How many of them came to nothing. */
  readonly lost: number
}

/** The groups of a method on a problem, from the lowest value of the setting up. */
export interface Line {
  readonly method: number
  readonly problem: number
  readonly groups: readonly Group[]
}

/** How settings besides the one in question are taken. */
export const otherWays = [
  { value: 'best', label: 'Other settings at their best' },
  { value: 'all', label: 'All other settings together' },
] as const
export type OtherWay = (typeof otherWays)[number]['value']

/** Places among the results by a number of theirs, those without one left out. */
export function grouped(rows: readonly number[], keyOf: (row: number) => number): Map<number, number[]> {
  const byKey = new Map<number, number[]>()
  for (const row of rows) {
    const key = keyOf(row)
    const held = byKey.get(key)
    if (held) held.push(row)
    else if (!Number.isNaN(key)) byKey.set(key, [row])
  }
  return byKey
}

export function groupOf(
  values: Float64Array,
  x: number,
  rows: readonly number[],
  { of }: Pick<SummaryKind, 'of'>,
): Group {
  const own = Float64Array.from(rows, (row) => values[row])
  return { x, rows, lost: own.reduce((sum, value) => sum + (value === Infinity ? 1 : 0), 0), ...of(own) }
}

/** Whether a group came out better than another: lower in the middle, or less lost. */
export const isBetter = (one: Group, other: Group): boolean =>
  one.middle < other.middle || (one.middle === other.middle && one.lost < other.lost)

/** Of the points of the design among these runs, the one that came out best. */
function bestPoint(
  view: SweepView,
  values: Float64Array,
  x: number,
  rows: readonly number[],
  summary: Pick<SummaryKind, 'of'>,
): Group {
  const byTrial = grouped(rows, (row) => view.results.trial[row])
  const points = [...byTrial.values()].map((own) => groupOf(values, x, own, summary))
  return points.reduce((best, point) => (isBetter(point, best) ? point : best))
}

/** Places of the results of a method on a problem. */
export function rowsOf({ results }: SweepView, method: number, problem: number): readonly number[] {
  const rows: number[] = []
  for (let row = 0; row < results.count; row++)
    if (results.method[row] === method && results.problem[row] === problem) rows.push(row)
  return rows
}

/** The result of a method against one of its settings, in groups over the seeds. */
export function lineOf(
  view: SweepView,
  values: Float64Array,
  { method, problem }: Pick<Line, 'method' | 'problem'>,
  setting: Setting,
  summary: Pick<SummaryKind, 'of'>,
  others: OtherWay,
): Line {
  const byValue = grouped(rowsOf(view, method, problem), (row) => settingAt(view, setting, row))
  const groups = [...byValue]
    .sort(([a], [b]) => a - b)
    .map(([x, rows]) =>
      others === 'best' ? bestPoint(view, values, x, rows, summary) : groupOf(values, x, rows, summary),
    )
  return { method, problem, groups }
}

/** The points of the design of a method on a problem, each with its seeds. */
export function pointsOf(
  view: SweepView,
  values: Float64Array,
  method: number,
  problem: number,
  summary: Pick<SummaryKind, 'of'>,
): readonly Group[] {
  const byTrial = grouped(rowsOf(view, method, problem), (row) => view.results.trial[row])
  return [...byTrial].map(([trial, rows]) => groupOf(values, trial, rows, summary))
}

/** Of a group's runs, the one that comes nearest to its middle. */
export function middleRow(values: Float64Array, { rows, middle }: Pick<Group, 'rows' | 'middle'>): number {
  const distance = (row: number): number => (values[row] === middle ? 0 : Math.abs(values[row] - middle))
  return rows.reduce((best, row) => (distance(row) < distance(best) ? row : best))
}
