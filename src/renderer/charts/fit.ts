import type { TableView } from '@core/data/view'
import type { Interval } from '@core/objectives/contract'
import { formatCount, formatNumber } from '../model/format'
import { usableExtent } from './scales/axis'
import { pointAt, type StyledPath } from './painters/path-painter'
import { numberCell, type ChartTableData } from './frame/table'
import type { PathView } from '../model/chart-data'

/** [weight, intercept]. */
export type Line = readonly [number, number]

export function extentOf(values: Float64Array): Interval {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  return usableExtent(low, high, 'linear', 0.05)
}

/** The fitted line at the playhead; undefined where there is none yet, or none of finite numbers. */
export function lineAt(path: PathView, playhead: number | undefined): Line | undefined {
  const point = pointAt(path, playhead)
  if (!point) return undefined
  const [weight, intercept] = point.path.theta.map((column) => column[point.index])
  return Number.isFinite(weight) && Number.isFinite(intercept) ? [weight, intercept] : undefined
}

export const predict = ([weight, intercept]: Line, x: number): number => weight * x + intercept

const equation = ([weight, intercept]: Line): string =>
  `${formatNumber(weight)} x ${intercept < 0 ? '−' : '+'} ${formatNumber(Math.abs(intercept))}`

export function describeFit(
  title: string,
  rows: number,
  paths: readonly PathView[],
  playhead: number | undefined,
  leastSquares: Line | undefined,
): string {
  const lines = paths.slice(0, 8).map((path) => {
    const line = lineAt(path, playhead)
    return `${path.label}: ${line ? equation(line) : 'no line'}.`
  })
  const best = leastSquares ? ` Least squares: ${equation(leastSquares)}.` : ''
  return `${title}: ${formatCount(rows)} rows of data. ${lines.join(' ')}${best}`
}

export function fitTable(
  title: string,
  paths: readonly PathView[],
  playhead: number | undefined,
  leastSquares: Line | undefined,
): ChartTableData {
  const cells = (line: Line | undefined): ReturnType<typeof numberCell>[] => [
    numberCell(line?.[0]),
    numberCell(line?.[1]),
  ]
  return {
    caption: title,
    head: ['Weight', 'Intercept'],
    rows: [
      ...paths.map((path) => ({ key: path.key, label: path.label, cells: cells(lineAt(path, playhead)) })),
      ...(leastSquares ? [{ key: 'reference', label: 'Least squares', cells: cells(leastSquares) }] : []),
    ],
  }
}

export interface FitModel {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly sample?: TableView['sample']
  readonly paths: readonly StyledPath[]
  readonly leastSquares: Line | undefined
  readonly version: number | undefined
}
