import { curvatureAt, hessianAt, type Sloped } from '../curvature'
import { RandomState } from '../data/random'
import { dot } from '../norms'
import type { Objective } from '../objectives/contract'
import { minimumOf } from '../plan'
import { scalesOf } from '../scales'
import { newtonFall } from './newton-fall'
import { gradientAt } from './step'

/** Where a run has ended. */
export interface End {
  readonly iteration: number
  readonly theta: Float64Array
  readonly loss: number
  readonly gradientNorm: number
}

/**
 * A loss this share of the objective's own scale above the lowest is the lowest: in a bowl, and of a
 * regression's fitted part, an error of 1e-4, four digits. Of a fit that leaves residuals, it is far
 * within what the rows can tell: of n rows of which the features explain the share R^2, an error of
 * sqrt(1e-8 n / (1 - R^2)) standard errors.
 */
const arrived = 1e-8
/** A sum of a few terms is off by some rounding units, its terms' parameters by as many. */
const units = 8
/** A curvature that over the objective's size makes less of the loss than this share is looked into by steps. */
const weak = 1e-3
/** Steps in random directions tried around a point, as a share of the objective's size. */
const probes = { count: 64, reach: 1e-2 } as const
/** Numbers of a Hessian that is looked at for its diagonal alone. */
const largestHessian = 2e6

/**
 * How much of the loss nobody can tell: a share of the objective's own scale; what rounding makes of
 * the loss; and what the rounding of the parameters makes of it, 1/2 sum h_ii (8 eps theta_i)^2.
 */
function slackAt(objective: Objective, { theta, loss }: End, isRounding: boolean): number {
  const slack = arrived * scalesOf(objective).loss + units * Number.EPSILON * Math.abs(loss)
  if (!isRounding || objective.dimension ** 2 > largestHessian) return slack
  const hessian = hessianAt(objective, theta)
  if (!hessian) return slack
  const rounded = theta.reduce((sum, value, i) => {
    const off = units * Number.EPSILON * value
    return sum + (Math.abs(hessian[i * theta.length + i]) * off * off) / 2
  }, 0)
  return slack + rounded
}

/** Whether a point is as low as is known to be possible. */
export function isAtLowest(objective: Objective, end: End): boolean {
  const lowest = minimumOf(objective)
  if (lowest === undefined) return false
  const above = end.loss - lowest
  return above <= slackAt(objective, end, false) || above <= slackAt(objective, end, true)
}

/** Whether the loss falls somewhere around by more than its slope accounts for, as it never does in a bowl. */
export function fallsAround(objective: Objective, { theta, loss }: End): boolean {
  const random = new RandomState(0)
  const gradient = gradientAt(objective, theta)
  const reach = probes.reach * scalesOf(objective).size
  const least = units * Number.EPSILON * Math.abs(loss)
  return Array.from({ length: probes.count }).some(() => {
    const direction = theta.map(() => random.normal())
    const scale = reach / Math.hypot(...direction)
    const step = direction.map((x) => x * scale)
    const bend = objective.value(theta.map((x, i) => x + step[i])) - loss - dot(gradient, step)
    return bend < -least
  })
}

/** What Newton's step would still take off the loss, where that is worth a word and nothing curves downwards. */
export function fallLeft(objective: Objective, end: End): number | undefined {
  const fall = newtonFall(objective, end.theta, gradientAt(objective, end.theta))
  return fall !== undefined && fall > slackAt(objective, end, true) ? fall : undefined
}

/**
 * Whether a point is shown to be a minimum, if only a local one: nothing curves downwards, Newton's step
 * promises no fall that could be told, and where the curvature is too weak to hold by itself, as of a
 * quartic or in a valley, no step around goes lower than the slope says.
 */
export function isShown(objective: Objective, end: End): boolean {
  const fall = newtonFall(objective, end.theta, gradientAt(objective, end.theta))
  if (fall === undefined || fall > slackAt(objective, end, true)) return false
  // Of a quadratic, curvature tells all.
  if (objective.constantCurvature) return true
  const { loss, size } = scalesOf(objective)
  const smallest = curvatureAt(objective, end.theta)?.smallest ?? 0
  return smallest * size * size > weak * loss || !fallsAround(objective, end)
}

/**
 * The same of the loss with an L2 penalty, weight / 2 |theta|^2, whose minimum is where a method with
 * that weight decay comes to rest.
 */
export function isShownWithPenalty(objective: Objective, end: End, weight: number): boolean {
  const { dimension, gradient, hessian } = objective
  const penalised: Sloped = {
    dimension,
    rows: objective.rows,
    domain: objective.domain,
    pulse: objective.pulse,
    gradient(theta, out) {
      gradient(theta, out)
      for (let i = 0; i < dimension; i++) out[i] += weight * theta[i]
    },
    ...(hessian && {
      hessian(theta: Float64Array, out: Float64Array) {
        hessian(theta, out)
        for (let i = 0; i < dimension; i++) out[i * dimension + i] += weight
      },
    }),
  }
  const fall = newtonFall(penalised, end.theta, gradientAt(penalised, end.theta))
  return fall !== undefined && fall <= slackAt(objective, end, true)
}
