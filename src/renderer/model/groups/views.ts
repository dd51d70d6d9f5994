import { climbs } from '@core/ascent'
import { groupLabel } from '@core/comparison/groups'
import type { Minimum } from '@core/objectives/contract'
import { distanceSeries, lowestMinima, parameterSeries, rateSeries } from '@core/plan'
import type { CurveBand, RunRecord } from '../../../main/contract'
import type { CurveView } from '../chart-data'
import type { Plotted } from '../curves/measures'
import { formatCount } from '../format'
import type { BandInput } from './bands'

type Measured = BandInput['measured']

const seriesOf: Readonly<Record<Plotted, string>> = {
  loss: 'loss',
  excess_loss: 'loss',
  gradient_norm: 'gradient_norm',
  learning_rate: rateSeries,
  distance: distanceSeries,
}

/**
 * How the lab measures what is plotted of runs that differ in their seed alone; undefined where they have
 * not recorded it.
 * @param minima of their objective; none where they are not known
 */
export function measuredOf(
  plotted: Plotted,
  runs: readonly Pick<RunRecord, 'series' | 'minimum'>[],
  minima: readonly Minimum[],
): Measured | undefined {
  const have = (names: readonly string[]): boolean =>
    runs.every(({ series }) => names.every((name) => series.includes(name)))
  const series = seriesOf[plotted]
  const less = plotted === 'excess_loss' ? (runs.at(0)?.minimum ?? undefined) : 0
  if (have([series])) return less === undefined ? undefined : { series, less }
  if (plotted !== 'distance' || minima.length === 0) return undefined
  return have(parameterSeries(minima[0].theta.length))
    ? { distanceTo: lowestMinima({ minima }).map((point) => [...point]) }
    : undefined
}

/** Whether what is plotted is the better the lower it is: of what climbs, losses are not. */
export const goalOf = (plotted: Plotted, runs: readonly RunRecord[]): 'low' | 'high' =>
  plotted === 'loss' && runs.length > 0 && runs.every(climbs) ? 'high' : 'low'

export interface BandLook {
  readonly key: string
  readonly name: string
  readonly style: number
  readonly every?: number
}

/** A band as a chart draws it, named by what it is and by what stands behind it. */
export function bandView(
  { key, name, style, every }: BandLook,
  { x, low, middle, high, n, diverged, counts }: CurveBand,
  choice: Parameters<typeof groupLabel>[1],
  along: (iterations: Float64Array) => Float64Array = (iterations) => iterations,
): CurveView {
  return {
    key,
    name,
    label: `${name}: ${groupLabel(counts, choice)}`,
    style,
    x: along(x),
    y: middle,
    ...(every === undefined ? {} : { every }),
    band: { low, high, n, diverged },
  }
}

export const isUneven = (bands: Iterable<CurveBand>): boolean =>
  [...bands].some(({ counts }) => counts.uneven)

/** How bands are to be read, where that is not plain: in sentences for below the picture. */
export function bandNotes(bands: readonly CurveBand[]): readonly string[] {
  const gone = bands.some(({ counts }) => counts.diverged > 0)
  const reduced = bands.filter(({ x, places }) => places > x.length)
  const places = Math.max(0, ...reduced.map((band) => band.places))
  return [
    ...(gone
      ? [
          'A run that diverged counts as infinitely bad from there on: an edge or a middle that falls on it is not drawn.',
        ]
      : []),
    ...(reduced.length > 0
      ? [
          `Groups are worked out at ${reduced.length === 1 ? 'all' : 'up to'} ${formatCount(places)} recorded points; of these the picture has the extremes of each stretch.`,
        ]
      : []),
  ]
}
