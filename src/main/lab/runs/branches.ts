import { forkOf } from '@core/changes'
import { colorsOf, setIssues, type Change, type Experiment, type RunSpec } from '@core/experiment'
import { limits } from '@core/limits'
import type { MethodOfRun } from '@core/rules'
import type { CallArguments, LabHandlers, RunRecord } from '../../contract'
import { Fault, invalid } from '../../faults'
import type { Store } from '../../store'
import type { KeptTable } from '../tables/table-keeper'
import { newRuns, parsed, prepare } from './prepare'
import type { Steering } from './steering'
import type { Job } from './threads'

/** What a run that leaves its settings needs of the lab. */
export interface BranchParts {
  readonly store: Store
  readonly steering: Steering
  readonly session: number
  /** Has a stored run begin. */
  launch(record: RunRecord, job: Job): void
  /** @throws Fault `missing` */
  recordOf(run: number): RunRecord
  /** Hands `work` the experiment's table for its runs, if it has one. */
  withTable<Result>(
    experiment: Experiment,
    runs: readonly RunSpec[],
    work: (kept: KeptTable | undefined) => Result | Promise<Result>,
  ): Result | Promise<Result>
  /** @throws Fault `conflict` */
  requireOpen(): void
  /** Those that have not ended. */
  going(runs: readonly number[]): readonly number[]
  /** @throws Fault `conflict` where a run is under way in another lab */
  requireHere(runs: readonly number[]): void
}

/** @throws Fault `invalid` where the method does not take these values in the course of a run */
function requireTaken(run: MethodOfRun, set: Change['set']): void {
  const issues = setIssues(run, set)
  if (issues.length > 0) throw invalid(issues)
}

/** @throws Fault `conflict` for a run of a sweep */
export function requireAlone({ sweeps }: Store, run: number, remedy: string): void {
  if (sweeps.keyOf(run)) throw new Fault('conflict', `run ${run} is one of a sweep; ${remedy}`)
}

/** The calls by which a run leaves the settings it began with: by itself, or as another run beside it. */
export function branchesOf(parts: BranchParts): Pick<LabHandlers, 'runs.change' | 'runs.fork'> {
  const { store, steering, session, recordOf, requireOpen } = parts

  function change(run: number, set: Change['set']): Promise<Change> {
    const record = recordOf(run)
    requireTaken(record, set)
    const name = `run ${run} (${record.label})`
    if (parts.going([run]).length === 0) {
      const remedy = 'fork it to go on from one of its updates with other values'
      throw new Fault('conflict', `${name} has ended; ${remedy}`)
    }
    parts.requireHere([run])
    if ((record.changes?.length ?? 0) >= limits.changes)
      throw new Fault('limit', `${name} has changed ${limits.changes} times, which is the most a run may`)
    return steering.change(run, set)
  }

  /** In the launch of its parent: it is shown beside it, and is in the same file. */
  function fork({ run, at, set, paused }: CallArguments<'runs.fork'>): RunRecord | Promise<RunRecord> {
    const { launch, position, label } = recordOf(run)
    requireAlone(store, run, 'open it in the Lab, run it by itself and fork that')
    const experiment = store.runs.document(run)
    const { runs } = experiment
    requireTaken(runs[position], set)
    const color = colorsOf([...runs, { optimizer: runs[position].optimizer }])[runs.length]
    const spec = forkOf({ ...runs[position], label }, at, set, color)
    const whole = parsed({ ...experiment, runs: [...runs, spec] })
    requireOpen()
    return parts.withTable(whole, [spec], (kept) => {
      const [planned] = newRuns(prepare({ ...whole, runs: [spec] }, kept?.view))
      // Its table may have taken a while.
      requireOpen()
      const record = store.runs.insertBeside({ launch, spec, run: planned, session, startedAt: Date.now() })
      kept?.hold(record.id, spec)
      parts.launch(record, { experiment: whole, index: runs.length, table: kept?.table, paused })
      return record
    })
  }

  return { 'runs.change': ({ run, set }) => change(run, set), 'runs.fork': fork }
}
