import { stopShares } from './experiment'
import type { Plan } from './plan'
import type { Limit, OwnEnd, ReasonOf, Rule } from './reasons/contract'
import { scalesOf } from './scales'

/** How a run of updates ended by itself. */
export interface Outcome {
  readonly status: OwnEnd
  readonly reason: ReasonOf<'rule'>
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
   * How the run ended; undefined where the descent goes on.
   * @param quiet updates in a row that hardly changed the parameters
   */
  verdict(position: Position, quiet: number): Outcome | undefined
}

const ended = (status: OwnEnd, rule: Rule): Outcome => ({
  status,
  reason: { kind: 'rule', values: { status, rule, finding: null } },
})

/** Where the scale is zero, or no number, only zero is below a share of it. */
function shareOf(share: number, scale: number, of: 'slope' | 'size'): Limit {
  const at = share * scale
  if (!(at > 0 && at < Infinity)) return { kind: 'any', values: { at: Number.MIN_VALUE } }
  return { kind: 'share', values: { at, share, of } }
}

const typed = (at: number): Limit => ({ kind: 'typed', values: { at } })

/**
 * How far a loss may grow or fall: so many times what the start's is above the level that differences
 * are counted from, or what is large for the objective where that is more. A start is never beyond it.
 */
function growthBound({ objective, start }: Plan): Limit {
  const { level, loss } = scalesOf(objective)
  const above = Math.abs(objective.value(Float64Array.from(start)) - level)
  const isOfStart = !(above < loss)
  const scale = isOfStart ? above : loss
  const at = Math.abs(level) + stopShares.divergeAbove * scale
  // From nothing, any loss is infinitely much more: then only what is not finite has diverged.
  if (!(scale > 0 && at < Infinity)) return typed(Number.MAX_VALUE)
  const of = isOfStart ? 'start' : 'objective'
  return { kind: 'growth', values: { at, times: stopShares.divergeAbove, of } }
}

function boundOf(plan: Plan): Limit {
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

  function verdict(position: Position, quiet: number): Outcome | undefined {
    const { theta, loss, gradientNorm, iteration: update } = position
    const broken = theta.findIndex((value) => !Number.isFinite(value))
    if (broken >= 0) {
      const parameter = objective.parameterNames[broken]
      const values = { update, parameter, value: theta[broken] }
      return ended('diverged', { kind: 'parameter-not-finite', values })
    }
    if (!Number.isFinite(loss))
      return ended('diverged', { kind: 'loss-not-finite', values: { update, loss } })
    // Before the bound: a start beyond that may still be no place to begin.
    if (Number.isNaN(gradientNorm)) {
      return ended('diverged', { kind: 'gradient-not-a-number', values: { update } })
    }
    // Without a lower bound a loss runs away downwards.
    if (Math.abs(loss) > bound.values.at) {
      // A finite start has not diverged, but a run may be forbidden to begin there.
      const status = update > 0 ? 'diverged' : 'stalled'
      return ended(status, { kind: 'loss-beyond-bound', values: { update, loss, bound } })
    }
    if (gradientNorm < flat.values.at) {
      return ended('converged', { kind: 'small-gradient', values: { gradientNorm, below: flat } })
    }
    if (quiet >= stop.patience) {
      return ended('converged', { kind: 'small-changes', values: { updates: stop.patience, below: still } })
    }
    if (update >= iterations) return ended('finished', { kind: 'budget-used', values: { iterations } })
    return undefined
  }

  return { bound: bound.values.at, flat: flat.values.at, still: still.values.at, verdict }
}
