import { euclidean } from '../norms'
import type { Plan } from '../plan'
import type { Recording } from '../recording'
import type { Judge } from '../stopping'
import type { Preparation } from './preparation'
import type { Recorder } from './recorder'
import type { State } from './state'

/**
 * Goes on by up to `most` updates and puts the recorded points they reach into `into`, until there is
 * no more room in it or the run has ended. Allocates nothing.
 * @returns how many updates were made
 */
export type Advance = (into: Recording, most: number) => number

/** Whether a parameter is not finite. */
export const isBroken = (theta: Float64Array): boolean => !theta.every(Number.isFinite)

/** The loop of a run. All that happens in an update stands in it, so that it is compiled as one; and puts no number on the heap. */
export function loopOf(
  plan: Plan,
  state: State,
  judge: Judge,
  { isSteady, prepare }: Preparation,
  recorder: Recorder,
): Advance {
  const { position, changes } = state
  const { parameters, hasExtras, measure, writeExtras } = recorder
  // What the loop uses it takes from here into variables of its own: one that it shares with
  // others would be read anew, and looked at for what it is, at every use.
  const { theta, gradient, previous, memory, meter } = state
  const { step } = plan.dialect
  const { evaluate } = plan.objective
  const tools = { theta, gradient, previous, memory, problem: meter.problem, step, evaluate }
  const { iterations, recordEvery, stop } = plan
  const { patience } = stop
  const { bound, flat, still: motionless } = judge
  const rules = {
    iterations,
    recordEvery,
    parameters,
    hasExtras,
    isSteady,
    bound,
    patience,
    motionless,
    flat,
  }

  return (into, most) => {
    const { columns, stride, room } = into
    const { theta, gradient, previous, memory, problem, step, evaluate } = tools
    const { hyper } = state
    const { iterations, recordEvery, parameters, hasExtras, isSteady } = rules
    const { bound, patience, motionless, flat } = rules
    const { length } = theta
    let { iteration, recorded, loss, gradientNorm } = position
    let { count, iteration: newest } = into
    let still = state.quiet
    let change = changes[1]
    let made = 0
    let stopping = position.outcome !== undefined
    try {
      while (made < most && count < room && !stopping) {
        if (!(isSteady && recorded)) prepare(iteration, recorded)
        for (let i = 0; i < length; i++) previous[i] = theta[i]
        step(theta, gradient, memory, hyper, iteration + 1, problem)
        iteration += 1
        made += 1
        // Unlike a comparison, Math.max keeps a NaN.
        change = 0
        for (let i = 0; i < length; i++) change = Math.max(change, Math.abs(theta[i] - previous[i]))
        if (iteration === 1) changes[0] = change
        still = change < motionless ? still + 1 : 0
        stopping = iteration >= iterations || still >= patience || (!(change < Infinity) && isBroken(theta))
        recorded = stopping || recordEvery === 1 || iteration % recordEvery === 0
        if (!recorded) continue
        loss = evaluate(theta, gradient)
        gradientNorm = euclidean(gradient)
        columns[count] = loss
        columns[stride + count] = gradientNorm
        for (let i = 0; i < parameters; i++) columns[(2 + i) * stride + count] = theta[i]
        if (hasExtras) {
          measure(iteration)
          writeExtras(columns, stride, count)
        }
        count += 1
        newest = iteration
        stopping ||= !(Math.abs(loss) <= bound && gradientNorm >= flat)
      }
    } finally {
      // Also where a method or an objective failed: it is to be known how far the run got.
      position.iteration = iteration
      position.recorded = recorded
      position.loss = loss
      position.gradientNorm = gradientNorm
      into.count = count
      into.iteration = newest
      state.quiet = still
      changes[1] = change
    }
    if (stopping) position.outcome ??= judge.verdict(position, still)
    return made
  }
}
