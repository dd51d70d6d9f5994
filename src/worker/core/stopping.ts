import { stopShares } from './experiment'
import { countText, shortNumber } from './issues'
import type { Plan } from './plan'
import { scalesOf } from './scales'

/** How a run of updates ended by itself. */
export interface Outcome {
  readonly status: 'converged' | 'stalled' | 'finished' | 'diverged'
  /** In words with numbers. */
  readonly reason: string
}

/** Where a run stands after `iteration` updates. One object, reused: read it before the next update. */
export interface Position {
  readonly iteration: number
  readonly theta: Float64Array
  /** Whether this point belongs to the curve. Loss and gradient norm are of this point where it does. */
  readonly recorded: boolean
  /** Of the whole objective. */
  readonly loss: number
  /** Euclidean norm of the whole objective's gradient. */
  readonly gradientNorm: number
  /** Learning rate of the update that leaves this point, where the plan records it. */
  readonly rate: number
  /** To the nearest known minimum, where the plan records it. */
  readonly distance: number
  /** Evaluations of every kind that the updates up to this point made, where the plan records them. */
  readonly evaluations: number
  /** Set at the last position: how the run ended. */
  readonly outcome: Outcome | undefined
}

/** A number that ends a run, and the words for it. */
interface Threshold {
  readonly at: number
  readonly text: string
}

/**
 * When a run may be over. A rule that is typed is taken as typed; one that is left out is a share of
 * what is large for the objective, in its own units, and so means the same in any.
 */
export interface Judge {
  /** Ends a run at a loss beyond -bound or bound. */
  readonly bound: number
  /** Ends it at a gradient norm below. */
  readonly flat: number
  /** An update is quiet whose largest change of a parameter is below. */
  readonly still: number
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

/** Where the scale is zero, or no number, only zero is below a share of it. */
function shareOf(share: number, scale: number, what: string): Threshold {
  const at = share * scale
  if (!(at > 0 && at < Infinity)) return { at: Number.MIN_VALUE, text: 'any number' }
  return { at, text: `${shortNumber(at)} (${shortNumber(share)} of the objective's own ${what})` }
}

const typed = (value: number): Threshold => ({ at: value, text: `${shortNumber(value)} (as typed)` })

/**
 * How far a loss may grow or fall: so many times what the start's is above the level that differences
 * are counted from, or what is large for the objective where that is more. A start is never beyond it.
 */
function growthBound({ objective, start }: Plan): Threshold {
  const { level, loss } = scalesOf(objective)
  const above = Math.abs(objective.value(Float64Array.from(start)) - level)
  const isOfStart = !(above < loss)
  const scale = isOfStart ? above : loss
  const at = Math.abs(level) + stopShares.divergeAbove * scale
  // From nothing, any loss is infinitely much more: then only what is not finite has diverged.
  if (!(scale > 0 && at < Infinity)) return typed(Number.MAX_VALUE)
  const whose = isOfStart ? "the start's" : "the objective's own"
  return { at, text: `${shortNumber(at)} (${shortNumber(stopShares.divergeAbove)} times ${whose})` }
}

function boundOf(plan: Plan): Threshold {
  const { divergeAbove } = plan.stop
  if (divergeAbove === undefined) return growthBound(plan)
  return typed(divergeAbove > 0 ? divergeAbove : Number.MAX_VALUE)
}

/** The stopping rules of a plan. */
export function judgeOf(plan: Plan): Judge {
  const { objective, stop, iterations } = plan
  const bound = boundOf(plan)
  const { gradientNorm: steep, parameterChange: moving } = stop
  const flat =
    steep === undefined ? shareOf(stopShares.gradientNorm, scalesOf(objective).slope, 'slope') : typed(steep)
  const still =
    moving === undefined
      ? shareOf(stopShares.parameterChange, scalesOf(objective).size, 'size')
      : typed(moving)

  /** A finite start has not diverged, but a run may be forbidden to begin there. */
  function beyond(iteration: number, what: string): Outcome {
    if (iteration > 0) return diverged(iteration, what)
    const reason = `stalled at the start: ${what}; leave stop.divergeAbove out to measure growth against the start`
    return { status: 'stalled', reason }
  }

  function verdict({ theta, loss, gradientNorm, iteration }: Position, quiet: number): Outcome | undefined {
    const broken = theta.findIndex((value) => !Number.isFinite(value))
    if (broken >= 0) {
      return diverged(iteration, `the parameter ${objective.parameterNames[broken]} is ${theta[broken]}`)
    }
    if (!Number.isFinite(loss)) return diverged(iteration, `the loss is ${loss}`)
    // Before the bound: a start beyond that may still be no place to begin.
    if (Number.isNaN(gradientNorm)) return diverged(iteration, 'the gradient is not a number')
    if (loss > bound.at) return beyond(iteration, `the loss is ${shortNumber(loss)}, above ${bound.text}`)
    // Without a lower bound a loss runs away downwards.
    if (loss < -bound.at) return beyond(iteration, `the loss is ${shortNumber(loss)}, below -${bound.text}`)
    if (gradientNorm < flat.at) {
      return converged(`the gradient norm is ${shortNumber(gradientNorm)}, below ${flat.text}`)
    }
    if (quiet >= stop.patience) {
      const updates = countText(stop.patience, 'update', 'updates in a row')
      return converged(`parameters changed by less than ${still.text} for ${updates}`)
    }
    if (iteration >= iterations) {
      return {
        status: 'finished',
        reason: `finished: ${countText(iterations, 'iteration', 'iterations')} done`,
      }
    }
    return undefined
  }

  return { bound: bound.at, flat: flat.at, still: still.at, verdict }
}
