import { runStatuses } from '../run-statuses'
import type { RunOutcome } from './outcome'

/** What a run came to as numbers, then its reached updates and its reached evaluations, a target each. */
const fields = [
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

/** As much of it as is a number. */
export interface OutcomeNumbers extends Omit<RunOutcome, 'status' | 'reason'> {
  readonly status: RunOutcome['status'] | 'failed'
  /** Milliseconds; of runs that were made at once, each one's share by its updates. */
  readonly duration: number
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

/** Numbers a run. */
export const numbersOf = (targets: number): number => 1 + fields.length + 2 * targets

export function packOutcome(outcome: OutcomeNumbers, targets: number, into: Float64Array, at: number): void {
  into[at] = runStatuses.indexOf(outcome.status)
  const first = at + 1
  fields.forEach((name, index) => (into[first + index] = outcome[name]))
  into.set(outcome.reachedUpdates, first + fields.length)
  into.set(outcome.reachedEvaluations, first + fields.length + targets)
}

export function unpackOutcome(from: Float64Array, at: number, targets: number): OutcomeNumbers {
  const first = at + 1
  const reached = first + fields.length
  const [duration, iterations, startLoss, finalLoss, bestLoss, bestIteration, values, gradients, hessians] =
    from.subarray(first, reached)
  return {
    status: runStatuses[from[at]] as OutcomeNumbers['status'],
    duration,
    iterations,
    startLoss,
    finalLoss,
    bestLoss,
    bestIteration,
    valueEvaluations: values,
    gradientEvaluations: gradients,
    hessianEvaluations: hessians,
    reachedUpdates: Array.from(from.subarray(reached, reached + targets)),
    reachedEvaluations: Array.from(from.subarray(reached + targets, reached + 2 * targets)),
  }
}
