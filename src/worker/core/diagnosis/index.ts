import type { Descent, Position } from '../descend'
import type { Plan } from '../plan'
import { bouncingText } from './bouncing'
import { causeOfDivergence, endlessFall } from './divergence'
import { frozenText, stalledText } from './settling'
import { isAtMinimum, stationaryKind } from './stationary'

export { steepnessText } from './stability'
export { steepnessAt, unstableStart, type RateWarning, type Steepness } from './warning'

/** What there is to add to how a run ended, in words with numbers. */
function cause(plan: Plan, descent: Descent, end: Position): string | undefined {
  const { outcome, iteration, gradientNorm } = end
  if (outcome?.status === 'diverged') return causeOfDivergence(plan, descent, end)
  if (isAtMinimum(plan, end)) return undefined
  if (iteration === 0) return stationaryKind(plan, end, 0)
  const kind = endlessFall(plan, descent, end) ?? stationaryKind(plan, end, descent.lastUpdate().change)
  if (kind !== undefined) return kind
  if (outcome?.status === 'finished') {
    return stalledText(plan, descent, end) ?? bouncingText(plan, descent, end)
  }
  return gradientNorm < plan.stop.gradientNorm ? undefined : frozenText(plan, descent, end)
}

/**
 * The reason of a run's end, in words with numbers: what the engine says, with the cause
 * added where there is one. `position` is the run's last.
 */
export function explain(plan: Plan, descent: Descent, position: Position): string {
  if (!position.outcome) throw new Error('only a run that has ended can be explained')
  const { reason } = position.outcome
  const because = cause(plan, descent, position)
  return because === undefined ? reason : `${reason}; ${because}`
}
