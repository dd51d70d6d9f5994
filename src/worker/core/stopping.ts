import type { Outcome, Position } from './descend'
import { countText, shortNumber } from './issues'
import type { Plan } from './plan'

/** Whether a descent goes on from a recorded point, and if not, how it ended. */
export interface Judge {
  /** A run may go on as long as its loss lies between -bound and bound. */
  readonly bound: number
  /**
   * In words; undefined where the descent goes on.
   * @param quiet updates in a row that hardly changed the parameters
   */
  verdict(position: Position, quiet: number): Outcome | undefined
}

const diverged = (iteration: number, what: string): Outcome => ({
  status: 'diverged',
  reason: `diverged at ${iteration === 0 ? 'the start' : `update ${iteration}`}: ${what}`,
})

const converged = (what: string): Outcome => ({ status: 'converged', reason: `converged: ${what}` })

/** The stopping rules of a plan. */
export function judgeOf({ objective, stop, iterations }: Plan): Judge {
  const bound = stop.divergeAbove > 0 ? stop.divergeAbove : Number.MAX_VALUE

  function verdict({ theta, loss, gradientNorm, iteration }: Position, quiet: number): Outcome | undefined {
    const broken = theta.findIndex((value) => !Number.isFinite(value))
    if (broken >= 0) {
      return diverged(iteration, `the parameter ${objective.parameterNames[broken]} is ${theta[broken]}`)
    }
    if (!Number.isFinite(loss)) return diverged(iteration, `the loss is ${loss}`)
    if (loss > bound) {
      return diverged(iteration, `the loss is ${shortNumber(loss)}, above ${shortNumber(bound)}`)
    }
    // Without a lower bound a loss runs away downwards.
    if (loss < -bound) {
      return diverged(iteration, `the loss is ${shortNumber(loss)}, below ${shortNumber(-bound)}`)
    }
    if (gradientNorm < stop.gradientNorm) {
      return converged(
        `the gradient norm is ${shortNumber(gradientNorm)}, below ${shortNumber(stop.gradientNorm)}`,
      )
    }
    if (quiet >= stop.patience) {
      const updates = countText(stop.patience, 'update', 'updates in a row')
      return converged(`parameters changed by less than ${shortNumber(stop.parameterChange)} for ${updates}`)
    }
    if (iteration >= iterations) {
      return {
        status: 'finished',
        reason: `finished: ${countText(iterations, 'iteration', 'iterations')} done`,
      }
    }
    return undefined
  }

  return { bound, verdict }
}
