import { setImmediate as otherWork } from 'node:timers/promises'
import { firstWhere } from '@core/bisection'
import { iterationOf } from '@core/plan'
import type { CallArguments, CurvePicture, RunRecord, SeriesView } from '../../contract'
import type { Store } from '../../store'
import type { PickedPoints } from '../../store/curves/picked-points'

type Request = CallArguments<'curves.view'>

/** A curve with up to so many points a column is handed out whole. */
const pointsPerColumn = 4

/** The points a curve has: of each the iteration. */
interface Grid {
  readonly total: number
  at(index: number): number
}

/** Iterations, both ends included. */
interface Range {
  readonly from: number
  readonly to: number
}

/** Points of a curve by index, `end` left out. */
interface Window {
  readonly start: number
  readonly end: number
  /** With one more point on either side, where there is one. */
  readonly before: number
  readonly after: number
}

const firstFrom = ({ total, at }: Grid, iteration: number): number =>
  firstWhere(0, total, (index) => at(index) >= iteration)

function windowOf(grid: Grid, { from, to }: Range, { scale }: Request): Window {
  const { total, at } = grid
  const start = firstFrom(grid, from)
  const end = Math.max(
    start,
    firstWhere(0, total, (index) => at(index) > to),
  )
  // On a log scale there is nothing before iteration 1.
  const lowest = scale === 'log' ? firstFrom(grid, 1) : 0
  return { start, end, before: Math.max(lowest, start - 1), after: Math.min(total, end + 1) }
}

/** Where columns begin and end, by index; a neighbour on either side is a column of its own. */
function edgesOf(grid: Grid, window: Window, { from, to }: Range, { columns, scale }: Request): number[] {
  const edges = [window.before, window.start]
  for (let column = 1; column < columns; column++) {
    const share = column / columns
    const edge = scale === 'log' ? from * (to / from) ** share : from + (to - from) * share
    edges.push(firstFrom(grid, edge))
  }
  edges.push(window.end, window.after)
  return edges
}

/** Answers `curves.view`; `record` gives a run as it is now. */
export function createViewer(curves: Store['curves'], record: (run: number) => RunRecord) {
  function gridOf(run: number): Grid {
    const total = curves.count(run)
    // Asked after the curve, so that a run in another process has its last point accounted for.
    const { recordEvery, iterations } = record(run)
    return { total, at: (index) => iterationOf(index, recordEvery, iterations) }
  }

  function wholeSeries(run: number, name: string, { before, after }: Window): PickedPoints {
    const { series } = curves.read(run, [name], before, after - before)
    return { indices: series[name].map((_, index) => before + index), values: series[name] }
  }

  /** Lets runs and other calls have their turn before every series. */
  async function viewOf(run: number, grid: Grid, range: Range, request: Request): Promise<CurvePicture> {
    const window = windowOf(grid, range, request)
    const within = window.end - window.start
    const edges =
      within > pointsPerColumn * request.columns ? edgesOf(grid, window, range, request) : undefined
    const series: [name: string, SeriesView][] = []
    for (const name of request.series) {
      await otherWork()
      const { indices, values } = edges ? curves.extremes(run, name, edges) : wholeSeries(run, name, window)
      series.push([name, { iterations: indices.map(grid.at), values }])
    }
    return { run, total: grid.total, within, series: Object.fromEntries(series) }
  }

  return async (request: Request): Promise<readonly CurvePicture[]> => {
    const grids = request.runs.map(gridOf)
    const newest = Math.max(...grids.map(({ total, at }) => (total > 0 ? at(total - 1) : 0)))
    const { from = 0, to = newest, scale } = request
    const range = { from: scale === 'log' ? Math.max(1, from) : from, to }
    const views: CurvePicture[] = []
    for (const [index, run] of request.runs.entries()) {
      views.push(await viewOf(run, grids[index], range, request))
    }
    return views
  }
}
