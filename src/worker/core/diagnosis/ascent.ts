import { negatedObjective } from '../ascent'
import { curvatureAt } from '../curvature'
import type { Descent } from '../descend'
import { shortNumber } from '../issues'
import { optimizerById } from '../optimizers'
import type { Plan } from '../plan'
import { scalesOf } from '../scales'
import type { Outcome, Position } from '../stopping'
import { causeOfDivergence } from './divergence'
import type { Ending } from './ending'
import { isShown, isShownWithPenalty } from './minimum'
import { penaltyOf } from './stability'

/** A loss that has risen by this many times the objective's own scale has no top that anybody knows. */
const topless = 1e6
/** Curvatures smaller than this share of the largest count as none. */
const flat = 1e-6

/** The descent of -f that makes the same updates as a run that climbs f. */
function mirrored(plan: Plan): Plan {
  const run = { ...plan.run, maximize: false }
  const dialect = optimizerById(run.optimizer)?.dialects[run.dialect] ?? plan.dialect
  return { ...plan, run, dialect, objective: negatedObjective(plan.objective) }
}

/** Whether the loss has risen so far that nobody knows where it would end. */
function isTopless({ objective, start }: Plan, descent: Descent, { loss, iteration }: Position): boolean {
  if (iteration === 0) return false
  const { level, loss: scale } = scalesOf(objective)
  const before = objective.value(Float64Array.from(start))
  const last = objective.value(descent.lastUpdate().previous)
  const high = Math.max(...[loss, last].filter((value) => !Number.isNaN(value)))
  return high - before > topless * Math.max(scale, Math.abs(before - level))
}

/** What kind of point it is where nothing moves any more, and whether that is a maximum. */
function restingPlace(plan: Plan, end: Position): { readonly text: string; readonly isMaximum: boolean } {
  const mirror = mirrored(plan)
  const below = { ...end, loss: -end.loss }
  const curvature = curvatureAt(plan.objective, end.theta)
  const range = curvature
    ? `curvature from ${shortNumber(curvature.smallest)} to ${shortNumber(curvature.largest)} there`
    : 'the curvature there is not known'
  if (isShown(mirror.objective, below)) return { text: `a maximum: ${range}`, isMaximum: true }
  const penalty = penaltyOf(plan)
  if (penalty > 0 && isShownWithPenalty(mirror.objective, below, penalty)) {
    const text = `held back by its weight decay: the gradient norm is still ${shortNumber(end.gradientNorm)}`
    return { text, isMaximum: true }
  }
  const { largest = 0, smallest = 0 } = curvature ?? {}
  const least = flat * Math.max(Math.abs(largest), Math.abs(smallest))
  if (largest > least && smallest < -least)
    return { text: `a saddle, not a maximum: ${range}`, isMaximum: false }
  if (largest > least) return { text: `a minimum, not a maximum: ${range}`, isMaximum: false }
  return { text: `not shown to be a maximum: ${range}`, isMaximum: false }
}

/** Why a run that was to climb diverged: the cause of the descent of -f, which is the same run. */
function divergence(plan: Plan, descent: Descent, end: Position, reason: string): Ending {
  const cause = causeOfDivergence(mirrored(plan), descent, { ...end, loss: -end.loss })
  const text = cause === undefined ? reason : `${reason}; of the objective with its sign changed: ${cause}`
  return { status: 'diverged', reason: text }
}

/**
 * How a run that climbs ended and why. Converged is only what was shown to be a maximum; a loss that
 * rises beyond the bound has done what it was asked to, and has not diverged.
 */
export function explainAscent(plan: Plan, descent: Descent, end: Position, outcome: Outcome): Ending {
  const { status, reason } = outcome
  if (status === 'diverged') {
    if (!isTopless(plan, descent, end)) return divergence(plan, descent, end, reason)
    const what = reason.replace(/^diverged at (update \d+): /, 'at $1 ')
    return { status: 'finished', reason: `climbed without bound: ${what}` }
  }
  if (status === 'converged') {
    const { text, isMaximum } = restingPlace(plan, end)
    if (isMaximum) return { status, reason: `${reason}; ${text}` }
    return { status: 'stalled', reason: `${reason.replace(status, 'stalled')}; ${text}` }
  }
  if (status === 'finished' && isTopless(plan, descent, end)) {
    return { status, reason: `${reason}; the loss climbed all the way: it has no known upper bound` }
  }
  return outcome
}
