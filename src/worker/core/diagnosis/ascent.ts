import { negatedObjective } from '../ascent'
import { curvatureAt } from '../curvature'
import type { Descent } from '../descend'
import type { Plan } from '../plan'
import type { Finding, Reason } from '../reasons/contract'
import { dialectOf } from '../rules'
import { scalesOf } from '../scales'
import type { Outcome, Position } from '../stopping'
import { causeOfDivergence } from './divergence'
import { isShown, isShownWithPenalty } from './minimum'
import { penaltyOf } from './stability'

/** How a run ended, once its end has been looked into. */
export interface Ending {
  readonly status: Outcome['status']
  readonly reason: Reason
}

/** A loss that has risen by this many times the objective's own scale has no top that anybody knows. */
const topless = 1e6
/** Curvatures smaller than this share of the largest count as none. */
const flat = 1e-6

/** The descent of -f that makes the same updates as a run that climbs f. */
function mirrored(plan: Plan): Plan {
  const run = { ...plan.run, maximize: false }
  const dialect = dialectOf(run) ?? plan.dialect
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
function restingPlace(plan: Plan, end: Position): { readonly finding: Finding; readonly isMaximum: boolean } {
  const mirror = mirrored(plan)
  const below = { ...end, loss: -end.loss }
  const found = curvatureAt(plan.objective, end.theta)
  const curvature = found ? { smallest: found.smallest, largest: found.largest } : null
  if (isShown(mirror.objective, below)) {
    return { finding: { kind: 'top-reached', values: { curvature } }, isMaximum: true }
  }
  const penalty = penaltyOf(plan, end.iteration)
  if (penalty > 0 && isShownWithPenalty(mirror.objective, below, penalty)) {
    const { gradientNorm } = end
    return { finding: { kind: 'held', values: { gradientNorm, rate: null } }, isMaximum: true }
  }
  if (curvature) {
    const { largest, smallest } = curvature
    const least = flat * Math.max(Math.abs(largest), Math.abs(smallest))
    if (largest > least) {
      const kind = smallest < -least ? 'saddle-below-top' : 'minimum-below-top'
      return { finding: { kind, values: curvature }, isMaximum: false }
    }
  }
  return { finding: { kind: 'top-not-shown', values: { curvature } }, isMaximum: false }
}

/** Why a run that was to climb diverged: the cause of the descent of -f, which is the same run. */
function divergence(plan: Plan, descent: Descent, end: Position): Finding | null {
  const cause = causeOfDivergence(mirrored(plan), descent, { ...end, loss: -end.loss })
  return cause === undefined ? null : { kind: 'mirrored', values: { cause } }
}

/**
 * How a run that climbs ended and why. Converged is only what was shown to be a maximum; a loss that
 * rises beyond the bound has done what it was asked to, and has not diverged.
 */
export function explainAscent(plan: Plan, descent: Descent, end: Position, outcome: Outcome): Ending {
  const { status, reason } = outcome
  const found = (finding: Finding | null, as = status): Ending => ({
    status: as,
    reason: { kind: 'rule', values: { ...reason.values, status: as, finding } },
  })
  const topless = isTopless(plan, descent, end)
  if (status === 'diverged') {
    if (!topless) return found(divergence(plan, descent, end))
    return { status: 'finished', reason: { kind: 'climbed', values: { rule: reason.values.rule } } }
  }
  if (status === 'converged') {
    const { finding, isMaximum } = restingPlace(plan, end)
    return found(finding, isMaximum ? status : 'stalled')
  }
  return status === 'finished' && topless ? found({ kind: 'endless-climb', values: {} }) : outcome
}
