import { descend } from '@core/descend'
import { parseExperiment } from '@core/experiment'
import type { Table } from '@core/objectives/contract'
import { planRuns, type Plan } from '@core/plan'

/** An experiment that runs to its last iteration whatever happens. */
export const documentOf = (document: object): object => ({
  format: 'descent-lab/experiment@1',
  name: 'bench',
  stop: { gradientNorm: 0, parameterChange: 0 },
  ...document,
})

export function plansOf(document: object, table?: Table): readonly Plan[] {
  const parsed = parseExperiment(documentOf(document))
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  const plans = planRuns(parsed.value, table)
  if (!plans.ok) throw new Error(JSON.stringify(plans.issues))
  return plans.value
}

/** @returns the loss at every recorded point */
export function drained(plan: Plan): Float64Array {
  const losses = new Float64Array(Math.floor(plan.iterations / plan.recordEvery) + 2)
  const descent = descend(plan)
  let count = 0
  for (let position = descent.next(); position; position = descent.next()) {
    if (position.recorded) losses[count++] = position.loss
  }
  return losses.subarray(0, count)
}
