import { parseExperiment, type Experiment } from '@core/experiment'
import { objectiveById } from '@core/objectives'
import type { Table } from '@core/objectives/contract'
import { minimumOf, planRuns, type Plan } from '@core/plan'
import type { RunRecord } from '../contract'
import type { NewRun } from '../store/runs'
import { invalid } from '../faults'
import { tableOf, type Locate } from './tables'

/** An experiment with its data read and every run planned: nothing about it can be invalid any more. */
export interface Prepared {
  readonly experiment: Experiment
  readonly table: Table | undefined
  readonly plans: readonly Plan[]
}

/** @throws Fault `invalid`, with the path of each fault */
export function parsed(document: unknown): Experiment {
  const result = parseExperiment(document)
  if (!result.ok) throw invalid(result.issues)
  return result.value
}

/** @throws Fault `invalid`, with the path of each fault */
export function prepare(experiment: Experiment, locate: Locate): Prepared {
  const { data } = experiment.objective
  const table = data ? tableOf(data, locate) : undefined
  if (table && !table.ok) throw invalid(table.issues)
  const shared = table ? sharedTable(table.value) : undefined
  const plans = planRuns(experiment, shared)
  if (!plans.ok) throw invalid(plans.issues)
  return { experiment, table: shared, plans: plans.value }
}

/** The rows of a run to be, for the store. */
export function newRuns({ experiment, plans }: Prepared): readonly NewRun[] {
  const objective = experiment.objective.id
  const objectiveLabel = objectiveById(objective)?.label ?? objective
  return plans.map(({ run, recordEvery, series, iterations, objective: { dimension, rows, minima } }) => ({
    ...run,
    objective,
    objectiveLabel,
    dimension,
    rows,
    budget: iterations,
    recordEvery,
    series,
    minimum: minimumOf({ minima }) ?? null,
  }))
}

/** The same numbers in shared memory, so that every thread reads one copy. */
function sharedTable(table: Table): Table {
  const shared = (values: Float64Array): Float64Array => {
    const copy = new Float64Array(new SharedArrayBuffer(values.byteLength))
    copy.set(values)
    return copy
  }
  return { ...table, features: table.features.map(shared), target: shared(table.target) }
}

/** A run that has come to its end, one way or another. */
export const hasEnded = ({ status }: Pick<RunRecord, 'status'>): boolean =>
  status !== 'queued' && status !== 'running' && status !== 'paused'
