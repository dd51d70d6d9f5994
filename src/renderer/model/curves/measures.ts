import { distanceTo } from '@core/norms'
import type { Minimum } from '@core/objectives/contract'
import { distanceSeries, isScheduled, minimumOf, rateSeries } from '@core/plan'
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
  /** The recorded series it needs; none where every point has the same value. */
  readonly series: readonly string[]
  /** Its value where the series have these values; left out where it is the one series itself. */
  readonly value?: (recorded: Float64Array) => number
}

const isParameter = (name: string): boolean => name.startsWith('theta_')

/** Where the lowest known value is taken, as the distance is measured where a run records it. */
export function goalsOf(minima: readonly Minimum[]): (readonly number[])[] {
  const lowest = minimumOf({ minima })
  return minima.filter(({ value }) => value === lowest).map(({ theta }) => theta)
}

function rateSource(run: RunRecord): Source | undefined {
  if (run.series.includes(rateSeries)) return { series: [rateSeries] }
  const { lr } = run.hyper
  return typeof lr !== 'number' || isScheduled(run) ? undefined : { series: [], value: () => lr }
}

function distanceSource({ series }: RunRecord, minima: readonly Minimum[]): Source | undefined {
  if (series.includes(distanceSeries)) return { series: [distanceSeries] }
  const parameters = series.filter(isParameter)
  if (minima.length === 0 || parameters.length !== minima[0].theta.length) return undefined
  const goals = goalsOf(minima)
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
  const below = plotted === 'loss' && runs.some(({ minimum }) => minimum !== null && minimum < 0)
  return below ? 'linear' : 'log'
}
