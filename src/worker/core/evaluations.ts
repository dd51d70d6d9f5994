/**
 * What a method evaluates: the gradient every update begins with, and what its step asks of the
 * problem. What is evaluated only to record the curve or to tell whether to stop is not its own.
 */
import { epochOf } from './data/sampler'
import type { Problem } from './optimizers/contract'
import { minimumOf, type Plan } from './plan'

/**
 * How often a method has evaluated the objective. A gradient over a batch counts as the share of the
 * rows that it reads, so that an epoch of batches counts as one gradient.
 */
export interface Evaluations {
  readonly valueEvaluations: number
  readonly gradientEvaluations: number
  readonly hessianEvaluations: number
}

/** Null in runs from before they were counted. */
export type Counted = { readonly [Kind in keyof Evaluations]: Evaluations[Kind] | null }

/** Evaluations of every kind together; undefined where they were not counted. */
export function evaluationsOf({
  valueEvaluations,
  gradientEvaluations,
  hessianEvaluations,
}: Counted): number | undefined {
  if (valueEvaluations === null || gradientEvaluations === null || hessianEvaluations === null) {
    return undefined
  }
  return valueEvaluations + gradientEvaluations + hessianEvaluations
}

/** Counts a run's evaluations; where steps ask the problem for nothing, by arithmetic alone. */
export interface Meter {
  /** The objective as line searches and second-order methods see it; what they ask for is counted. */
  readonly problem: Problem
  /**
   * Those of the first so many updates; what steps have asked for is counted up to now.
   * Allocates.
   */
  counts(updates: number): Evaluations
  /** All kinds together. Allocates nothing. */
  total(updates: number): number
}

/** What steps have asked for, by kind. A closure's own variable would be a new number on the heap each time. */
const [values, gradients, hessians] = [0, 1, 2]

function problemOf({ objective, pulse }: Plan, asked: Float64Array): Problem {
  return {
    dimension: objective.dimension,
    value(theta) {
      asked[values] += 1
      return objective.value(theta)
    },
    gradient(theta, out) {
      asked[gradients] += 1
      objective.gradient(theta, out)
    },
    hessian(theta, out) {
      if (!objective.hessian) throw new Error('this objective has no Hessian in closed form')
      asked[hessians] += 1
      objective.hessian(theta, out)
    },
    minimum: minimumOf(objective),
    pulse,
  }
}

/** @param from where to go on counting, after so many updates */
export function meterOf(
  plan: Plan,
  from?: { readonly iteration: number; readonly evaluations: Evaluations },
): Meter {
  const { objective, dialect, run } = plan
  const { batch, sampling } = run
  /** Of the gradients that updates begin with: one is enough where each step ends on the next one's. */
  const begunWith = (updates: number): number =>
    dialect.endsOnGradient ? Math.min(updates, 1) : epochOf(updates, batch, objective.rows, sampling)
  const asked = new Float64Array(3)
  if (from) {
    const { valueEvaluations, gradientEvaluations, hessianEvaluations } = from.evaluations
    asked[values] = valueEvaluations
    asked[gradients] = gradientEvaluations - begunWith(from.iteration)
    asked[hessians] = hessianEvaluations
  }
  return {
    problem: problemOf(plan, asked),
    counts: (updates) => ({
      valueEvaluations: asked[values],
      gradientEvaluations: begunWith(updates) + asked[gradients],
      hessianEvaluations: asked[hessians],
    }),
    total: (updates) => asked[values] + begunWith(updates) + asked[gradients] + asked[hessians],
  }
}
