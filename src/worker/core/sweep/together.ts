import { descendAll, type BatchResult, type Kernels } from '../batch'
import { descend, type Descent } from '../descend'
import { explain } from '../diagnosis'
import { meterOf } from '../evaluations'
import type { Plan } from '../plan'
import { levelsOf, type RunOutcome } from './outcome'

/** A run that has ended, as whoever explains it looks at it. */
function endedAt(plan: Plan, { progress, lastUpdate }: BatchResult): Descent {
  return { ...descend(plan, progress), lastUpdate: () => lastUpdate }
}

function endOf(plan: Plan, result: BatchResult): Pick<RunOutcome, 'status' | 'reason'> {
  const { outcome } = result
  if (outcome.status !== 'converged') return outcome
  const descent = endedAt(plan, result)
  return explain(plan, descent, descent.position)
}

/**
 * Many runs at once that have all but their hyper-parameters and starts in common, each as `OutcomeMaker`
 * makes it.
 * @returns undefined where that can't be done for them, and for one that can't be told: each is then made by itself
 */
export function outcomesTogether(
  plans: readonly Plan[],
  targets: readonly number[],
  kernels: Kernels,
): readonly (RunOutcome | undefined)[] | undefined {
  const starts = new Map<Plan, number>()
  const of = (plan: Plan, startLoss: number): readonly number[] => {
    starts.set(plan, startLoss)
    return levelsOf(plan, targets, startLoss)
  }
  const results = descendAll(plans, { count: targets.length, of }, kernels)
  if (!results) return undefined
  const meter = meterOf(plans[0])
  return results.map((result, index) => {
    const plan = plans[index]
    const { loss, best, iterations, reached } = result
    const startLoss = starts.get(plan)
    // A loss without bounds is looked at as it comes.
    if (startLoss === undefined || !Number.isFinite(best.loss)) return undefined
    const { status, reason } = endOf(plan, result)
    return {
      status,
      reason,
      ...meter.counts(iterations),
      iterations,
      startLoss,
      finalLoss: loss,
      bestLoss: best.loss,
      bestIteration: best.iteration,
      reachedUpdates: reached,
      reachedEvaluations: reached.map((update) => (Number.isNaN(update) ? NaN : meter.total(update))),
    }
  })
}
