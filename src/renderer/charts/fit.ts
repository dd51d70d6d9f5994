import { inDataUnits, weightsInDataUnits } from '@core/data/standardize'
import type { Fit, Interval, Scale } from '@core/objectives/contract'
import { formatCount, formatNumber } from '../model/format'
import { usableExtent } from './scales/axis'
import { pointAt, type StyledPath } from './painters/path-painter'
import { numberCell, type ChartTableData } from './frame/table'
import type { FitChartProps, PathView } from '../model/chart-data'

/** What is fitted, and to what, everything in the data's own units. */
export interface Fitted {
  readonly table: FitChartProps['table']
  readonly fit: Fit
  /** What the weights of paths are to be divided by; undefined where their features are the table's. */
  readonly scales: readonly Scale[] | undefined
  readonly best: readonly number[] | undefined
}

export const fittedOf = ({ table, fit, best }: Pick<FitChartProps, 'table' | 'fit' | 'best'>): Fitted => ({
  table: inDataUnits(table),
  fit,
  scales: table.scales,
  best: best && table.scales ? weightsInDataUnits(best, table.scales) : best,
})

/** From the lowest to the highest number, and a little room. */
export function extentOf(values: Iterable<number>): Interval {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value < low) low = value
    if (value > high) high = value
  }
  return usableExtent(low, high, 'linear', 0.05)
}

/**
 * The weights and the intercept at the playhead, in the data's own units; undefined where there are
 * none yet, or none of finite numbers.
 */
export function fittedAt(
  path: PathView,
  playhead: number | undefined,
  scales?: readonly Scale[],
): readonly number[] | undefined {
  const point = pointAt(path, playhead)
  const theta = point?.path.theta.map((column) => column[point.index])
  if (!theta?.every(Number.isFinite)) return undefined
  return scales ? weightsInDataUnits(theta, scales) : theta
}

/** Predictions for those rows of the table, in their order. */
export function predictionsOf(
  { table: { features }, fit }: Pick<Fitted, 'table' | 'fit'>,
  theta: readonly number[],
  rows: ArrayLike<number>,
): Float64Array {
  const predicted = new Float64Array(rows.length)
  const row = new Float64Array(features.length)
  for (let k = 0; k < rows.length; k++) {
    for (let j = 0; j < row.length; j++) row[j] = features[j][rows[k]]
    predicted[k] = fit.predict(theta, row)
  }
  return predicted
}

/** How good a fit is, by what it predicts for every row of the table. */
export interface Quality {
  readonly label: string
  readonly value: number
}

/** R^2 and root mean squared error of predicted numbers; of probabilities, the share of rows told right. */
export function qualityOf(fitted: Pick<Fitted, 'table' | 'fit'>, theta: readonly number[]): Quality[] {
  const { target } = fitted.table
  const predicted = predictionsOf(fitted, theta, Array.from(target.keys()))
  if (fitted.fit.predicts === 'probability') {
    const right = target.filter((label, row) => label === (predicted[row] > 0.5 ? 1 : 0))
    return [{ label: 'Accuracy', value: right.length / target.length }]
  }
  const mean = target.reduce((sum, value) => sum + value, 0) / target.length
  const spread = target.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  const left = target.reduce((sum, value, row) => sum + (value - predicted[row]) ** 2, 0)
  return [
    { label: 'R²', value: 1 - left / spread },
    { label: 'RMSE', value: Math.sqrt(left / target.length) },
  ]
}

const signed = (value: number, text: string): string => `${value < 0 ? '−' : '+'} ${text}`

/** `mpg = 37.23 − 3.878 wt + 0.5`, or the log-odds of class 1 likewise. */
export function equationOf({ table, fit }: Pick<Fitted, 'table' | 'fit'>, theta: readonly number[]): string {
  const terms = table.featureNames.map((name, j) =>
    j === 0
      ? `${formatNumber(theta[0])} ${name}`
      : signed(theta[j], `${formatNumber(Math.abs(theta[j]))} ${name}`),
  )
  const intercept = theta[table.featureNames.length]
  const target = fit.predicts === 'number' ? table.targetName : `log-odds of ${table.targetName}`
  return `${target} = ${terms.join(' ')} ${signed(intercept, formatNumber(Math.abs(intercept)))}`
}

