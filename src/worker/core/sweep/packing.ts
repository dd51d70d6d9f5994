import { runStatuses } from '../run-statuses'
import type { RunOutcome } from './outcome'
import type { RunKey } from './runs'

/**
 * A run of a sweep and what it came to as float64 values in a row: these, then its reached updates and its
 * reached evaluations, a target each. So they are stored, too.
 */
const fields = [
  'method',
  'problem',
  'trial',
  'seed',
  /** Place in `runStatuses`. */
  'status',
  /** Place in a list of reasons that comes with the rows. */
  'reason',
  /** Milliseconds since 1970. */
  'endedAt',
  'duration',
  'iterations',
  'startLoss',
  'finalLoss',
  'bestLoss',
  'bestIteration',
  'valueEvaluations',
  'gradientEvaluations',
  'hessianEvaluations',
] as const

export type PackedField = (typeof fields)[number]

/** Where in a row a field stands. */
export const placeOf = Object.fromEntries(fields.map((name, place) => [name, place])) as Readonly<
  Record<PackedField, number>
>

/** As much of what a run came to as is a number. */
export interface OutcomeNumbers extends Omit<RunOutcome, 'status' | 'reason'> {
  readonly status: RunOutcome['status'] | 'failed'
  /** Milliseconds; of runs that were made at once, each one's share by its updates. */
  readonly duration: number
}

/** A row, read. */
export interface PackedRun {
  readonly key: RunKey
  readonly outcome: OutcomeNumbers
  readonly reason: number
  readonly endedAt: number
}

/** Of a run that threw nothing is known. */
export const failedOutcome = (targets: number, duration: number): OutcomeNumbers => ({
  status: 'failed',
  duration,
  iterations: 0,
  startLoss: NaN,
  finalLoss: NaN,
  bestLoss: NaN,
  bestIteration: 0,
  valueEvaluations: 0,
  gradientEvaluations: 0,
  hessianEvaluations: 0,
  reachedUpdates: new Array<number>(targets).fill(NaN),
  reachedEvaluations: new Array<number>(targets).fill(NaN),
})

/** Numbers a row. */
export const numbersOf = (targets: number): number => fields.length + 2 * targets

/** Targets of rows of so many numbers. */
export const targetsOf = (width: number): number => (width - fields.length) / 2

export function packRun({ key, outcome, reason, endedAt }: PackedRun, into: Float64Array, at: number): void {
  into[at + placeOf.method] = key.method
  into[at + placeOf.problem] = key.problem
  into[at + placeOf.trial] = key.trial
  into[at + placeOf.seed] = key.seed
  into[at + placeOf.status] = runStatuses.indexOf(outcome.status)
  into[at + placeOf.reason] = reason
  into[at + placeOf.endedAt] = endedAt
  into[at + placeOf.duration] = outcome.duration
  into[at + placeOf.iterations] = outcome.iterations
  into[at + placeOf.startLoss] = outcome.startLoss
  into[at + placeOf.finalLoss] = outcome.finalLoss
  into[at + placeOf.bestLoss] = outcome.bestLoss
  into[at + placeOf.bestIteration] = outcome.bestIteration
  into[at + placeOf.valueEvaluations] = outcome.valueEvaluations
  into[at + placeOf.gradientEvaluations] = outcome.gradientEvaluations
  into[at + placeOf.hessianEvaluations] = outcome.hessianEvaluations
  const { reachedUpdates, reachedEvaluations } = outcome
  const reached = at + fields.length
  for (let target = 0; target < reachedUpdates.length; target++) {
    into[reached + target] = reachedUpdates[target]
    into[reached + reachedUpdates.length + target] = reachedEvaluations[target]
  }
}

export const keyIn = (from: Float64Array, at: number): RunKey => ({
  method: from[at + placeOf.method],
  problem: from[at + placeOf.problem],
  trial: from[at + placeOf.trial],
  seed: from[at + placeOf.seed],
})

export function unpackRun(from: Float64Array, at: number, targets: number): PackedRun {
  const read = (name: PackedField): number => from[at + placeOf[name]]
  const reached = at + fields.length
  return {
    key: keyIn(from, at),
    reason: read('reason'),
    endedAt: read('endedAt'),
    outcome: {
      status: runStatuses[read('status')] as OutcomeNumbers['status'],
      duration: read('duration'),
      iterations: read('iterations'),
      startLoss: read('startLoss'),
      finalLoss: read('finalLoss'),
      bestLoss: read('bestLoss'),
      bestIteration: read('bestIteration'),
      valueEvaluations: read('valueEvaluations'),
      gradientEvaluations: read('gradientEvaluations'),
      hessianEvaluations: read('hessianEvaluations'),
      reachedUpdates: Array.from(from.subarray(reached, reached + targets)),
      reachedEvaluations: Array.from(from.subarray(reached + targets, reached + 2 * targets)),
    },
  }
}
