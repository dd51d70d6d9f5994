import { bindObjective } from '@core/plan'
import type { SurfaceSource } from '../../model/chart-data'
import { liesIn, sliceOf } from '../../model/plane'
import { surfaceOf } from '../../model/surface'
import { affordableCells, contourLines, levelsAcross, sampleGrid, spanOf } from '../painters/contours'
import type { Grid } from '../painters/contours'
import type { HeightRequest, Heights, SurfaceWindow } from './protocol'

/** A surface as the thread has it: made once from its description. */
export interface Sampled {
  readonly value: (at: Float64Array) => number
  /** The lowest value there is, as far as is known; undefined where it goes on below zero as above. */
  readonly floor: number | undefined
  /** Milliseconds an evaluation takes. */
  readonly cost: number
}

/** Samples a side, where no minimum is known and the lowest value must be looked for. */
const searchCells = 48

export function sampledFrom(source: SurfaceSource): Sampled {
  const { objective: spec, table, plane, domain } = source
  const objective = bindObjective({ objective: spec }, table)
  const whole = surfaceOf(objective)
  const value = plane ? sliceOf(plane, whole) : whole
  const size = Math.hypot(...objective.domain.map(([low, high]) => high - low))
  const inPlane = objective.minima.filter(({ theta }) => !plane || liesIn(plane, theta, size))
  const [x, y] = domain
  return {
    value,
    floor: inPlane.length > 0 ? Math.min(...inPlane.map((each) => each.value)) : lowestOf(value, { x, y }),
    cost: costOf(value, x[0], y[0]),
  }
}

function lowestOf(value: Sampled['value'], { x, y }: SurfaceWindow): number | undefined {
  const [lowest, highest] = spanOf(sampleGrid(value, x, y, searchCells, searchCells).values)
  // Where no minimum is known and the values go both ways, zero is the level to measure from.
  return lowest < 0 && highest > 0 ? undefined : lowest
}

/** The least of what was measured, for anything else may come between. */
function costOf(value: Sampled['value'], x: number, y: number): number {
  let cost = Infinity
  const at = Float64Array.of(x, y)
  const begin = performance.now()
  for (let times = 1; performance.now() - begin < 2 && times <= 4_096; times *= 2) {
    const from = performance.now()
    for (let k = 0; k < times; k++) value(at)
    // A clock that stood still says nothing.
    const taken = performance.now() - from
    if (taken > 0) cost = Math.min(cost, taken / times)
  }
  return Number.isFinite(cost) ? cost : 0
}

/** A window sampled in so many cells of about one shape, as far as the time goes; one cell beyond every side. */
export function gridOf(
  { value, cost }: Sampled,
  { x, y }: SurfaceWindow,
  width: number,
  height: number,
  pitch: number,
  budget: number,
): Grid {
  const cells = affordableCells(cost, budget, (width * height) / pitch ** 2)
  const side = Math.sqrt((width * height) / cells)
  return sampleGrid(
    value,
    x,
    y,
    Math.max(8, Math.round(width / side) + 3),
    Math.max(8, Math.round(height / side) + 3),
  )
}

/** Without the cells beyond the window. */
function inside({ columns, rows, values, x0, y0, dx, dy }: Grid): Grid {
  const [across, up] = [columns - 2, rows - 2]
  const within = new Float64Array(across * up)
  for (let j = 0; j < up; j++)
    within.set(values.subarray((j + 1) * columns + 1, (j + 1) * columns + 1 + across), j * across)
  return { columns: across, rows: up, values: within, x0: x0 + dx, y0: y0 + dy, dx, dy }
}

export function heightsOf(surface: Sampled, request: HeightRequest): Heights {
  const { x, y, cells, budget } = request
  const around = gridOf(surface, request, cells, cells, 1, budget)
  const levels = levelsAcross(around.values, surface.floor)
  const within = ([u, v]: readonly [number, number]): boolean =>
    u >= x[0] && u <= x[1] && v >= y[0] && v <= y[1]
  const lines = contourLines(around, levels).map(({ polygons }) => {
    const ends: number[] = []
    for (const ring of polygons.flat()) {
      for (let k = 1; k < ring.length; k++)
        if (within(ring[k - 1]) && within(ring[k])) ends.push(...ring[k - 1], ...ring[k])
    }
    return Float64Array.from(ends)
  })
  return { grid: inside(around), levels, lines, floor: surface.floor }
}
