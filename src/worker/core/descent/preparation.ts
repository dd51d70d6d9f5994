import { rateOf, type Plan } from '../plan'
import type { State } from './state'

/** What an update needs before its step: its learning rate, and the gradient it goes along. */
export interface Preparation {
  /** Whether an update from a recorded position needs nothing: its gradient is there, and its rate is every update's. */
  readonly isSteady: boolean
  /** @param iteration updates made so far, the position after which may be recorded */
  prepare(iteration: number, recorded: boolean): void
}

/** Sets the learning rate, draws the batch, looks ahead and adds the noise, as a plan has it. */
export function preparationOf(plan: Plan, state: State): Preparation {
  const { objective, dialect, sigma } = plan
  const { theta, gradient, memory, sampler, noise } = state
  const { dimension } = objective
  const rateAt = rateOf(plan)
  const ahead = new Float64Array(dimension)
  // With a full batch and no lookahead, the gradient evaluated for the record is the next update's.
  const recordServes = sampler === undefined && dialect.lookahead === undefined

  function evaluateGradient(): void {
    let at = theta
    if (dialect.lookahead) {
      dialect.lookahead(theta, memory, state.hyper, ahead)
      at = ahead
    }
    if (sampler === undefined) return objective.gradient(at, gradient)
    sampler.next()
    objective.batchGradient(at, sampler.rows, sampler.from, sampler.to, gradient)
  }

  return {
    isSteady: recordServes && !rateAt && !noise,
    prepare(iteration, recorded) {
      if (rateAt) state.hyper.lr = rateAt(iteration)
      if (!(recordServes && recorded)) evaluateGradient()
      if (noise) for (let i = 0; i < dimension; i++) gradient[i] += sigma * noise.normal()
    },
  }
}
