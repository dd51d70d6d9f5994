import type { Descent } from '../descend'
import type { Position } from '../stopping'
import type { Plan } from '../plan'
import { explainAscent } from './ascent'
import { bouncingText } from './bouncing'
import { causeOfDivergence, endlessFall } from './divergence'
import type { Ending } from './ending'
import { isAtLowest, isShown } from './minimum'
import { frozenRemark, stalledText } from './settling'
import { slowText } from './slow'
import { isInFlight, stationaryKind, type Remark } from './stationary'

export type { Ending } from './ending'
export { steepnessText } from './stability'
export { steepnessAt, unstableStart, type RateWarning, type Steepness } from './warning'

const asRemark = (text: string | undefined): Remark | undefined => (text === undefined ? undefined : { text })

/** What there is to add to a run that a rule ended at a point which does not move. */
function whereItRests(plan: Plan, descent: Descent, end: Position): Remark | undefined {
  const { objective } = plan
  if (isAtLowest(objective, end)) return undefined
  const kind = stationaryKind(objective, end)
  if (kind?.notMinimum || isShown(objective, end)) return kind
  return frozenRemark(plan, descent, end)
}

function remarkOn(plan: Plan, descent: Descent, end: Position): Remark | undefined {
  const { objective } = plan
  const { outcome, iteration } = end
  if (outcome?.status === 'diverged') return asRemark(causeOfDivergence(plan, descent, end))
  if (outcome?.status === 'stalled') return undefined
  const fall = iteration === 0 ? undefined : endlessFall(plan, descent, end)
  if (fall !== undefined) return { text: fall, notMinimum: true }
  if (outcome?.status === 'converged') return whereItRests(plan, descent, end)
  if (isAtLowest(objective, end)) return undefined
  const isFlying = isInFlight(objective, descent.lastUpdate().change)
  return (
    (isFlying ? undefined : stationaryKind(objective, end)) ??
    asRemark(
      stalledText(plan, descent, end) ?? bouncingText(plan, descent, end) ?? slowText(plan, descent, end),
    )
  )
}

/**
 * How a run ended and why. Converged is only what was shown to be a minimum, by its value or by gradient
 * and curvature; whatever else a rule ended has stalled. `position` is the run's last.
 */
export function explain(plan: Plan, descent: Descent, position: Position): Ending {
  const { outcome } = position
  if (!outcome) throw new Error('only a run that has ended can be explained')
  if (plan.run.maximize) return explainAscent(plan, descent, position, outcome)
  const remark = remarkOn(plan, descent, position)
  if (remark === undefined) return outcome
  const { status } = outcome
  const reason = `${outcome.reason}; ${remark.text}`
  if (status !== 'converged' || !remark.notMinimum) return { status, reason }
  // The rule that ended it stands in the reason, under the status that the run has now.
  return { status: 'stalled', reason: reason.replace(status, 'stalled') }
}
