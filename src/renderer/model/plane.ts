import { EigenvalueDecomposition, Matrix } from 'ml-matrix'

/**
 * A plane among the parameters of an objective: (a, b) stands for origin + a u + b v. u and v have
 * length 1 and are at right angles, so that the nearest place in the plane is a matter of two dot products.
 */
export interface Plane {
  readonly origin: readonly number[]
  readonly u: readonly number[]
  readonly v: readonly number[]
  /** What a and b are called. */
  readonly names: readonly [string, string]
  /** What it is a slice of, as a sentence; empty where the plane is all there is. */
  readonly about: string
}

type Vector = readonly number[]

export const dot = (a: Vector, b: Vector): number => a.reduce((sum, value, j) => sum + value * b[j], 0)
const minus = (a: Vector, b: Vector): number[] => a.map((value, j) => value - b[j])
const length = (a: Vector): number => Math.hypot(...a)
const unit = (dimension: number, index: number): number[] =>
  Array.from({ length: dimension }, (_, j) => (j === index ? 1 : 0))
/** What of `a` is at right angles to the unit vector `u`. */
const across = (a: Vector, u: Vector): number[] => {
  const along = dot(a, u)
  return a.map((value, j) => value - along * u[j])
}
const scaled = (a: Vector): number[] => {
  const size = length(a)
  return a.map((value) => value / size)
}

/** Of a distance, what rounding may leave of none. */
const nothing = 1e-9

/** Where in the plane the parameters lie, or the place nearest to them. */
export const placeIn = ({ origin, u, v }: Plane, theta: Vector): readonly [number, number] => {
  const away = minus(theta, origin)
  return [dot(away, u), dot(away, v)]
}

/** The parameters at a place in the plane. */
export const thetaAt = ({ origin, u, v }: Plane, a: number, b: number): number[] =>
  origin.map((value, j) => value + a * u[j] + b * v[j])

/** Whether the parameters lie in the plane, to within a small part of `size`. */
export const liesIn = (plane: Plane, theta: Vector, size: number): boolean =>
  length(minus(theta, thetaAt(plane, ...placeIn(plane, theta)))) <= 1e-6 * size

/** A function of all parameters as one of the plane's two numbers. */
export function sliceOf(
  { origin, u, v }: Plane,
  value: (theta: Float64Array) => number,
): (at: Float64Array) => number {
  const theta = new Float64Array(origin.length)
  return (at) => {
    for (let j = 0; j < theta.length; j++) theta[j] = origin[j] + at[0] * u[j] + at[1] * v[j]
    return value(theta)
  }
}

/** The parameters two by two: the others stay as they are at `at`. */
export function alongParameters(
  parameterNames: readonly string[],
  [i, j]: readonly [number, number],
  at: Vector,
  where: string,
): Plane {
  const names = [parameterNames[i], parameterNames[j]] as const
  return {
    origin: at.map((value, k) => (k === i || k === j ? 0 : value)),
    u: unit(at.length, i),
    v: unit(at.length, j),
    names,
    about:
      at.length === 2
        ? ''
        : `A slice of ${at.length} parameters along ${names[0]} and ${names[1]}, the others as ${where}.`,
  }
}

/** The point that lies farthest from the line through `from` along the unit vector `u`. */
function farthest(points: readonly Vector[], from: Vector, u: Vector): Vector | undefined {
  let found: Vector | undefined
  let most = 0
  for (const point of points) {
    const away = length(across(minus(point, from), u))
    if (away > most) [found, most] = [point, away]
  }
  return found
}

/**
 * The plane through start, end and minimum; undefined where these are one and the same point.
 * Where they lie on a line, or no minimum is known, the point of the path farthest from it is the third.
 */
export function throughPoints(
  start: Vector,
  end: Vector,
  minimum: Vector | undefined,
  points: readonly Vector[],
): Plane | undefined {
  const origin = minimum ?? end
  const reach = minus(origin, start)
  const size = length(reach)
  if (!(size > nothing * (length(origin) + length(start)))) return undefined
  const u = scaled(reach)
  const onLine = (point: Vector): boolean => length(across(minus(point, origin), u)) <= 1e-6 * size
  const target = minimum ? 'the minimum' : 'the end of the path'
  const ofThree = minimum !== undefined && !onLine(end)
  const third = ofThree ? end : farthest(points, origin, u)
  const straight = third === undefined || onLine(third)
  const aside = straight
    ? u.map((_, j) => across(unit(u.length, j), u)).reduce((a, b) => (length(b) > length(a) ? b : a))
    : across(minus(third, origin), u)
  const through = ofThree
    ? 'the start, the end of the path and the minimum'
    : straight
      ? `the start and ${target}; the path is straight, so any direction across will do`
      : `the start, ${target} and the point of the path farthest from the line between them`
  return {
    origin,
    u,
    v: scaled(aside),
    names: [`towards ${target}`, 'across'],
    about: `A slice of ${origin.length} parameters through ${through}. Paths are drawn where they are nearest to it.`,
  }
}

/** Directions of largest spread of points about their mean, the widest first, and the share of the spread along each. */
export function principalDirections(
  points: readonly Vector[],
): readonly { readonly direction: readonly number[]; readonly share: number }[] {
  if (points.length < 2) return []
  const dimension = points[0].length
  const mean = Array.from(
    { length: dimension },
    (_, j) => points.reduce((sum, point) => sum + point[j], 0) / points.length,
  )
  const covariance = Matrix.zeros(dimension, dimension)
  for (const point of points) {
    for (let j = 0; j < dimension; j++) {
      const away = point[j] - mean[j]
      for (let k = j; k < dimension; k++)
        covariance.set(j, k, covariance.get(j, k) + away * (point[k] - mean[k]))
    }
  }
  for (let j = 0; j < dimension; j++) for (let k = 0; k < j; k++) covariance.set(j, k, covariance.get(k, j))
  const { realEigenvalues, eigenvectorMatrix } = new EigenvalueDecomposition(covariance, {
    assumeSymmetric: true,
  })
  const total = realEigenvalues.reduce((sum, value) => sum + Math.max(0, value), 0)
  if (!(total > 0)) return []
  return realEigenvalues
    .map((value, k) => {
      const direction = eigenvectorMatrix.getColumn(k)
      // An axis has two directions: the one along which its largest entry grows.
      const largest = direction.reduce((a, b) => (Math.abs(b) > Math.abs(a) ? b : a))
      return {
        direction: direction.map((entry) => entry * Math.sign(largest)),
        share: Math.max(0, value) / total,
      }
    })
    .sort((a, b) => b.share - a.share)
}

/** The plane of the paths' two main directions, through `origin`; undefined where they do not move. */
export function principalPlane(points: readonly Vector[], origin: Vector, where: string): Plane | undefined {
  const [first, second] = principalDirections(points)
  if (!first) return undefined
  const percent = (share: number): string => `${(100 * share).toFixed(1)} %`
  return {
    origin,
    u: first.direction,
    v: second.direction,
    names: [`1st direction (${percent(first.share)})`, `2nd direction (${percent(second.share)})`],
    about: `A slice of ${origin.length} parameters through ${where}, along the first two principal directions of the paths, which hold ${percent(first.share + second.share)} of their spread. Paths are drawn where they are nearest to it.`,
  }
}

/** Which parameter a coordinate of the plane is, where it is one. */
export function parameterAlong({ origin }: Plane, direction: Vector): number | undefined {
  const index = direction.indexOf(1)
  return index >= 0 && origin[index] === 0 ? index : undefined
}
