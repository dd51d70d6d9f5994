import { reasonFromJson } from '@core/reasons/json'
import { planRun } from '@core/plan'
import type { Reason } from '@core/reasons/contract'
import type { Sweep } from '@core/sweep/document'
import { failedOutcome, type OutcomeNumbers } from '@core/sweep/packing'
import { sweepRuns, type RunKey, type SweepRuns } from '@core/sweep/runs'
import type { NewRun } from '../../store/tables/runs'
import type { SweepRun } from '../../store/tables/sweep-runs'
import { newRuns, recorded, type Prepared } from '../runs/prepare'

/** Makes the rows of a sweep's runs. */
export class SweepRecords {
  readonly runs: SweepRuns
  private readonly bases: readonly (readonly NewRun[])[]
  private readonly targets: number
  /** By method: whether what its curve would have depends on what is varied. */
  private readonly isScheduleVaried: readonly boolean[]

  /** @param problems the experiment of each, planned */
  constructor(
    sweep: Sweep,
    private readonly problems: readonly Prepared[],
  ) {
    this.runs = sweepRuns(sweep)
    this.targets = sweep.options.targets.length
    this.bases = problems.map(newRuns)
    this.isScheduleVaried = sweep.experiment.runs.map((_, method) =>
      sweep.axes.some(({ run, path }) => run === method && path.startsWith('schedule.')),
    )
  }

  /** A run that has ended and of which no curve was kept. */
  withoutCurve(key: RunKey, outcome: OutcomeNumbers, reason: Reason, endedAt: number): SweepRun {
    const { status, iterations, finalLoss, bestLoss, bestIteration, duration } = outcome
    const { valueEvaluations, gradientEvaluations, hessianEvaluations } = outcome
    const record = {
      ...this.base(key),
      status,
      reason,
      iterations,
      points: 0,
      finalLoss,
      bestLoss,
      bestIteration,
      valueEvaluations,
      gradientEvaluations,
      hessianEvaluations,
      duration,
      startedAt: Math.round(endedAt - duration),
      endedAt,
      hash: null,
      trashedAt: null,
      note: '',
    }
    return { key, record, outcome }
  }

  /** A run that its thread ended in. */
  lost(key: RunKey): SweepRun {
    const outcome = failedOutcome(this.targets, 0)
    return this.withoutCurve(key, outcome, { kind: 'thread-ended', values: {} }, Date.now())
  }

  private base(key: RunKey) {
    const { method, problem } = key
    const spec = this.runs.specOf(key)
    const base = this.bases[problem][method]
    const { experiment, plans } = this.problems[problem]
    const series = this.isScheduleVaried[method]
      ? planRun(experiment, spec, plans[method].objective).series
      : base.series
    return { ...base, ...recorded(spec), color: base.color ?? method, series }
  }
}

export const reasonOf = (text: string, json: string): Reason =>
  reasonFromJson(json) ?? { kind: 'sentence', values: { text } }
