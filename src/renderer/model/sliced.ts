import type { Interval, Minimum, Objective } from '@core/objectives/contract'
import type { PathView } from './chart-data'
import { formatParameter } from './format'
import {
  alongParameters,
  dot,
  liesIn,
  parameterAlong,
  placeIn,
  principalPlane,
  throughPoints,
  type Plane,
} from './plane'
import type { Sequence } from './sequence'
import { boxWith } from './surface'

/** Two parameters; start, end and minimum; the paths' main directions. */
export type PlaneChoice = 'parameters' | 'points' | 'principal'

/** An objective of any number of parameters and the ways down it. */
export interface Sliced {
  readonly objective: Objective
  readonly paths: readonly PathView[]
  /** Ways that nobody has run; they have no say in what is shown. */
  readonly previews?: readonly PathView[] | undefined
  readonly start: readonly number[] | undefined
  readonly drawnStarts: readonly (readonly number[])[]
}

/** The plane, and what it was made of. */
export interface Drawn {
  readonly plane: Plane | undefined
  readonly points: readonly (readonly number[])[]
}

/** Paths give directions as far as this many boxes around the one worth drawing; diverged ones go on. */
const wideBoxes = 2
/** Room around what a plane of its own has to show, as a share of it. */
const room = 0.2

/** What is marked in a picture: known minima, else those that were found. */
export const minimaOf = ({ minima, foundMinima = [] }: Objective): readonly Minimum[] =>
  minima.length > 0 ? minima : foundMinima

const sizeOf = (domain: readonly Interval[]): number => Math.hypot(...domain.map(([low, high]) => high - low))

/** The points of the paths in and around the box worth drawing. */
export function pointsOf(
  paths: readonly PathView[],
  domain: readonly Interval[],
): readonly (readonly number[])[] {
  const boxes = domain.map(([low, high]): Interval => {
    const reach = wideBoxes * (high - low)
    return [low - reach, high + reach]
  })
  const points: number[][] = []
  for (const { theta } of paths) {
    const count = Math.min(...theta.map((column) => column.length))
    for (let k = 0; k < count; k++) {
      if (boxes.every(([low, high], j) => theta[j][k] >= low && theta[j][k] <= high))
        points.push(theta.map((column) => column[k]))
    }
  }
  return points
}

/** What there is to see in a plane of its own: the points, with room around them. */
function boxAround(plane: Plane, points: readonly (readonly number[])[]): readonly Interval[] {
  const span = [
    [Infinity, -Infinity],
    [Infinity, -Infinity],
  ]
  for (const point of points) {
    placeIn(plane, point).forEach((value, axis) => {
      span[axis][0] = Math.min(span[axis][0], value)
      span[axis][1] = Math.max(span[axis][1], value)
    })
  }
  const widest = Math.max(...span.map(([low, high]) => high - low)) || 1
  return span.map(([low, high]): Interval => {
    // A direction along which nearly nothing happens is shown in the scale of the other.
    const half = Math.max(((high - low) / 2) * (1 + 2 * room), widest / 4)
    const middle = (low + high) / 2
    return [middle - half, middle + half]
  })
}

/** The parameters that the others of a slice along two of them have. */
function others({ objective, paths, start }: Sliced): readonly [readonly number[], string] {
  const [minimum] = objective.minima
  if (minimum) return [minimum.theta, 'at the minimum']
  const end = endOf(paths)
  return end ? [end, 'at the end of the path'] : [start ?? objective.defaultStart, 'at the start']
}

function endOf(paths: readonly PathView[]): readonly number[] | undefined {
  for (const { theta } of paths) {
    const last = Math.min(...theta.map((column) => column.length)) - 1
    const end = theta.map((column) => column[last])
    if (end.length > 0 && end.every(Number.isFinite)) return end
  }
  return undefined
}

/** The plane that is asked for; undefined where there is none yet. */
export function planeOf(
  choice: PlaneChoice,
  axes: readonly [number, number],
  sliced: Sliced,
  points: readonly (readonly number[])[],
): Plane | undefined {
  const { objective, paths } = sliced
  const [minimum] = objective.minima
  if (choice === 'parameters')
    return alongParameters(objective.parameterNames.map(formatParameter), axes, ...others(sliced))
  const end = endOf(paths)
  if (!end) return undefined
  if (choice === 'principal')
    return principalPlane(points, minimum?.theta ?? end, minimum ? 'the minimum' : 'the end of the path')
  const start = paths[0].theta.map((column) => column[0])
  return throughPoints(start, end, minimum?.theta, points)
}

/** A path as the plane shows it; parameters of their own are handed on as they are. */
export function projectPath(path: PathView, plane: Plane): PathView {
  const column = (direction: readonly number[]): Float64Array => {
    const index = parameterAlong(plane, direction)
    if (index !== undefined) return path.theta[index]
    const count = path.theta.reduce((least, values) => Math.min(least, values.length), path.x.length)
    const offset = dot(plane.origin, direction)
    const places = new Float64Array(count)
    for (let k = 0; k < count; k++) {
      let sum = -offset
      for (let j = 0; j < direction.length; j++) sum += direction[j] * path.theta[j][k]
      places[k] = sum
    }
    return places
  }
  const sequence = (theta: readonly Sequence[], direction: readonly number[]): Sequence => {
    const index = parameterAlong(plane, direction)
    if (index !== undefined) return theta[index]
    return {
      length: theta[0].length,
      at(k) {
        const here = theta.map((each) => each.at(k))
        if (here.includes(undefined)) return undefined
        return here.reduce<number>(
          (sum, value, j) => sum + ((value ?? NaN) - plane.origin[j]) * direction[j],
          0,
        )
      },
    }
  }
  const { whole } = path
  return {
    ...path,
    theta: [column(plane.u), column(plane.v)],
    ...(whole && {
      whole: { x: whole.x, theta: [sequence(whole.theta, plane.u), sequence(whole.theta, plane.v)] },
    }),
  }
}

export function minimaIn(plane: Plane, objective: Objective): readonly Minimum[] {
  const size = sizeOf(objective.domain)
  return minimaOf(objective)
    .filter(({ theta }) => liesIn(plane, theta, size))
    .map((minimum) => ({ ...minimum, theta: placeIn(plane, minimum.theta) }))
}

export function wantedBox({ objective, start }: Sliced, { plane, points }: Drawn): readonly Interval[] {
  if (!plane) return boxWith(objective.domain, start ?? [])
  const axes = [plane.u, plane.v].map((direction) => parameterAlong(plane, direction))
  const [i, j] = axes
  if (i !== undefined && j !== undefined) {
    const domain = [objective.domain[i], objective.domain[j]]
    return boxWith(domain, start ? [start[i], start[j]] : [])
  }
  return boxAround(plane, [...points, plane.origin, ...(start ? [start] : [])])
}
