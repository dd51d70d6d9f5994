import { colorsOf, parseExperiment, type Experiment } from '@core/experiment'
import type { Table } from '@core/objectives/contract'
import { planRuns, type Plan } from '@core/plan'
import type { RunRecord } from '../../contract'
import { factsOf, newRunOf } from '../../store/tables/new-run'
import type { NewRun } from '../../store/tables/new-run'
import { invalid } from '../../faults'

/** An experiment with every run planned: nothing about it can be invalid any more. */
export interface Prepared {
  readonly experiment: Experiment
  readonly plans: readonly Plan[]
}

/** @throws Fault `invalid`, with the path of each fault */
export function parsed(document: unknown): Experiment {
  const result = parseExperiment(document)
  if (!result.ok) throw invalid(result.issues)
  return result.value
}

/**
 * @param table as much of the data as the plans need: all of them, or a view
 * @throws Fault `invalid`, with the path of each fault
 */
export function prepare(experiment: Experiment, table: Table | undefined): Prepared {
  const plans = planRuns(experiment, table)
  if (!plans.ok) throw invalid(plans.issues)
  return { experiment, plans: plans.value }
}

/** The rows of a run to be, for the store. */
export function newRuns({ experiment, plans }: Prepared): readonly NewRun[] {
  const colors = colorsOf(experiment.runs)
  return plans.map(({ run, objective }, place) => ({
    ...newRunOf(experiment, run, factsOf(objective)),
    color: colors[place],
  }))
}

/** A run that has come to its end, one way or another. */
export const hasEnded = ({ status }: Pick<RunRecord, 'status'>): boolean =>
  status !== 'queued' && status !== 'running' && status !== 'paused'
