import { colorsOf } from '@core/experiment'
import { reasonFromJson } from '@core/reasons/json'
import { targetsOf, unpackRun } from '@core/sweep/packing'
import type { SweepRuns } from '@core/sweep/runs'
import type { ToldReason } from '../../../worker/protocol'
import type { RunRecord } from '../../contract'
import { newRunOf, type ObjectiveFacts } from './new-run'

/** A run of a sweep as it is stored. */
export interface RunInSweep {
  readonly id: number
  readonly launch: number
  /** Of its sweep. */
  readonly name: string
  readonly sweep: SweepRuns
  /** Of each problem. */
  readonly objectives: readonly ObjectiveFacts[]
  /** As `core/sweep/packing` has it. */
  readonly numbers: Float64Array
  /** What the numbers name. */
  readonly reasons: readonly ToldReason[]
}

/** The record of a run of a sweep, all of which follows from the sweep's document and the run's numbers. */
export function recordInSweep({
  id,
  launch,
  name,
  sweep,
  objectives,
  numbers,
  reasons,
}: RunInSweep): RunRecord {
  const { key, outcome, reason, endedAt } = unpackRun(numbers, 0, targetsOf(numbers.length))
  const { startLoss, reachedUpdates, reachedEvaluations, ...ended } = outcome
  void [startLoss, reachedUpdates, reachedEvaluations]
  const problem = sweep.problems[key.problem]
  const [text, json] = reasons[reason]
  const run = newRunOf(problem, sweep.specOf(key), objectives[key.problem])
  return {
    ...run,
    ...ended,
    id,
    launch,
    position: 0,
    color: colorsOf(problem.runs)[key.method],
    experimentName: name,
    reason: reasonFromJson(json) ?? { kind: 'sentence', values: { text } },
    points: 0,
    startedAt: Math.round(endedAt - outcome.duration),
    endedAt,
    hash: null,
    note: '',
    trashedAt: null,
  }
}
