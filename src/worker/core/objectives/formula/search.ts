import { RandomState } from '../../data/random'
import { extremes } from '../../eigenvalues'
import { solve } from '../../linear-system'
import { dot, euclidean } from '../../norms'
import type { Interval, Minimum, Objective } from '../contract'

/**
 * Minima found by going down from many places. Each is certified by its gradient, next to nothing, and its
 * curvature, upwards in every direction. That none is lower nobody knows.
 */

type Searched = Pick<Objective, 'dimension' | 'value' | 'evaluate'> & Required<Pick<Objective, 'hessian'>>

/** Beyond these many parameters so few starts tell nothing, and every step solves a system. */
const widest = 16
const starts = { line: 41, plane: 49, beyond: 32 } as const
const steps = 60
/** More are not told apart in a picture. */
const most = 16
/** How far outside of the box a minimum may be, in its widths. */
const outside = 2
/** A gradient of this share of the start's is none. */
const flat = 1e-8
/** A curvature below this share of the largest is none. */
const weak = 1e-7
/** Minima closer together than this share of the box are one. */
const apart = 1e-4

/** Starts evenly over a line or a plane, and drawn at random in more dimensions; always the same ones. */
function startsIn(box: readonly Interval[]): number[][] {
  const at = ([low, high]: Interval, share: number): number => low + share * (high - low)
  if (box.length === 1) {
    return Array.from({ length: starts.line }, (_, k) => [at(box[0], k / (starts.line - 1))])
  }
  if (box.length === 2) {
    const side = Math.sqrt(starts.plane)
    return Array.from({ length: starts.plane }, (_, k) => [
      at(box[0], (Math.floor(k / side) + 0.5) / side),
      at(box[1], ((k % side) + 0.5) / side),
    ])
  }
  const random = new RandomState(0)
  return Array.from({ length: starts.beyond }, () => box.map((each) => at(each, random.double())))
}

/** Newton's method with the curvature lifted until it is upwards everywhere, and steps halved until they go down. */
function wayDown(
  objective: Searched,
  start: readonly number[],
): { theta: Float64Array; value: number } | undefined {
  const { dimension, evaluate, value, hessian } = objective
  const theta = Float64Array.from(start)
  const gradient = new Float64Array(dimension)
  const curvature = new Float64Array(dimension * dimension)
  let height = evaluate(theta, gradient)
  const slope = euclidean(gradient)
  if (!Number.isFinite(height) || !Number.isFinite(slope)) return undefined
  for (let k = 0; k < steps && euclidean(gradient) > 0; k++) {
    hessian(theta, curvature)
    if (!curvature.every(Number.isFinite)) return undefined
    const { smallest, largest } = extremes(curvature, dimension)
    const scale = Math.max(Math.abs(smallest), Math.abs(largest))
    const lift = smallest > weak * scale ? 0 : -smallest + 1e-3 * scale + Number.MIN_VALUE
    for (let i = 0; i < dimension; i++) curvature[i * dimension + i] += lift
    const step = gradient.map((each) => -each)
    solve(curvature, step)
    const next = halved(value, theta, step, height, dot(gradient, step))
    if (!next) break
    theta.set(next)
    height = evaluate(theta, gradient)
    if (!Number.isFinite(height)) return undefined
  }
  hessian(theta, curvature)
  const { smallest, largest } = extremes(curvature, dimension)
  const isFlat = euclidean(gradient) <= flat * Math.max(slope, largest)
  return isFlat && largest > 0 && smallest > weak * largest ? { theta, value: height } : undefined
}

function halved(
  value: Objective['value'],
  from: Float64Array,
  step: Float64Array,
  height: number,
  slope: number,
): Float64Array | undefined {
  if (!(slope < 0)) return undefined
  for (let share = 1; share > 1e-10; share /= 2) {
    const next = from.map((each, i) => each + share * step[i])
    if (value(next) < height + 1e-4 * share * slope) return next
  }
  return undefined
}

/**
 * The lowest first.
 * @param evaluations of the value that there is time for
 */
export function findMinima(
  objective: Searched,
  box: readonly Interval[],
  evaluations: number,
): readonly Minimum[] {
  const { dimension } = objective
  if (dimension > widest) return []
  const each = steps * (dimension + 3)
  const tried = startsIn(box).slice(0, Math.floor(evaluations / each))
  const size = Math.hypot(...box.map(([low, high]) => high - low))
  const isNear = (theta: Float64Array): boolean =>
    box.every(([low, high], i) => {
      const reach = outside * (high - low)
      return theta[i] > low - reach && theta[i] < high + reach
    })
  const found: { theta: Float64Array; value: number }[] = []
  for (const start of tried) {
    const end = wayDown(objective, start)
    if (!end || !isNear(end.theta)) continue
    const isKnown = found.some(
      ({ theta }) => Math.hypot(...theta.map((x, i) => x - end.theta[i])) < apart * size,
    )
    if (!isKnown) found.push(end)
  }
  return found
    .sort((a, b) => a.value - b.value)
    .slice(0, most)
    .map(({ theta, value }) => ({ theta: [...theta], value, isFound: true }))
}
