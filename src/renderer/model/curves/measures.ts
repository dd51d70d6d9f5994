import { baseRateOf } from '@core/changes'
import { distanceTo } from '@core/norms'
import type { Minimum } from '@core/objectives/contract'
import { distanceSeries, isParameterSeries, isScheduled, lowestMinima, rateSeries } from '@core/plan'
import type { RunRecord } from '../../../main/contract'
import type { ScaleKind } from '../chart-data'

/** What can be plotted of a run. */
export const measures = [
  { value: 'loss', label: 'Loss', title: 'Loss' },
  { value: 'excess_loss', label: 'Excess loss', title: 'Loss − minimum' },
  { value: 'gradient_norm', label: 'Gradient norm', title: 'Gradient norm' },
  { value: 'learning_rate', label: 'Learning rate', title: 'Learning rate' },
  { value: 'distance', label: 'Distance to minimum', title: 'Distance to minimum' },
] as const
export type Measure = (typeof measures)[number]
export type Plotted = Measure['value']

export const measureOf = (plotted: Plotted): Measure =>
  measures.find(({ value }) => value === plotted) ?? measures[0]

/** How a measure follows from what was recorded. */
export interface Source {
  /** The recorded series it needs; none where it follows from the update alone. */
  readonly series: readonly string[]
  /** Its value where the series have these values; left out where it is the one series itself. */
  readonly value?: (recorded: Float64Array) => number
  /** Without a series: its values from the first update on, and from each at which they change. */
  readonly steps?: readonly { readonly from: number; readonly value: number }[]
}

function rateSource(run: RunRecord): Source | undefined {
  if (run.series.includes(rateSeries)) return { series: [rateSeries] }
  const rate = baseRateOf(run)
  if (rate === undefined || isScheduled(run)) return undefined
  if (typeof rate === 'number') return { series: [], steps: [{ from: 0, value: rate }] }
  const turns = (run.changes ?? []).map(({ at }) => at).filter((at) => at > 0)
  return { series: [], steps: [0, ...turns].map((from) => ({ from, value: rate(from) })) }
}

function distanceSource({ series }: RunRecord, minima: readonly Minimum[]): Source | undefined {
  if (series.includes(distanceSeries)) return { series: [distanceSeries] }
  const parameters = series.filter(isParameterSeries)
  if (minima.length === 0 || parameters.length !== minima[0].theta.length) return undefined
  const goals = lowestMinima({ minima })
  return { series: parameters, value: (theta) => distanceTo(goals, theta) }
}

/**
 * How the measure of a run follows from its curve; undefined where it does not.
 * @param minima of the run's objective; none where they are not known, or the parameters not at hand
 */
export function sourceOf(plotted: Plotted, run: RunRecord, minima: readonly Minimum[]): Source | undefined {
  switch (plotted) {
    case 'excess_loss': {
      const { minimum } = run
      return minimum === null ? undefined : { series: ['loss'], value: ([loss]) => loss - minimum }
    }
    case 'learning_rate':
      return rateSource(run)
    case 'distance':
      return distanceSource(run, minima)
    default:
      return { series: [plotted] }
  }
}

/**
 * The choices worth offering: what every run can show. Of the learning rate one run's is worth a
 * look; some methods have none.
 */
export const offered = (runs: readonly RunRecord[], minima: readonly Minimum[]): readonly Measure[] =>
  measures.filter(({ value }) => {
    const shows = (run: RunRecord): boolean => sourceOf(value, run, minima) !== undefined
    return value === 'learning_rate' ? runs.some(shows) : runs.every(shows)
  })

/** A logarithm has nothing to show of losses below zero, and hides the shape of most schedules. */
export function usualScale(plotted: Plotted, runs: readonly RunRecord[]): ScaleKind {
  if (plotted === 'learning_rate') return 'linear'
  const isBelow = (loss: number | null): boolean => loss !== null && loss < 0
  const below =
    plotted === 'loss' && runs.some((run) => [run.minimum, run.bestLoss, run.finalLoss].some(isBelow))
  return below ? 'linear' : 'log'
}
