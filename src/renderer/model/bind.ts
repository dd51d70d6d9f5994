import type { TableView } from '@core/data/view'
import type { Experiment, ObjectiveSpec } from '@core/experiment'
import type { Objective } from '@core/objectives/contract'
import { bindObjective } from '@core/plan'
import { call } from '../client/lab'

/** An objective, and as much of its data as pictures need. */
export interface Bound {
  readonly objective: Objective
  /** What it was made from, with the table. */
  readonly spec: ObjectiveSpec
  /** Undefined for an objective without data. */
  readonly table: TableView | undefined
}

/** Binds the data of an experiment's objective, which come from the lab, to it. */
export async function boundOf(experiment: Experiment): Promise<Bound> {
  const { id, data } = experiment.objective
  const table = data ? await call('datasets.table', { objective: id, data }) : undefined
  return { objective: bindObjective(experiment, table), spec: experiment.objective, table }
}
