import { narrowed } from '../bisection'
import { descend } from '../descend'
import type { Plan } from '../plan'
import { scalesOf } from '../scales'

/** A run's first updates, made to see whether they get anywhere. */
export interface Trial {
  readonly updates: number
  /** By how much they make the loss grow. */
  readonly growth: number
  /** The largest rate found with which the same updates do not. */
  readonly stableRate: number
}

/** Updates that are tried at most, and numbers that they may read in all. */
const most = { updates: 1_000, work: 3e5 } as const
/** Fewer updates tell nothing. */
const fewest = 100
/** Of the start's, or of the objective's own where that is more; noise lifts a loss that settles by less. */
const grown = 1e6
/** Rates are halved at most so often, and the last halving is narrowed in so many steps. */
const halvings = 40
const narrowings = 4

/** What growth is counted from: the loss at the start, or what is large for the objective where that is more. */
const lossOf = ({ objective, start }: Plan): number =>
  Math.max(objective.value(Float64Array.from(start)), scalesOf(objective).loss)

/** The loss after the run's first updates, as a multiple of what it is counted from. */
function growthOf(plan: Plan, lr: number, updates: number): number {
  const { objective, run } = plan
  const descent = descend({
    ...plan,
    run: { ...run, hyper: { ...run.hyper, lr } },
    recordEvery: plan.iterations,
    stop: { gradientNorm: 0, parameterChange: 0, patience: 1, divergeAbove: 0 },
  })
  for (const { iteration } of descent.positions) if (iteration === updates) break
  const growth = objective.value(descent.position.theta) / lossOf(plan)
  return Number.isNaN(growth) ? Infinity : growth
}

/**
 * Single batches can be steeper than the whole, and no bound is known for a product of them: so the
 * run's own first batches are tried out. For methods that have a bound on the whole, on objectives
 * whose batches are as steep everywhere: what grows at first then grows on.
 */
export function tryBatches(plan: Plan): Trial | undefined {
  const { dialect, objective, run, iterations } = plan
  const { batch, hyper } = run
  const { lr } = hyper
  if (batch === 'full' || !objective.constantCurvature || !dialect.stableBelow) return undefined
  if (typeof lr !== 'number' || !(lossOf(plan) > 0)) return undefined
  const work = Math.floor(most.work / (batch * objective.dimension))
  const updates = Math.min(most.updates, iterations, work)
  if (updates < Math.min(fewest, iterations)) return undefined
  const growth = growthOf(plan, lr, updates)
  if (!(growth > grown)) return undefined
  const isStable = (rate: number): boolean => growthOf(plan, rate, updates) <= grown
  let high = lr
  let low = lr / 2
  for (let i = 0; i < halvings && !isStable(low); i++) [high, low] = [low, low / 2]
  const [stableRate] = narrowed(
    [low, high],
    narrowings,
    (rate) => !isStable(rate),
    (a, b) => Math.sqrt(a * b),
  )
  return { updates, growth, stableRate }
}
