import type { Interval } from '@core/objectives/contract'
import { contours } from 'd3-contour'

/** A function sampled on a grid: `values[i + j * columns]` at (x(i), y(j)), rows upwards from the window's bottom. */
export interface Grid {
  readonly columns: number
  readonly rows: number
  readonly values: Float64Array
  /** Where element 0 lies, and the distance to the next one. */
  readonly x0: number
  readonly y0: number
  readonly dx: number
  readonly dy: number
}

export interface ContourLine {
  readonly level: number
  /** Closed rings in the window's coordinates; the first of a polygon is its outside. */
  readonly polygons: readonly (readonly (readonly (readonly [number, number])[])[])[]
}

/**
 * Samples a window, one cell beyond it on every side so that lines run to its edge.
 * What is not finite becomes the largest finite value there is: high ground.
 */
export function sampleGrid(
  value: (theta: Float64Array) => number,
  [left, right]: Interval,
  [bottom, top]: Interval,
  columns: number,
  rows: number,
): Grid {
  const dx = (right - left) / (columns - 3)
  const dy = (top - bottom) / (rows - 3)
  const x0 = left - dx
  const y0 = bottom - dy
  const values = new Float64Array(columns * rows)
  const theta = new Float64Array(2)
  let highest = 0
  for (let j = 0; j < rows; j++) {
    for (let i = 0; i < columns; i++) {
      theta[0] = x0 + i * dx
      theta[1] = y0 + j * dy
      const sample = value(theta)
      values[i + j * columns] = sample
      if (Number.isFinite(sample) && sample > highest) highest = sample
    }
  }
  for (let k = 0; k < values.length; k++) if (!Number.isFinite(values[k])) values[k] = highest
  return { columns, rows, values, x0, y0, dx, dy }
}

const series: readonly (readonly number[])[] = [[1, 1.5, 2, 3, 5, 7], [1, 2, 5], [1, 3], [1]]

/** The levels of `contourLevels`, with 0 among them wherever the values go both ways. */
export function levelsAcross(
  values: Float64Array,
  floor: number | undefined,
  count?: number,
): readonly number[] {
  const [low, high] = spanOf(values)
  const zero = low < 0 && high > 0 ? [0] : []
  // What was rounded to the same number is one level.
  return [...new Set([...zero, ...contourLevels(values, floor, count)])].sort((a, b) => a - b)
}

/**
 * Levels that show valleys and slopes alike: 1-2-5 times powers of ten above `floor`, the lowest
 * known value, so that a line keeps its level while the window moves. Where a window spans little
 * of the height above the floor, equally spaced round levels.
 *
 * @param floor undefined where no value is the lowest, as on a saddle: the levels are then equally
 *   spaced round numbers, 0 among them wherever it is crossed
 * @param count how many are wanted at the most
 */
export function contourLevels(
  values: Float64Array,
  floor: number | undefined,
  count = 18,
): readonly number[] {
  if (floor === undefined) {
    const [low, high] = spanOf(values)
    return evenLevels(low, high, count)
  }
  const heights = values.map((value) => value - floor).filter((height) => height > 1e-300)
  if (heights.length === 0) return []
  heights.sort()
  const highest = heights[heights.length - 1]
  const lowest = Math.max(heights[Math.floor(heights.length * 0.002)], highest * 1e-12)
  if (highest / lowest < 4) return evenLevels(lowest, highest, count).map((height) => floor + height)
  for (const factors of series) {
    const levels = powerLevels(lowest, highest, factors, 1)
    if (levels.length <= count) return levels.map((height) => roundAbove(floor, height))
  }
  const decades = Math.log10(highest / lowest)
  return powerLevels(lowest, highest, [1], Math.ceil(decades / count)).map((height) =>
    roundAbove(floor, height),
  )
}

/** The number with the fewest digits about so high above the floor: 1 where that is 0.968. */
function roundAbove(floor: number, height: number): number {
  if (floor === 0) return height
  const exponent = Math.floor(Math.log10(height) + 1e-9)
  // Coarsely, where the next level is far enough for that.
  const digit = height / 10 ** exponent < 1.75 ? exponent - 1 : exponent
  const level =
    digit < -15 ? floor + height : Number(`${Math.round((floor + height) / 10 ** digit)}e${digit}`)
  return level > floor ? level : floor + height
}

/** The lowest and the highest value. */
export const spanOf = (values: Float64Array): Interval =>
  values.reduce<[number, number]>(
    ([low, high], value) => [Math.min(low, value), Math.max(high, value)],
    [Infinity, -Infinity],
  )

function powerLevels(low: number, high: number, factors: readonly number[], every: number): number[] {
  const levels: number[] = []
  const last = Math.floor(Math.log10(high))
  for (let exponent = Math.floor(Math.log10(low)); exponent <= last; exponent++) {
    if (exponent % every !== 0) continue
    for (const factor of factors) {
      const level = Number(`${factor}e${exponent}`)
      if (level >= low && level < high) levels.push(level)
    }
  }
  return levels
}

function evenLevels(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count
  // What rounding leaves of a plain is no slope.
  if (!(rough > Math.max(Math.abs(low), Math.abs(high)) * 1e-12 && rough > 1e-300)) return []
  const power = 10 ** Math.floor(Math.log10(rough))
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power
  const first = Math.ceil(low / step)
  return Array.from({ length: Math.max(0, Math.ceil(high / step) - first) }, (_, k) => (first + k) * step)
}

/** The areas at or above every level, in the window's coordinates. */
export function contourLines(grid: Grid, levels: readonly number[]): readonly ContourLine[] {
  const trace = contours().size([grid.columns, grid.rows]).smooth(true)
  // The types ask for number[], but any indexable numbers are read the same way.
  const values = grid.values as unknown as number[]
  return levels.map((level) => ({
    level,
    polygons: trace
      .contour(values, level)
      .coordinates.map((polygon) =>
        polygon.map((ring) =>
          ring.map(([i, j]): [number, number] => [
            grid.x0 + (i - 0.5) * grid.dx,
            grid.y0 + (j - 0.5) * grid.dy,
          ]),
        ),
      ),
  }))
}

/** How many samples fit a budget in milliseconds when one costs `cost`; `most` is as many as are of use. */
export function affordableCells(cost: number, budget: number, most: number): number {
  return Math.max(24 * 24, Math.min(most, Math.floor(budget / Math.max(cost, 1e-6))))
}
