import type { TableView } from '@core/data/view'
import type { Fit, Interval } from '@core/objectives/contract'
import { formatCount, formatNumber } from '../model/format'
import { usableExtent } from './scales/axis'
import { pointAt, type StyledPath } from './painters/path-painter'
import { numberCell, type ChartTableData } from './frame/table'
import type { FitChartProps, PathView } from '../model/chart-data'

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

/** The parameters at the playhead; undefined where there are none yet, or none of finite numbers. */
export function fittedAt(path: PathView, playhead: number | undefined): readonly number[] | undefined {
  const point = pointAt(path, playhead)
  const theta = point?.path.theta.map((column) => column[point.index])
  return theta?.every(Number.isFinite) ? theta : undefined
}

/** What is fitted, with the names of its parameters. */
type Named = Pick<FitChartProps, 'fit' | 'parameterNames'>

/** The parameters as an equation, or in a list. */
function inWords(theta: readonly number[], { fit, parameterNames }: Named): string {
  if (!fit.isLine) return parameterNames.map((name, j) => `${name} = ${formatNumber(theta[j])}`).join(', ')
  const [weight, intercept] = theta
  return `${formatNumber(weight)} x ${intercept < 0 ? '−' : '+'} ${formatNumber(Math.abs(intercept))}`
}

export function describeFit(
  { title, best, ...named }: Named & Pick<FitChartProps, 'title' | 'best'>,
  rows: number,
  paths: readonly PathView[],
  playhead: number | undefined,
): string {
  const fits = paths.slice(0, 8).map((path) => {
    const theta = fittedAt(path, playhead)
    return `${path.label}: ${theta ? inWords(theta, named) : named.fit.isLine ? 'no line' : 'no curve'}.`
  })
  const reference = best ? ` ${named.fit.bestLabel}: ${inWords(best, named)}.` : ''
  return `${title}: ${formatCount(rows)} rows of data. ${fits.join(' ')}${reference}`
}

export function fitTable({
  title,
  fit,
  parameterNames,
  paths = [],
  playhead,
  best,
}: Named & Pick<FitChartProps, 'title' | 'paths' | 'playhead' | 'best'>): ChartTableData {
  const cells = (theta: readonly number[] | undefined): ReturnType<typeof numberCell>[] =>
    parameterNames.map((_, j) => numberCell(theta?.[j]))
  return {
    caption: title,
    head: fit.isLine ? ['Weight', 'Intercept'] : parameterNames,
    rows: [
      ...paths.map((path) => ({ key: path.key, label: path.label, cells: cells(fittedAt(path, playhead)) })),
      ...(best ? [{ key: 'reference', label: fit.bestLabel, cells: cells(best) }] : []),
    ],
  }
}

export interface FitModel {
  readonly x: Float64Array
  readonly y: Float64Array
  readonly sample?: TableView['sample']
  readonly paths: readonly StyledPath[]
  readonly fit: Fit
  readonly best: readonly number[] | undefined
  readonly version: number | undefined
}
