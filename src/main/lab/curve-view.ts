import { setImmediate as otherWork } from 'node:timers/promises'
import { iterationOf } from '@core/plan'
import type { CallArguments, CurveView, RunRecord, SeriesView } from '../contract'
import type { Store } from '../store'
import type { PickedPoints } from '../store/extremes'

type Request = CallArguments<'curves.view'>

/** A curve with up to so many points a column is handed out whole. */
const pointsPerColumn = 4

/** The points a curve has: of each the iteration. */
interface Grid {
  readonly total: number
  at(index: number): number
}

/** The first index at which it holds, of those below `count`; from there on it always does. */
function firstWhere(count: number, holds: (index: number) => boolean): number {
  let low = 0
  let high = count
  while (low < high) {
    const middle = Math.floor((low + high) / 2)
    if (holds(middle)) high = middle
    else low = middle + 1
  }
  return low
}

/** Iterations at the left edge of every column. */
function* leftEdges(from: number, to: number, { columns, scale }: Request): Generator<number> {
  for (let column = 0; column < columns; column++) {
    const share = column / columns
    yield scale === 'log' ? from * (to / from) ** share : from + (to - from) * share
  }
}

/** Answers `curves.view`; `record` gives a run as it is now. */
export function createViewer(curves: Store['curves'], record: (run: number) => RunRecord) {
  function gridOf(run: number): Grid {
    const total = curves.count(run)
    // Asked after the curve, so that a run in another process has its last point accounted for.
    const { recordEvery, iterations } = record(run)
    return { total, at: (index) => iterationOf(index, recordEvery, iterations) }
  }

  function viewOf(run: number, grid: Grid, from: number, to: number, request: Request): CurveView {
    const { total, at } = grid
    const start = firstWhere(total, (index) => at(index) >= from)
    const end = Math.max(
      start,
      firstWhere(total, (index) => at(index) > to),
    )
    // On a log scale there is nothing before iteration 1.
    const lowest = request.scale === 'log' ? firstWhere(total, (index) => at(index) >= 1) : 0
    const before = Math.max(lowest, start - 1)
    const after = Math.min(total, end + 1)
    const seriesView = ({ indices, values }: PickedPoints): SeriesView => ({
      iterations: indices.map(at),
      values,
    })

    function picked(): readonly PickedPoints[] {
      if (end - start <= pointsPerColumn * request.columns) {
        const { series } = curves.read(run, request.series, before, after - before)
        const indices = Float64Array.from({ length: after - before }, (_, index) => before + index)
        return request.series.map((name) => ({ indices, values: series[name] }))
      }
      const inner = [...leftEdges(from, to, request)].map((edge) =>
        firstWhere(total, (index) => at(index) >= edge),
      )
      const edges = [before, start, ...inner.slice(1), end, after]
      return request.series.map((name) => curves.extremes(run, name, edges))
    }

    const views = picked().map(seriesView)
    const series = Object.fromEntries(request.series.map((name, index) => [name, views[index]]))
    return { run, total, within: end - start, series }
  }

  /** Lets runs and other calls have their turn between the curves. */
  return async (request: Request): Promise<readonly CurveView[]> => {
    const grids = request.runs.map(gridOf)
    const newest = Math.max(...grids.map(({ total, at }) => (total > 0 ? at(total - 1) : 0)))
    const { from: wanted = 0, to = newest, scale } = request
    const from = scale === 'log' ? Math.max(1, wanted) : wanted
    const views: CurveView[] = []
    for (const [index, run] of request.runs.entries()) {
      if (index > 0) await otherWork()
      views.push(viewOf(run, grids[index], from, to, request))
    }
    return views
  }
}
