import { curvatureAt, type Curvature } from '../curvature'
import { RandomState } from '../data/random'
import { distanceTo } from '../norms'
import { shortNumber } from '../issues'
import type { Objective } from '../objectives/contract'
import { minimumOf, type Plan } from '../plan'
import { dot, gradientAt } from './step'

/** Where a run has ended. */
export interface End {
  readonly iteration: number
  readonly theta: Float64Array
  readonly loss: number
  readonly gradientNorm: number
}

/** What there is to add to how a run ended. */
export interface Remark {
  /** In words with numbers. */
  readonly text: string
  /** Whether it is known to have come to a place that is no minimum. */
  readonly notMinimum?: true
}

/** Shares of the objective's size, and of the loss at the start, within which a run is at a minimum. */
const arrived = { distance: 1e-5, loss: 1e-8 } as const
/** By the steepest curvature, a stationary point this share of the objective's size away is where one is. */
const near = 1e-3
/** Where the slope is next to nothing, or as far as the run's last step goes, it may be further off. */
const around = 0.05
/** A gradient of this share of the start's is next to nothing. */
const slight = 1e-3
/** Curvatures smaller than this share of the largest count as none. */
const flat = 1e-6
/** A gradient norm, and a curvature, below which nothing moves. */
const still = { gradient: 1e-3, curvature: 1e-9 } as const
/** What a plateau's curvature would have to be multiplied by, in squares of that size, to lead there. */
const ripple = 1_000
/** What a plateau's slope would have to hold for, in sizes of the objective, to lead to the minimum. */
const faraway = 100
/** Steps in random directions tried around a point without curvature, as a share of the objective's size. */
const probes = { count: 64, reach: 1e-2 } as const

/** Half of the longest side of the box worth drawing. */
export const sizeOf = ({ domain }: Objective): number =>
  domain.reduce((most, [low, high]) => Math.max(most, (high - low) / 2), 0)

/** Whether a run has got as far down as is known to be possible. */
export function isAtMinimum({ objective, start }: Plan, { theta, loss }: End): boolean {
  const lowest = minimumOf(objective)
  if (lowest === undefined) return false
  const goals = objective.minima.filter(({ value }) => value === lowest).map((minimum) => minimum.theta)
  if (distanceTo(goals, theta) <= arrived.distance * sizeOf(objective)) return true
  return loss - lowest <= arrived.loss * (objective.value(Float64Array.from(start)) - lowest)
}

/** Whether the loss falls somewhere around by more than its slope accounts for, as it never does in a bowl. */
function fallsAround({ objective }: Plan, { theta, loss }: End): boolean {
  const random = new RandomState(0)
  const gradient = gradientAt(objective, theta)
  const reach = probes.reach * sizeOf(objective)
  return Array.from({ length: probes.count }).some(() => {
    const direction = theta.map(() => random.normal())
    const scale = reach / Math.hypot(...direction)
    const step = direction.map((x) => x * scale)
    const bend = objective.value(theta.map((x, i) => x + step[i])) - loss - dot(gradient, step)
    return bend < -1e-12 * Math.abs(loss)
  })
}

const rangeOf = ({ smallest, largest }: Curvature): string =>
  `curvature from ${shortNumber(smallest)} to ${shortNumber(largest)} there`

/** A slope so slight that at this rate the minimum would be far out of sight. */
function plateau(plan: Plan, { loss, gradientNorm }: End, curvature: Curvature): Remark | undefined {
  const lowest = minimumOf(plan.objective)
  if (!(gradientNorm < still.gradient)) return undefined
  const scale = Math.max(Math.abs(curvature.largest), Math.abs(curvature.smallest))
  const isFlat =
    lowest === undefined
      ? scale < still.curvature
      : loss - lowest > faraway * gradientNorm * sizeOf(plan.objective)
  if (!isFlat) return undefined
  const above =
    lowest === undefined ? '' : `, and the loss is ${shortNumber(loss - lowest)} above the lowest known`
  return { text: `a plateau, not a minimum: ${rangeOf(curvature)}${above}`, notMinimum: true }
}

/** A minimum that is not the lowest one: the bowl around it can't reach down to that. */
function localMinimum(plan: Plan, { loss, gradientNorm }: End, { smallest }: Curvature): Remark | undefined {
  const lowest = minimumOf(plan.objective)
  if (lowest === undefined) return undefined
  const above = loss - lowest
  const depth = gradientNorm ** 2 / (2 * smallest)
  if (!(above > 10 * depth) || !(above > 1e-9 * Math.max(1, Math.abs(lowest)))) return undefined
  return { text: `a local minimum: the loss is ${shortNumber(above)} above the lowest known` }
}

/** A point where gradient and curvature vanish, or all but: flat all around, or falling somewhere. */
function flatPoint(plan: Plan, end: End, curvature: Curvature): Remark | undefined {
  const plain = plateau(plan, end, curvature)
  if (plain !== undefined && minimumOf(plan.objective) !== undefined) return plain
  if (!fallsAround(plan, end)) return plain
  const text = `a degenerate saddle, not a minimum: ${rangeOf(curvature)}, yet the loss falls around it`
  return { text, notMinimum: true }
}

/**
 * What kind of point a run has settled on, or is about to, where that is not the lowest there is.
 * @param change of a parameter in the last update, the largest
 */
export function stationaryKind(plan: Plan, end: End, change: number): Remark | undefined {
  const { objective } = plan
  const { gradientNorm } = end
  const size = sizeOf(objective)
  // Of a run in full flight, where it happens to be says nothing.
  if (isAtMinimum(plan, end) || change > around * size) return undefined
  const curvature = curvatureAt(objective, end.theta)
  if (!curvature) return undefined
  const { largest, smallest } = curvature
  const scale = Math.max(Math.abs(largest), Math.abs(smallest))
  if (scale < still.curvature && gradientNorm < still.curvature) return flatPoint(plan, end, curvature)
  // Ripples on a plain make no saddle of it.
  if (end.loss - (minimumOf(objective) ?? NaN) > ripple * scale * size * size) {
    return plateau(plan, end, curvature)
  }
  if (smallest < -flat * scale) {
    if (!isNearTop(plan, end, -smallest * size)) return plateau(plan, end, curvature)
    const kind = largest > flat * scale ? 'saddle' : 'maximum'
    return { text: `a ${kind}, not a minimum: ${rangeOf(curvature)}`, notMinimum: true }
  }
  if (gradientNorm > near * scale * size) return plateau(plan, end, curvature)
  return smallest > flat * scale ? localMinimum(plan, end, curvature) : flatPoint(plan, end, curvature)
}

/** Whether a gradient is small beside what the downward curvature makes of the objective's size. */
function isNearTop({ objective, start }: Plan, { gradientNorm }: End, steep: number): boolean {
  if (gradientNorm <= near * steep) return true
  const atStart = Math.hypot(...gradientAt(objective, Float64Array.from(start)))
  return gradientNorm <= around * steep && gradientNorm <= slight * atStart
}
