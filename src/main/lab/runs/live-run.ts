import { climbs } from '@core/ascent'
import type { Evaluations } from '@core/evaluations'
import { iterationOf } from '@core/plan'
import type { Reason } from '@core/reasons/contract'
import type { EndStatus, Milestone, RunMessage } from '../../../worker/protocol'
import type { RunRecord } from '../../contract'
import type { RunHandle } from './threads'
import type { TrajectoryHash } from './trajectory-hash'

type Measures = Pick<
  RunRecord,
  | 'status'
  | 'iterations'
  | 'points'
  | 'finalLoss'
  | 'bestLoss'
  | 'bestIteration'
  | 'valueEvaluations'
  | 'gradientEvaluations'
  | 'hessianEvaluations'
  | 'duration'
  | 'changes'
>

type Ahead = { -readonly [Field in keyof Measures]: Measures[Field] }

interface Pending {
  readonly batch: Batch
  /** What the run will be once this is stored. */
  readonly after: Measures
}

/** A run whose messages are recorded. */
export interface Live {
  readonly handle: RunHandle
  readonly names: readonly string[]
  /** As it is stored. */
  record: RunRecord
  /** What it will be once `pending` is stored. */
  readonly ahead: Ahead
  readonly pending: Pending[]
  /** States on its way that are to be stored with the next points. */
  readonly milestones: Milestone[]
  /** Something besides points is still to be stored. */
  unstored: boolean
  /** How it ended, until that is stored. */
  ending: Ending | undefined
  /** Of all points that came. */
  readonly hash: TrajectoryHash
  /** Why it can't be recorded any more: it has been told to end, and ends as failed. */
  trouble: Reason | undefined
}

export type Batch = Extract<RunMessage, { type: 'batch' }>

/** How a run ended, and when. */
export interface Ending {
  readonly status: EndStatus | 'interrupted'
  readonly reason: Reason
  readonly duration: number
  readonly hash: string | null
  readonly endedAt: number
}

export function liveRun(record: RunRecord, hash: TrajectoryHash, handle: RunHandle): Live {
  const { status, iterations, points, finalLoss, bestLoss, bestIteration, duration } = record
  const { valueEvaluations, gradientEvaluations, hessianEvaluations, changes } = record
  return {
    handle,
    names: record.series,
    record,
    ahead: {
      status,
      iterations,
      points,
      finalLoss,
      bestLoss,
      bestIteration,
      duration,
      valueEvaluations,
      gradientEvaluations,
      hessianEvaluations,
      ...(changes ? { changes } : {}),
    },
    pending: [],
    milestones: [],
    unstored: false,
    ending: undefined,
    hash,
    trouble: undefined,
  }
}

/** Whether something of the run is still to be stored. */
export const isWaiting = ({ pending, unstored }: Live): boolean => pending.length > 0 || unstored

/** Takes a batch into account that is not stored yet. */
export function measure(
  { record, ahead }: Live,
  { first, count, iteration, columns, evaluations }: Batch,
): void {
  // Of equals, the first is the best; of a run that climbs, the highest.
  const sign = climbs(record) ? -1 : 1
  let best = Number.isNaN(ahead.bestLoss) ? Infinity : sign * ahead.bestLoss
  let index = -1
  for (let i = 0; i < count; i++) {
    const loss = sign * columns[i]
    if (loss < best && loss > -Infinity) {
      best = loss
      index = i
    }
  }
  if (index >= 0) {
    ahead.bestLoss = columns[index]
    ahead.bestIteration = iterationOf(first + index, record.recordEvery, iteration)
  }
  // A run that started over repeats points that are known already.
  if (first + count <= ahead.points) return
  ahead.points = first + count
  ahead.iterations = iteration
  ahead.finalLoss = columns[count - 1]
  Object.assign(ahead, evaluations)
}

/** Takes into account how far a run says that it got; one that started over may be further back. */
export function reach({ ahead }: Live, iterations: number, evaluations: Evaluations | undefined): void {
  if (iterations < ahead.iterations) return
  ahead.iterations = iterations
  Object.assign(ahead, evaluations)
}
