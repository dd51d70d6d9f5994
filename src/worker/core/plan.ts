import type { Experiment, RunSpec, StopRules } from './experiment'
import { runIssues } from './experiment'
import { pathText, type Issue, type Parsed } from './issues'
import { objectiveById } from './objectives'
import type { Objective, Table } from './objectives/contract'
import { optimizerById } from './optimizers'
import type { Dialect } from './optimizers/contract'

/** Beyond this many updates a run records every k-th. */
export const maxRecordedPoints = 100_000
/** Parameters are recorded up to this many. */
export const maxRecordedParameters = 16

/** One run, ready to go. */
export interface Plan {
  readonly objective: Objective
  readonly dialect: Dialect
  readonly run: RunSpec
  readonly start: readonly number[]
  readonly iterations: number
  readonly stop: StopRules
  /** A point is recorded every so many updates, and always at the last. */
  readonly recordEvery: number
}

export const recordEvery = (iterations: number): number => Math.ceil(iterations / maxRecordedPoints)

/** The columns of a curve, in their order; the iteration follows from the index and is not stored. */
export function seriesNames(dimension: number): readonly string[] {
  const recorded = dimension <= maxRecordedParameters ? dimension : 0
  return ['loss', 'gradient_norm', ...Array.from({ length: recorded }, (_, index) => `theta_${index}`)]
}

/** The iteration of recorded point `index`, in a curve whose newest point is at `last`. */
export const iterationOf = (index: number, every: number, last: number): number =>
  Math.min(index * every, last)

/** The objective with its data bound in. `table` is needed exactly where the experiment has data. */
export function bindObjective(experiment: Experiment, table?: Table): Objective {
  const kind = objectiveById(experiment.objective.id)
  if (!kind) throw new Error(`unknown objective ${experiment.objective.id}`)
  return kind.create(experiment.objective, table)
}

/** Checks what only the data can tell, and plans every run. */
export function planRuns(experiment: Experiment, table?: Table): Parsed<readonly Plan[]> {
  const objective = bindObjective(experiment, table)
  const hasData = experiment.objective.data !== undefined
  const issues = experiment.runs.flatMap((run, index) => [
    ...runIssues(run, index, hasData, objective.rows),
    ...minimumIssues(run, index, objective),
  ])
  if (issues.length > 0) return { ok: false, issues }
  const plans = experiment.runs.map((run) => planRun(experiment, run, objective))
  return { ok: true, value: plans }
}

function minimumIssues({ optimizer }: RunSpec, index: number, { minima }: Objective): Issue[] {
  const method = optimizerById(optimizer)
  if (!method?.needsMinimum || minima.length > 0) return []
  const message = `${method.label} needs an objective whose minimum is known`
  return [{ path: pathText(['runs', index, 'optimizer']), message }]
}

export function planRun(experiment: Experiment, run: RunSpec, objective: Objective): Plan {
  const dialect = optimizerById(run.optimizer)?.dialects[run.dialect]
  if (!dialect) throw new Error(`unknown optimizer ${run.optimizer} in dialect ${run.dialect}`)
  const { iterations, stop } = experiment
  const start = experiment.start ?? objective.defaultStart
  return { objective, dialect, run, start, iterations, stop, recordEvery: recordEvery(iterations) }
}
