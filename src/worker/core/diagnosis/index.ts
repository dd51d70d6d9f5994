import type { Descent } from '../descend'
import type { Plan } from '../plan'
import type { Finding } from '../reasons/contract'
import type { Position } from '../stopping'
import { explainAscent, type Ending } from './ascent'
import { bouncing } from './bouncing'
import { causeOfDivergence, endlessFall } from './divergence'
import { isAtLowest, isShown } from './minimum'
import { frozenRemark, hindrance } from './settling'
import { stillDescending } from './slow'
import { isInFlight, stationaryKind, type Remark } from './stationary'
import { amongFound, kinkAt } from './typed'

export { steepnessAt, unstableStart, type RateWarning, type Steepness } from './warning'

const asRemark = (finding: Finding | undefined): Remark | undefined => finding && { finding }

/** What there is to add to a run that a rule ended at a point which does not move. */
function whereItRests(plan: Plan, descent: Descent, end: Position): Remark | undefined {
  const { objective } = plan
  if (isAtLowest(objective, end)) return undefined
  const kink = kinkAt(objective, end)
  if (kink) return kink
  const kind = stationaryKind(objective, end)
  if (kind?.notMinimum || isShown(objective, end)) return kind ?? amongFound(objective, end)
  return frozenRemark(plan, descent, end)
}

function remarkOn(plan: Plan, descent: Descent, end: Position): Remark | undefined {
  const { objective } = plan
  const { outcome, iteration } = end
  if (outcome?.status === 'diverged') return asRemark(causeOfDivergence(plan, descent, end))
  if (outcome?.status === 'stalled') return undefined
  const fall = iteration === 0 ? undefined : endlessFall(plan, descent, end)
  if (fall !== undefined) return { finding: fall, notMinimum: true }
  if (outcome?.status === 'converged') return whereItRests(plan, descent, end)
  if (isAtLowest(objective, end)) return undefined
  const isFlying = isInFlight(objective, descent.lastUpdate().change)
  return (
    (isFlying ? undefined : stationaryKind(objective, end)) ??
    asRemark(
      hindrance(plan, descent, end) ?? bouncing(plan, descent, end) ?? stillDescending(plan, descent, end),
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
  const { finding, notMinimum } = remark
  // A rule that is there to end a run at a minimum ended it somewhere else.
  const status = outcome.status === 'converged' && notMinimum ? 'stalled' : outcome.status
  return { status, reason: { kind: 'rule', values: { ...outcome.reason.values, status, finding } } }
}
