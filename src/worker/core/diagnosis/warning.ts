import { curvatureAt } from '../curvature'
import type { Objective } from '../objectives/contract'
import { isScheduled, lowestMinima, type Plan } from '../plan'
import type { StabilityValues } from '../reasons/contract'
import { rateAt, stabilityOf, stretchBeyond, type Stretch } from './stability'
import { tryBatches, type Trial } from './trial'

/** How steep it is where a run will be, and where that was taken. */
export interface Steepness {
  readonly curvature: number
  readonly at: 'start' | 'minimum'
}

/** A learning rate beyond the bound for some of the run's updates. */
export interface BeyondBound extends StabilityValues {
  readonly kind: 'beyond'
  readonly at: Steepness['at']
  /** Where a schedule moves the rate: the updates that are beyond the bound. `product` is of the highest. */
  readonly stretch: Stretch | undefined
  /** Whether that grows errors by so much only that the rest of the run makes up for it. */
  readonly passes: boolean
}

/** A learning rate that the run's own batches do not bear. */
export interface BatchesGrow extends Trial {
  readonly kind: 'batches'
  /** The largest rate found with which the same batches do not. */
  readonly stableRate: number
}

export type RateWarning = BeyondBound | BatchesGrow

/** Errors that grow by less than this, as a power of e, come back. */
const bearable = Math.log(1e6)
/** Rates looked at within a stretch. */
const samples = 1_000

/**
 * The largest curvature at the start; where nothing curves upwards there, the largest at the known
 * minimum that is easiest to settle at.
 */
export function steepnessAt(objective: Objective, start: readonly number[]): Steepness | undefined {
  const curvature = curvatureAt(objective, Float64Array.from(start))
  if (!curvature) return undefined
  if (curvature.largest > 0) return { curvature: curvature.largest, at: 'start' }
  const there = lowestMinima(objective).flatMap((theta) => {
    const found = curvatureAt(objective, Float64Array.from(theta))
    return found ? [found.largest] : []
  })
  return there.length > 0 ? { curvature: Math.min(...there), at: 'minimum' } : undefined
}

/** How much the stretch makes errors grow, as a power of e: exactly so for gradient descent on a quadratic. */
function growthIn(plan: Plan, { first, last }: Stretch, limit: number): number {
  const count = last - first + 1
  const looks = Math.min(count, samples)
  let sum = 0
  for (let i = 0; i < looks; i++) {
    const rate = rateAt(plan, first + Math.floor((i * count) / looks)) ?? 0
    sum += Math.log(Math.max(1, (2 * rate) / limit - 1))
  }
  return (sum * count) / looks
}

function beyondBound(plan: Plan, { curvature, at }: Steepness): BeyondBound | undefined {
  const { lr } = plan.run.hyper
  if (typeof lr !== 'number') return undefined
  const stability = stabilityOf(plan, lr, curvature)
  if (!stability) return undefined
  const limit = stability.stableRate
  const stretch = stretchBeyond(plan, limit)
  if (!stretch) return undefined
  if (!isScheduled(plan.run)) return { kind: 'beyond', ...stability, at, stretch: undefined, passes: false }
  const { bound, decayed } = stability
  return {
    kind: 'beyond',
    decayed,
    product: (stretch.peak / limit) * bound,
    bound,
    stableRate: (lr / stretch.peak) * limit,
    at,
    stretch,
    passes: growthIn(plan, stretch, limit) < bearable,
  }
}

/**
 * What to know before a run: a learning rate beyond the bound, at the rates its schedule gives it,
 * or one that its batches do not bear.
 * @param steepness where the run will be, as `steepnessAt` tells; all runs from one start share it
 * @param hasRows whether the objective has all rows to draw batches from at hand
 */
export function unstableStart(
  plan: Plan,
  steepness: Steepness | undefined,
  hasRows = true,
): RateWarning | undefined {
  // Both tell whether a descent settles, with the settings it begins with.
  if (plan.run.maximize || plan.run.changes) return undefined
  const trial = hasRows ? tryBatches(plan) : undefined
  if (trial) return { kind: 'batches', ...trial }
  return steepness && beyondBound(plan, steepness)
}
