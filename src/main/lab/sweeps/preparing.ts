import { runIssues, type Experiment, type RunSpec } from '@core/experiment'
import type { Issue } from '@core/issues'
import type { Table } from '@core/objectives/contract'
import { parseSweep, type Sweep } from '@core/sweep/document'
import { withSetting } from '@core/sweep/ranges'
import { problemsOf } from '@core/sweep/runs'
import { Fault, invalid } from '../../faults'
import { prepare, type Prepared } from '../runs/prepare'
import { factsOf, type ObjectiveFacts } from '../../store/tables/new-run'
import type { KeptTable } from '../tables/table-keeper'

/** @throws Fault `invalid`, with the path of each fault */
export function parsedSweep(document: unknown): Sweep {
  const result = parseSweep(document)
  if (!result.ok) throw invalid(result.issues)
  return result.value
}

/** Hands `work` an experiment's table for its runs, if it has one. */
export type WithTable = <Result>(
  experiment: Experiment,
  runs: readonly RunSpec[],
  work: (kept: KeptTable | undefined) => Result | Promise<Result>,
) => Result | Promise<Result>

/** A sweep whose data are there: nothing about it can be invalid any more. */
export interface ReadySweep {
  readonly problems: readonly Prepared[]
  /** A problem each. */
  readonly tables: readonly (Table | undefined)[]
}

/** What is known of the objectives of its problems. */
export const objectivesOf = ({ problems }: ReadySweep): readonly ObjectiveFacts[] =>
  problems.map(({ plans: [{ objective }] }) => factsOf(objective))

/** Numbers of the curve of one run, at the most; a schedule that is varied may add one a point. */
export function mostNumbersIn({ problems }: ReadySweep): number {
  const numbers = problems.flatMap(({ plans }) =>
    plans.map(({ iterations, recordEvery, series }) => (iterations / recordEvery + 2) * (series.length + 1)),
  )
  return Math.max(...numbers)
}

/** Batches of a range that are larger than the data of a problem. */
function batchIssues({ axes }: Sweep, { experiment, plans }: Prepared): readonly Issue[] {
  return axes
    .filter(({ path }) => path === 'batch')
    .flatMap(({ run, path, axis }) => {
      if (axis.kind !== 'list' && axis.kind !== 'range') return []
      const sizes = axis.kind === 'range' ? [Math.floor(axis.to)] : axis.values
      const { objective } = plans[run]
      const specs = sizes.map((size) => withSetting(experiment.runs[run], path, size))
      return specs.flatMap((spec) => runIssues(spec, run, experiment, objective.rows)).slice(0, 1)
    })
}

/** The problem in front of what is wrong with it: paths are the experiment's, whatever the problem. */
function prepared(sweep: Sweep, problem: Experiment, kept: KeptTable | undefined): Prepared {
  try {
    const ready = prepare(problem, kept?.view)
    const issues = batchIssues(sweep, ready)
    if (issues.length > 0) throw invalid(issues)
    return ready
  } catch (error) {
    if (!(error instanceof Fault) || problem.objective === sweep.experiment.objective) throw error
    throw new Fault(error.kind, `for the problem ${problem.objective.id}: ${error.message}`, error.issues)
  }
}

/**
 * Hands `work` a sweep's problems, planned, and their tables, which are kept until it is done.
 * @throws Fault `invalid`, with the path of each fault
 */
export async function withProblems<Result>(
  sweep: Sweep,
  withTable: WithTable,
  work: (ready: ReadySweep) => Promise<Result>,
): Promise<Result> {
  const experiments = problemsOf(sweep)
  const next = async (problems: readonly Prepared[], tables: ReadySweep['tables']): Promise<Result> => {
    const problem = experiments.at(problems.length)
    if (!problem) return work({ problems, tables })
    return withTable(problem, problem.runs, (kept) =>
      next([...problems, prepared(sweep, problem, kept)], [...tables, kept?.table]),
    )
  }
  return next([], [])
}
