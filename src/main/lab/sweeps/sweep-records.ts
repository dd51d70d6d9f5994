import { reasonFromJson } from '@core/reasons/json'
import { planRun } from '@core/plan'
import type { Reason } from '@core/reasons/contract'
import type { Sweep } from '@core/sweep/document'
import { failedOutcome, type OutcomeNumbers } from '@core/sweep/packing'
import { sweepRuns, type RunKey, type SweepRuns } from '@core/sweep/runs'
import type { NewRun } from '../../store/tables/runs'
import type { SweepRun } from '../../store/tables/sweep-runs'
import type { HashMaker } from '../runs/trajectory-hash'
import type { EndStatus, PointBatch } from '../../../worker/protocol'
import { newRuns, recorded, type Prepared } from '../runs/prepare'

/** How a run ended. */
export interface SweepEnding {
  readonly outcome: OutcomeNumbers
  readonly reason: Reason
  /** Milliseconds since 1970. */
  readonly endedAt: number
}

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
    private readonly hashes: HashMaker,
  ) {
    this.runs = sweepRuns(sweep)
    this.targets = sweep.options.targets.length
    this.bases = problems.map(newRuns)
    this.isScheduleVaried = sweep.experiment.runs.map((_, method) =>
      sweep.axes.some(({ run, path }) => run === method && path.startsWith('schedule.')),
    )
  }

  /** Of the curve of one run, at the most. */
  get mostNumbers(): number {
    const numbers = this.bases
      .flat()
      .map(({ budget, recordEvery, series }) => (budget / recordEvery + 2) * series.length)
    return Math.max(...numbers)
  }

  /** @param curve empty where it is not kept */
  ended(key: RunKey, { outcome, reason, endedAt }: SweepEnding, curve: readonly PointBatch[]): SweepRun {
    const { status, iterations, finalLoss, bestLoss, bestIteration, duration } = outcome
    const { valueEvaluations, gradientEvaluations, hessianEvaluations } = outcome
    const base = this.base(key)
    const record = {
      ...base,
      status,
      reason,
      iterations,
      points: curve.reduce((sum, { count }) => sum + count, 0),
      finalLoss,
      bestLoss,
      bestIteration,
      valueEvaluations,
      gradientEvaluations,
      hessianEvaluations,
      duration,
      startedAt: Math.round(endedAt - duration),
      endedAt,
      hash: this.hashOf(base.series.length, status, curve),
      trashedAt: null,
      note: '',
    }
    return { key, record, outcome, curve }
  }

  /** A run that its thread ended in. */
  lost(key: RunKey): SweepRun {
    const outcome = failedOutcome(this.targets, 0)
    const reason = { kind: 'thread-ended', values: {} } as const
    return this.ended(key, { outcome, reason, endedAt: Date.now() }, [])
  }

  private hashOf(series: number, status: EndStatus, curve: readonly PointBatch[]): string | null {
    if (curve.length === 0) return null
    const hash = this.hashes(series)
    for (const piece of curve) hash.take(piece)
    return hash.digest(status)
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

/** Reads reasons as threads tell them; one that is told again is the same as before. */
export function reasonReader(): (text: string, json: string) => Reason {
  let last: { readonly text: string; readonly json: string; readonly reason: Reason } | undefined
  return (text, json) => {
    if (last?.text !== text || last.json !== json)
      last = { text, json, reason: reasonFromJson(json) ?? { kind: 'sentence', values: { text } } }
    return last.reason
  }
}
