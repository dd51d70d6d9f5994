import { settingsOf } from '@core/ascent'
import { colorsOf, parseExperiment, type Experiment, type RunSpec } from '@core/experiment'
import { objectiveById } from '@core/objectives'
import type { Table } from '@core/objectives/contract'
import { minimumOf, planRuns, type Plan } from '@core/plan'
import type { RunRecord } from '../../contract'
import type { NewRun } from '../../store/tables/runs'
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

/** A run as records have it, `maximize` among its hyper-parameters. */
export function recorded({ maximize, ...run }: RunSpec): Omit<RunSpec, 'maximize'> {
  return { ...run, hyper: settingsOf({ ...run, maximize }) }
}

/** The rows of a run to be, for the store. */
export function newRuns({ experiment, plans }: Prepared): readonly NewRun[] {
  const objective = experiment.objective.id
  const objectiveLabel = objectiveById(objective)?.label ?? objective
  const colors = colorsOf(experiment.runs)
  return plans.map(
    ({ run, recordEvery, series, iterations, objective: { dimension, rows, minima } }, place) => ({
      ...recorded(run),
      color: colors[place],
      objective,
      objectiveLabel,
      dimension,
      rows,
      budget: iterations,
      recordEvery,
      series,
      minimum: minimumOf({ minima }) ?? null,
    }),
  )
}

/** A run that has come to its end, one way or another. */
export const hasEnded = ({ status }: Pick<RunRecord, 'status'>): boolean =>
  status !== 'queued' && status !== 'running' && status !== 'paused'
