import { formatCount, formatNumber } from '../format'
import type { Choices } from './choices'
import { middleRow, pointsOf } from './groups'
import { settingAt } from './settings'
import type { SweepView } from './results'
import { settingText } from './words'

export interface PointColumn {
  readonly key: string
  readonly label: string
  readonly numeric: boolean
  /** What one looks for in it is the most. */
  readonly largestFirst: boolean
}

/** A point of the design of one method on one problem, with its seeds. */
export interface PointRow {
  readonly key: string
  /** By column: what is sorted by, and what it reads like. */
  readonly cells: readonly { readonly order: number | string; readonly text: string }[]
  /** Id of the run in the middle. */
  readonly run: number
}

export interface PointTable {
  readonly columns: readonly PointColumn[]
  readonly rows: readonly PointRow[]
}

/** Every point of a sweep, a row each. */
export function pointTable(view: SweepView, choices: Choices): PointTable {
  const { settings, methods, values, summary, measure } = choices
  const { problemLabels } = view.detail
  const several = problemLabels.length > 1
  const column = (key: string, label: string, numeric = true, largestFirst = false): PointColumn => ({
    key,
    label,
    numeric,
    largestFirst,
  })
  const columns = [
    column('method', 'Method', false),
    ...(several ? [column('problem', 'Problem', false)] : []),
    ...settings.value.map(({ path, label }) => column(path, label)),
    column('middle', `${measure.value.label}, ${summary.value.label}`),
    column('low', 'from'),
    column('high', 'to'),
    column('n', 'Runs', true, true),
    column(
      'lost',
      measure.value.failed.replace(/^./, (first) => first.toUpperCase()),
      true,
      true,
    ),
  ]
  const result = (value: number) => ({
    order: value,
    text: Number.isFinite(value) ? formatNumber(value) : measure.value.failed,
  })
  const rows = methods.value.flatMap((method) =>
    problemLabels.flatMap((problem, on) =>
      pointsOf(view, values.value, method.place, on, summary.value).map((group): PointRow => ({
        key: `${method.place} ${on} ${group.x}`,
        run: view.results.run[middleRow(values.value, group)],
        cells: [
          { order: method.label, text: method.label },
          ...(several ? [{ order: problem, text: problem }] : []),
          ...settings.value.map((setting) => {
            const value = settingAt(view, setting, group.rows[0])
            return { order: value, text: settingText(setting, value) }
          }),
          result(group.middle),
          result(group.low),
          result(group.high),
          { order: group.rows.length, text: formatCount(group.rows.length) },
          { order: group.lost, text: formatCount(group.lost) },
        ],
      })),
    ),
  )
  return { columns, rows }
}

/** The rows by one of the columns; what is no number comes last either way. */
export function sortedRows(
  { columns, rows }: PointTable,
  key: string,
  descending: boolean,
): readonly PointRow[] {
  const place = columns.findIndex((column) => column.key === key)
  if (place < 0) return rows
  const sign = descending ? -1 : 1
  return rows.toSorted((one, other) => {
    const [a, b] = [one.cells[place].order, other.cells[place].order]
    if (typeof a === 'string' || typeof b === 'string') return sign * String(a).localeCompare(String(b))
    if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
    return a === b ? 0 : sign * (a < b ? -1 : 1)
  })
}
