import type { Descent, Outcome, Position } from '../descend'
import type { Plan } from '../plan'
import { bouncingText } from './bouncing'
import { causeOfDivergence, endlessFall } from './divergence'
import { frozenRemark, stalledText } from './settling'
import { slowText } from './slow'
import { isAtMinimum, stationaryKind, type Remark } from './stationary'

export { steepnessText } from './stability'
export { steepnessAt, unstableStart, type RateWarning, type Steepness } from './warning'

/** How a run ended, once its end has been looked into. */
export interface Ending {
  /** Stalled: a rule that is there to end a run at a minimum ended it somewhere else. */
  readonly status: Outcome['status'] | 'stalled'
  /** In words with numbers: what the engine says, with the cause added where there is one. */
  readonly reason: string
}

const asRemark = (text: string | undefined): Remark | undefined => (text === undefined ? undefined : { text })

function remarkOn(plan: Plan, descent: Descent, end: Position): Remark | undefined {
  const { outcome, iteration, gradientNorm } = end
  if (outcome?.status === 'diverged') return asRemark(causeOfDivergence(plan, descent, end))
  if (isAtMinimum(plan, end)) return undefined
  if (iteration === 0) return stationaryKind(plan, end, 0)
  const fall = endlessFall(plan, descent, end)
  if (fall !== undefined) return { text: fall, notMinimum: true }
  const kind = stationaryKind(plan, end, descent.lastUpdate().change)
  if (kind !== undefined) return kind
  if (outcome?.status === 'finished') {
    return asRemark(
      stalledText(plan, descent, end) ?? bouncingText(plan, descent, end) ?? slowText(plan, descent, end),
    )
  }
  return gradientNorm < plan.stop.gradientNorm ? undefined : frozenRemark(plan, descent, end)
}

/** How a run ended and why. `position` is its last. */
export function explain(plan: Plan, descent: Descent, position: Position): Ending {
  const { outcome } = position
  if (!outcome) throw new Error('only a run that has ended can be explained')
  const remark = remarkOn(plan, descent, position)
  if (remark === undefined) return outcome
  const { status } = outcome
  const reason = `${outcome.reason}; ${remark.text}`
  if (status !== 'converged' || !remark.notMinimum) return { status, reason }
  // The rule that ended it stands in the reason, under the status that the run has now.
  return { status: 'stalled', reason: reason.replace(status, 'stalled') }
}