const qualityText = (qualities: readonly Quality[]): string =>
  qualities.map(({ label, value }) => `${label} ${formatNumber(value)}`).join(', ')

/** The picture in words, for those who don't see it. */
export function describeFit(
  title: string,
  fitted: Fitted,
  rows: number,
  paths: readonly PathView[],
  playhead: number | undefined,
): string {
  const inWords = (label: string, theta: readonly number[] | undefined): string =>
    theta
      ? `${label}: ${equationOf(fitted, theta)}; ${qualityText(qualityOf(fitted, theta))}.`
      : `${label}: no fit.`
  const fits = paths.slice(0, 8).map((path) => inWords(path.label, fittedAt(path, playhead, fitted.scales)))
  const { best, fit } = fitted
  const reference = best ? [inWords(fit.bestLabel, best)] : []
  return [`${title}: ${formatCount(rows)} rows of data.`, ...fits, ...reference].join(' ')
}

const noted = 3

/** How good the fits are, in a line below the picture. */
export function qualityNote(
  fitted: Fitted,
  paths: readonly PathView[],
  playhead: number | undefined,
): string {
  const found = paths.flatMap(({ label, ...path }) => {
    const theta = fittedAt({ label, ...path }, playhead, fitted.scales)
    return theta ? [{ label, qualities: qualityOf(fitted, theta) }] : []
  })
  if (found.length === 0) return ''
  const shown = found.slice(0, noted)
  const measured = shown[0].qualities.map((quality, k) => {
    const each = shown.map(({ label, qualities }) => `${label} ${formatNumber(qualities[k].value)}`)
    return `${quality.label}: ${each.join(', ')}`
  })
  const rest = found.length > noted ? `; ${found.length - noted} more runs in the table` : ''
  return `${measured.join('; ')}${rest}.`
}

/** What of the data is not in the picture. */
export function dataNotes(
  { table: { sample, target } }: Pick<Fitted, 'table'>,
  { shown, total }: { readonly shown: number; readonly total: number },
): readonly string[] {
  if (sample) {
    const drawn = `${formatCount(target.length)} of ${formatCount(sample.rows)} rows`
    return [`Drawn from ${drawn}; the fits use them all.`]
  }
  if (shown >= total) return []
  return [
    `Showing ${formatCount(shown)} of ${formatCount(total)} rows: those that share a pixel are one dot.`,
  ]
}

/** Weights in the data's own units and how good the fit is, a row a run. */
export function fitTable(
  title: string,
  parameterNames: readonly string[],
  fitted: Fitted,
  paths: readonly PathView[],
  playhead: number | undefined,
): ChartTableData {
  const { best, fit, scales, table } = fitted
  const measures = fit.predicts === 'number' ? ['R²', 'RMSE'] : ['Accuracy']
  const cells = (theta: readonly number[] | undefined): ReturnType<typeof numberCell>[] => {
    const qualities = theta ? qualityOf(fitted, theta) : []
    return [
      ...parameterNames.map((_, j) => numberCell(theta?.[j])),
      ...measures.map((_, k) => numberCell(qualities[k]?.value)),
    ]
  }

  const isLine = fit.predicts === 'number' && table.features.length === 1
  return {
    caption: scales ? `${title}: weights in the data’s own units` : title,
    head: [...(isLine ? ['Weight', 'Intercept'] : parameterNames), ...measures],
    rows: [
      ...paths.map((path) => ({
        key: path.key,
        label: path.label,
        cells: cells(fittedAt(path, playhead, scales)),
      })),
      ...(best ? [{ key: 'reference', label: fit.bestLabel, cells: cells(best) }] : []),
    ],
  }
}

/** What a picture of a fit is drawn from. */
export interface FitModel extends Fitted {
  readonly paths: readonly StyledPath[]
  readonly version: number | undefined
}
