/** How long it took to reach a target, or how long was tried in vain. */
import { streamOf } from '../data/random'
import { bootstrapInterval } from '../statistics/bootstrap'
import { medianShift, type Estimate } from '../statistics/shift'

/** Of one run towards one target. */
export interface Attempt {
  /** Updates, evaluations or seconds: those it took, or those spent without reaching it. */
  readonly spent: number
  readonly reached: boolean
  /** Not reached, and a larger budget would not have helped: it diverged, or came to rest elsewhere. */
  readonly gaveUp: boolean
}

/**
 * The first point at or below the target.
 *
 * @param cost ascending, to each value
 * @param ended what the whole run spent, and whether it ended by itself
 */
export function attemptOf(
  cost: ArrayLike<number>,
  value: ArrayLike<number>,
  target: number,
  ended: { readonly spent: number; readonly byItself: boolean },
): Attempt {
  for (let k = 0; k < value.length; k++)
    if (value[k] <= target) return { spent: cost[k], reached: true, gaveUp: false }
  return { spent: ended.spent, reached: false, gaveUp: ended.byItself }
}

/**
 * More and Wild's target: a share `tolerance` of the fall from the start to the best left. Of a problem
 * without a known minimum the best is the best that any method found.
 *
 * More & Wild 2009, "Benchmarking derivative-free optimization algorithms", SIAM J. Optim. 20, 172-191, (2.2).
 */
export const fallTarget = (start: number, best: number, tolerance: number): number =>
  best + tolerance * (start - best)

export const reachedOf = (attempts: readonly Attempt[]): number =>
  attempts.reduce((count, { reached }) => count + (reached ? 1 : 0), 0)

/**
 * COCO's expected running time (ERT, also aRT): all that was spent, in vain too, by the number of times
 * that the target was reached; what a method would need that starts anew until it does. Infinity where
 * none did.
 *
 * Hansen, Auger, Ros, Mersmann, Tusar & Brockhoff 2021, "COCO: a platform for comparing continuous
 * optimizers in a black-box setting", Optimization Methods and Software 36, 114-144.
 */
export const expectedRunningTime = (attempts: readonly Attempt[]): number =>
  attempts.reduce((sum, { spent }) => sum + spent, 0) / reachedOf(attempts)

/** What an attempt cost; Infinity where it did not reach the target. */
export const costOf = ({ spent, reached }: Attempt): number => (reached ? spent : Infinity)

/** Time to a target over seeds. */
export interface TargetSummary {
  readonly reached: number
  readonly of: number
  /** Infinity, or an interval that ends there, where too many did not reach it; exact, by order statistics. */
  readonly median: Estimate
  /** COCO's ERT, its interval by the bootstrap's percentiles, in which it is Infinity where none arrived. */
  readonly expected: Estimate
}

/** @param seed of the bootstrap's draws */
export function targetSummary(attempts: readonly Attempt[], seed: number, level = 0.95): TargetSummary {
  const resampled = { seed, level, resamples: 1999, method: 'percentile' } as const
  return {
    reached: reachedOf(attempts),
    of: attempts.length,
    median: medianShift(attempts.map(costOf), level),
    expected: {
      value: expectedRunningTime(attempts),
      interval: attempts.length < 2 ? null : bootstrapInterval(attempts, expectedRunningTime, resampled),
    },
  }
}

/**
 * COCO's simulated restarts: attempts are drawn and what they spent is added up until one is drawn that
 * reached the target. Every run begins one as nearly equally often as can be. Infinity where none did.
 *
 * @param seed of the draws
 */
export function restarts(attempts: readonly Attempt[], count: number, seed: number): readonly number[] {
  if (reachedOf(attempts) === 0) return Array<number>(count).fill(Infinity)
  const random = streamOf(seed, 'resample')
  return Array.from({ length: count }, (_, k) => {
    let attempt = attempts[k % attempts.length]
    let spent = attempt.spent
    while (!attempt.reached) {
      attempt = attempts[random.below(attempts.length)]
      spent += attempt.spent
    }
    return spent
  })
}
