import { descend } from '@core/descend'
import { parseExperiment } from '@core/experiment'
import type { Table } from '@core/objectives/contract'
import { planRuns, type Plan } from '@core/plan'
import { Batcher } from '../../src/worker/batcher'
import { Buffers } from '../../src/worker/buffers'

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

const buffers = new Buffers()

/** Runs a plan as a thread does, into buffers of a batch each. @returns how many points were recorded */
export function drained(plan: Plan): number {
  const descent = descend(plan)
  const batcher = new Batcher(plan.series.length, buffers)
  let points = 0
  function take(): void {
    const batch = batcher.take()
    if (!batch) return
    points += batch.count
    const { buffer } = batch.columns
    if (buffer instanceof SharedArrayBuffer) buffers.giveBack([buffer])
  }
  descent.capture(batcher)
  take()
  while (descent.position.outcome === undefined) {
    descent.advance(batcher, 256)
    if (batcher.full) take()
  }
  take()
  return points
}
