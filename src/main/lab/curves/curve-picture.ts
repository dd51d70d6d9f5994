import { setImmediate as otherWork } from 'node:timers/promises'
import { firstWhere } from '@core/bisection'
import type { CallArguments, CurveSlice } from '../../contract'
import type { Store } from '../../store'
import type { CurveGrid, CurvePart } from './curve-part'

type Picture = NonNullable<CallArguments<'curves.read'>['picture']>

/** A curve with up to so many points a column is handed out whole. */
const pointsPerColumn = 4

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

const firstFrom = ({ total, at }: CurveGrid, iteration: number): number =>
  firstWhere(0, total, (index) => at(index) >= iteration)

function windowOf(grid: CurveGrid, part: CurvePart, { from, to }: Range, scale: Picture['scale']): Window {
  const { total, at } = grid
  const start = Math.max(Math.min(part.first, total), firstFrom(grid, from))
  const end = Math.max(
    start,
    Math.min(
      part.first + part.limit,
      firstWhere(0, total, (index) => at(index) > to),
    ),
  )
  // On a log scale there is nothing before iteration 1.
  const lowest = scale === 'log' ? firstFrom(grid, 1) : 0
  return { start, end, before: Math.max(lowest, start - 1), after: Math.min(total, end + 1) }
}

/** Where columns begin and end, by index; a neighbour on either side is a column of its own. */
function edgesOf(
  grid: CurveGrid,
  { before, start, end, after }: Window,
  { from, to }: Range,
  { columns, scale }: Picture,
): number[] {
  const edges = [before, start]
  for (let column = 1; column < columns; column++) {
    const share = column / columns
    const edge = scale === 'log' ? from * (to / from) ** share : from + (to - from) * share
    edges.push(Math.min(end, Math.max(start, firstFrom(grid, edge))))
  }
  edges.push(end, after)
  return edges
}

/** Reads of some curves what a picture needs. */
export function createPictures(curves: Store['curves'], gridOf: (run: number) => CurveGrid) {
  /** Lets runs and other calls have their turn before every series. */
  async function sliceOf(
    part: CurvePart,
    grid: CurveGrid,
    range: Range,
    picture: Picture,
  ): Promise<CurveSlice> {
    const { run, names } = part
    const { total, every, last } = grid
    const window = windowOf(grid, part, range, picture.scale)
    const { before: first, after } = window
    const count = Math.max(0, after - first)
    const isLong = window.end - window.start > pointsPerColumn * picture.columns
    const edges = isLong ? edgesOf(grid, window, range, picture) : undefined
    const series: [name: string, values: Float64Array][] = []
    const picked: [name: string, indices: Float64Array][] = []
    for (const name of names) {
      await otherWork()
      const points = edges && curves.extremes(run, name, edges)
      series.push([name, points?.values ?? curves.read(run, [name], first, count).series[name]])
      if (points) picked.push([name, points.indices])
    }
    const found = { run, first, count, total, every, last, series: Object.fromEntries(series) }
    return edges ? { ...found, picked: Object.fromEntries(picked) } : found
  }

  return async (parts: readonly CurvePart[], picture: Picture): Promise<readonly CurveSlice[]> => {
    const grids = parts.map(({ run }) => gridOf(run))
    const newest = Math.max(0, ...grids.map(({ total, at }) => (total > 0 ? at(total - 1) : 0)))
    const { from = 0, to = newest, scale } = picture
    const range = { from: scale === 'log' ? Math.max(1, from) : from, to }
    const slices: CurveSlice[] = []
    for (const [index, part] of parts.entries()) {
      slices.push(await sliceOf(part, grids[index], range, picture))
    }
    return slices
  }
}
