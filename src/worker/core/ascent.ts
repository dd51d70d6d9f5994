/**
 * Torch's `maximize`: a run adds where others subtract. Its method is handed -g for g before it does
 * anything else, so that weight decay, moments and line searches mean what they mean in a descent of -f.
 * Negation is exact: both make the same updates, to the last bit.
 */
import type { Objective } from './objectives/contract'
import type { Dialect, Problem } from './optimizers/contract'

function negate(numbers: Float64Array): void {
  for (let i = 0; i < numbers.length; i++) numbers[i] = -numbers[i]
}

/** The problem of finding the highest value, as one of finding the lowest. */
const negatedProblem = (problem: Problem): Problem => ({
  dimension: problem.dimension,
  pulse: problem.pulse,
  value: (theta) => -problem.value(theta),
  gradient(theta, out) {
    problem.gradient(theta, out)
    negate(out)
  },
  hessian(theta, out) {
    problem.hessian(theta, out)
    negate(out)
  },
  // Of the highest value nothing is known.
  minimum: undefined,
})

/** The dialect for one run that climbs: it is handed the objective's own gradient and goes up along it. */
export function ascending(dialect: Dialect): Dialect {
  const { step } = dialect
  let known: { readonly of: Problem; readonly negated: Problem } | undefined
  return {
    ...dialect,
    step(theta, gradient, state, hyper, t, problem, note) {
      if (known?.of !== problem) known = { of: problem, negated: negatedProblem(problem) }
      negate(gradient)
      step(theta, gradient, state, hyper, t, known.negated, note)
    },
  }
}

/** -f: what goes down on it climbs f. Of the highest value of f nothing is known. */
export function negatedObjective(objective: Objective): Objective {
  const { gradient, evaluate, batchGradient, hessian, scales } = objective
  return {
    ...objective,
    value: (theta) => -objective.value(theta),
    gradient(theta, out) {
      gradient(theta, out)
      negate(out)
    },
    evaluate(theta, out) {
      const value = evaluate(theta, out)
      negate(out)
      return -value
    },
    batchGradient(theta, rows, from, to, out) {
      batchGradient(theta, rows, from, to, out)
      negate(out)
    },
    ...(hessian && {
      hessian(theta: Float64Array, out: Float64Array) {
        hessian(theta, out)
        negate(out)
      },
    }),
    ...(scales && { scales: { ...scales, level: -scales.level } }),
    minima: [],
  }
}

/** Settings as torch's constructor has them: `maximize` among the hyper-parameters, where a run has it. */
type Settings = Readonly<Record<string, number | boolean>>

export const settingsOf = ({ hyper, maximize }: { hyper: Settings; maximize?: boolean }): Settings =>
  maximize ? { ...hyper, maximize } : hyper

/** Whether a run with these settings climbs: its best is its highest. */
export const climbs = ({ hyper }: { readonly hyper: Settings }): boolean => hyper.maximize === true
