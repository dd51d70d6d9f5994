import { settingsOf } from '@core/ascent'
import type { Experiment, RunSpec } from '@core/experiment'
import { objectiveById } from '@core/objectives'
import type { Objective } from '@core/objectives/contract'
import { minimumOf, recordEveryOf, seriesOf } from '@core/plan'
import type { RunRecord } from '../../contract'

/** Before its first update. */
export const blank = {
  status: 'queued',
  reason: null,
  iterations: 0,
  points: 0,
  finalLoss: NaN,
  bestLoss: NaN,
  bestIteration: 0,
  valueEvaluations: 0,
  gradientEvaluations: 0,
  hessianEvaluations: 0,
  duration: 0,
  endedAt: null,
  hash: null,
  trashedAt: null,
  note: '',
} as const satisfies Partial<RunRecord>

/** What the lab knows of a run before it is stored; without a colour it gets that of its place. */
export type NewRun = Omit<
  RunRecord,
  keyof typeof blank | 'id' | 'launch' | 'position' | 'color' | 'experimentName' | 'startedAt'
> &
  Partial<Pick<RunRecord, 'color'>>

/** What of a run's record only its objective, with its data, can tell. */
export type ObjectiveFacts = Pick<NewRun, 'dimension' | 'rows' | 'minimum'>

export const factsOf = ({ dimension, rows, minima }: Objective): ObjectiveFacts => ({
  dimension,
  rows,
  minimum: minimumOf({ minima }) ?? null,
})

/** A run as records have it, `maximize` among its hyper-parameters. */
function recorded({ maximize, ...run }: RunSpec): Omit<RunSpec, 'maximize'> {
  return { ...run, hyper: settingsOf({ ...run, maximize }) }
}

/** What is known of an experiment's run before its first update. */
export function newRunOf(experiment: Experiment, run: RunSpec, facts: ObjectiveFacts): NewRun {
  const objective = experiment.objective.id
  return {
    ...recorded(run),
    objective,
    objectiveLabel: objectiveById(objective)?.label ?? objective,
    ...facts,
    budget: experiment.iterations,
    recordEvery: recordEveryOf(experiment),
    series: seriesOf(experiment, run, facts),
  }
}
