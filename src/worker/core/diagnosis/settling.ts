import { curvatureAt } from '../curvature'
import type { Descent } from '../descend'
import { euclidean } from '../norms'
import { isScheduled, minimumOf, type Plan } from '../plan'
import type { Finding, FindingValues } from '../reasons/contract'
import { scalesOf } from '../scales'
import { affordable, lookAhead } from './ahead'
import { penaltyOf, rateAt, settingsOfUpdate } from './stability'
import { fallLeft, isShownWithPenalty, type End } from './minimum'
import type { Remark } from './stationary'
import { gradientAt } from './step'

/**
 * A step that has lost six digits of its first while the slope has lost at most half as many is held by
 * the method, not by the slope: of both, only shares of the first are compared, so that units fall out.
 */
const stuck = { share: 1e-6, beside: 1e-3 } as const
/** Updates looked ahead for a step that is larger again. */
const ahead = 10
/**
 * There is some way down at a loss this share of the objective's own above the lowest known, a hundredth
 * of the way in a bowl; where none is known, at a gradient norm of this share of the objective's own, or
 * of what the curvature makes of its size.
 */
const large = { slope: 1e-3, loss: 1e-4 } as const
/** A rate that a schedule has brought below this share of its base is worth a word. */
const fallen = 0.1
/** A slope is in balance with a penalty that leaves less than a digit of it. */
const balanced = 0.1

const startSlope = ({ objective, start }: Plan): number =>
  euclidean(gradientAt(objective, Float64Array.from(start)))

/** Whether there is still some way down from here. */
export function isSteep({ objective }: Plan, { theta, loss, gradientNorm }: End): boolean {
  const lowest = minimumOf(objective)
  const scales = scalesOf(objective)
  if (lowest !== undefined) return loss - lowest > large.loss * scales.loss
  if (gradientNorm > large.slope * scales.slope) return true
  const largest = curvatureAt(objective, theta)?.largest ?? 0
  return largest > 0 && gradientNorm > large.slope * largest * scales.size
}

/** Whether an L2 penalty holds a run where the loss alone would let it go on. */
function isHeld(plan: Plan, { theta, gradientNorm, iteration }: End): boolean {
  const penalty = penaltyOf(plan, iteration)
  if (penalty === 0) return false
  const both = gradientAt(plan.objective, theta).map((slope, i) => slope + penalty * theta[i])
  return Math.hypot(...both) < balanced * gradientNorm
}

/** By how much the step has shrunk, where that is far more than the gradient has, and for good. */
function shrinkage(plan: Plan, descent: Descent, end: End): number | undefined {
  const { change, firstChange } = descent.lastUpdate()
  const share = change / firstChange
  const least = (stuck.beside * end.gradientNorm) / startSlope(plan)
  if (!(share < stuck.share) || !(share < least)) return undefined
  const next = lookAhead(plan, descent, end, affordable(plan, ahead)).slice(1)
  const largest = Math.max(change, ...next.map((place) => place.change))
  return largest < stuck.share * firstChange ? largest / firstChange : undefined
}

/** What is left of the slope, and the rate that a schedule has come to. */
function slopeLeft(plan: Plan, { iteration, gradientNorm }: End): FindingValues['slope-left'] {
  const rate = isScheduled(plan.run) ? rateAt(plan, iteration) : undefined
  const isLow = rate !== undefined && rate < fallen * Number(settingsOfUpdate(plan, iteration).lr)
  return { gradientNorm, rate: isLow ? rate : null }
}

function shrunkStep(plan: Plan, descent: Descent, end: End): Finding | undefined {
  const share = shrinkage(plan, descent, end)
  if (share === undefined) return undefined
  const { optimizer } = plan.run
  return { kind: 'shrunk-step', values: { ...slopeLeft(plan, end), optimizer, share } }
}

const held = (plan: Plan, end: End): Finding => ({ kind: 'held', values: slopeLeft(plan, end) })

/** What holds a run where there is still some way down: a step that has shrunk, or a weight decay. */
export function hindrance(plan: Plan, descent: Descent, end: End): Finding | undefined {
  if (!isSteep(plan, end)) return undefined
  return isHeld(plan, end) ? held(plan, end) : shrunkStep(plan, descent, end)
}

const notMinimum = (since: Finding): Finding => ({ kind: 'not-minimum', values: { since } })

/** How far a point is from a minimum, as far as that is known. */
function farFromMinimum({ objective }: Plan, end: End): Finding {
  const lowest = minimumOf(objective)
  if (lowest !== undefined) {
    return notMinimum({ kind: 'above-lowest', values: { above: end.loss - lowest } })
  }
  const fall = fallLeft(objective, end)
  if (fall !== undefined) return notMinimum({ kind: 'newton-fall', values: { fall } })
  return { kind: 'not-shown', values: { curvature: curvatureAt(objective, end.theta) ?? null } }
}

/** The same of a run that no longer changes: a penalty has a minimum of its own, anything else has not. */
export function frozenRemark(plan: Plan, descent: Descent, end: End): Remark {
  const penalty = penaltyOf(plan, end.iteration)
  if (penalty > 0 && isShownWithPenalty(plan.objective, end, penalty)) return { finding: held(plan, end) }
  if (!isSteep(plan, end)) return { finding: farFromMinimum(plan, end), notMinimum: true }
  const since = shrunkStep(plan, descent, end) ?? { kind: 'slope-left', values: slopeLeft(plan, end) }
  return { finding: notMinimum(since), notMinimum: true }
}
