import { setImmediate as otherWork } from 'node:timers/promises'
import { groupCounts, groupWork, recordedPlaces, type GroupRun, type Numbers } from '@core/comparison/groups'
import { reducedGroup } from '@core/comparison/reduced-groups'
import { distanceTo } from '@core/norms'
import { iterationOf, parameterSeries } from '@core/plan'
import { isLive } from '@core/run-statuses'
import type { CallArguments, CurveBand, RunRecord } from '../../contract'
import { Fault } from '../../faults'
import type { Store } from '../../store'

type Curves = Store['curves']
type Asked = CallArguments<'curves.band'>

/** Points of all its runs together that are held while a group is worked out: 16 MB. */
const heldTogether = 2_000_000
/** The most and the fewest of one run that are read at once. */
const mostRead = 4_096
const fewestRead = 256
/** Numbers between which other questions have their turn: some milliseconds. */
const inTurn = 100_000
/** Of more than four times as many places an answer has a picture. */
const stretches = 4_000

/** Columns of a stored curve, of which one part after the other is read. */
function storedValues(
  curves: Curves,
  run: number,
  length: number,
  size: number,
  names: readonly string[],
  valueOf: (point: Float64Array) => number,
): Numbers {
  let first = 0
  let columns: readonly Float64Array[] = []
  const point = new Float64Array(names.length)
  return {
    length,
    at(index) {
      if (index < 0 || index >= length) return undefined
      if (index < first || index >= first + (columns.at(0)?.length ?? 0)) {
        first = index - (index % size)
        const { series } = curves.read(run, names, first, Math.min(size, length - first))
        columns = names.map((name) => series[name])
      }
      for (const [place, column] of columns.entries()) point[place] = column[index - first]
      return valueOf(point)
    },
  }
}

/** The series that a measure needs, and how it follows from them. */
function measureOf(measured: Asked['measured']): {
  readonly names: readonly string[]
  readonly valueOf: (point: Float64Array) => number
} {
  if ('series' in measured) {
    const { series, less } = measured
    return { names: [series], valueOf: less === 0 ? ([value]) => value : ([value]) => value - less }
  }
  const { distanceTo: points } = measured
  return { names: parameterSeries(points[0].length), valueOf: (theta) => distanceTo(points, theta) }
}

/** Works out groups of stored curves, over all that is recorded of them. */
export function createBands(curves: Curves, recordOf: (run: number) => RunRecord | undefined) {
  return async ({ runs: ids, measured, ...choice }: Asked): Promise<CurveBand> => {
    const { names, valueOf } = measureOf(measured)
    const size = Math.min(mostRead, Math.max(fewestRead, Math.floor(heldTogether / ids.length)))
    const found = ids.flatMap((id) => recordOf(id) ?? [])
    const without = found.find(({ series }) => names.some((name) => !series.includes(name)))
    if (without) {
      const message = `run ${without.id} has no recorded series ${names.find((name) => !without.series.includes(name))}`
      throw new Fault('missing', message)
    }
    // A run that goes on has more points from one moment to the next: the record is asked after the curve.
    const recorded = found.flatMap(({ id }) => {
      const length = curves.count(id)
      const record = recordOf(id)
      return record && length > 0 ? [{ record, length }] : []
    })
    const grids = recorded.map(({ record: { recordEvery: every, iterations }, length }) => ({
      every,
      last: iterationOf(length - 1, every, iterations),
    }))
    const group = recorded.map(({ record, length }, index): GroupRun => {
      const { every, last } = grids[index]
      return {
        x: { length, at: (k) => (k >= 0 && k < length ? iterationOf(k, every, last) : undefined) },
        y: storedValues(curves, record.id, length, size, names, valueOf),
        diverged: record.status === 'diverged',
      }
    })
    // What those that are still going will come to is not known yet.
    const until = found.some(({ status, points }) => points === 0 && isLive(status))
      ? -1
      : Math.min(
          ...recorded.flatMap(({ record }, index) => (isLive(record.status) ? [grids[index].last] : [])),
        )
    const places = recordedPlaces(grids).filter((place) => place <= until)
    const work = groupWork(group, places, choice)
    const step = Math.max(1, Math.floor(inTurn / Math.max(1, group.length)))
    for (let end = step; end < places.length + step; end += step) {
      work.goOn(end)
      await otherWork()
    }
    return {
      ...reducedGroup(work.curve, stretches),
      counts: groupCounts(group),
      places: places.length,
    }
  }
}
