import { curvatureAlong, curvatureAt, type Sloped } from '../curvature'
import { dot } from '../norms'
import type { Objective } from '../objectives/contract'
import type { Plan } from '../plan'
import type { Finding, FindingValues } from '../reasons/contract'
import { beyond, rateAt, settingsOfUpdate, stabilityOf } from './stability'

/** What rounding may make of a product that is 2. */
const rounding = 1e-6

/** An update that a run made. */
export interface Step {
  /** Counted from 1. */
  readonly update: number
  readonly from: Float64Array
  readonly to: Float64Array
  /** The rows its gradient was of; undefined for all. */
  readonly batch: Int32Array | undefined
}

export function gradientAt(objective: Sloped, theta: Float64Array): Float64Array {
  const gradient = new Float64Array(theta.length)
  objective.gradient(theta, gradient)
  return gradient
}

/** The mean over some rows, as far as its slope goes. */
export const batchOf = (objective: Objective, rows: Int32Array): Sloped => ({
  dimension: objective.dimension,
  pulse: objective.pulse,
  gradient: (theta, out) => objective.batchGradient(theta, rows, 0, rows.length, out),
})

/** The learning rate of an update against the curvature that it met, for methods with a bound. */
export function beyondBound(
  plan: Plan,
  { update, from }: Step,
  named: number | null = update,
): Finding | undefined {
  if (!plan.dialect.stableBelow) return undefined
  const curvature = curvatureAt(plan.objective, from)?.largest
  return beyond(stabilityOf(plan, rateAt(plan, update), curvature, update), 'whole', named)
}

/** The learning rate of an update against the curvature of its batch, for methods with a bound. */
export function batchBeyondBound(plan: Plan, { update, from, batch }: Step): Finding | undefined {
  if (!batch || !plan.dialect.stableBelow) return undefined
  const rows = batchOf(plan.objective, batch)
  const rate = rateAt(plan, update)
  // Along its own gradient a batch is about as steep as it gets, and all that a single row is steep.
  const along = curvatureAlong(rows, from, gradientAt(rows, from))
  if (!beyond(stabilityOf(plan, rate, along, update), 'batch', update)) return undefined
  const largest = curvatureAt(rows, from)?.largest
  return beyond(stabilityOf(plan, rate, largest, update), 'batch', update)
}

/** A step uphill, which the gradient at its point does not ask for. */
export function uphill(plan: Plan, { update, from, to, batch }: Step): Finding | undefined {
  if (batch || plan.sigma > 0) return undefined
  const rise = dot(
    gradientAt(plan.objective, from),
    to.map((value, i) => value - from[i]),
  )
  if (!(rise > 0)) return undefined
  const kind = plan.dialect.secondOrder ? 'newton-uphill' : 'carried-uphill'
  return { kind, values: { update } }
}

export type Overshoot = Readonly<FindingValues['overshoot']>

/**
 * A downhill step d = to - from that went too far. With rate = |d|^2 / -g.d, the step per unit of
 * gradient along it, and c = 2 (rise - g.d) / |d|^2, the mean curvature along it, the loss rises
 * exactly where rate c > 2. Of a batch, c is how its gradient changed.
 */
export function overshoot(plan: Plan, step: Step, named: number | null = step.update): Overshoot | undefined {
  const { objective } = plan
  const { update, from, to, batch } = step
  const moved = to.map((value, i) => value - from[i])
  const squared = dot(moved, moved)
  const part = batch ? batchOf(objective, batch) : objective
  const downhill = -dot(gradientAt(part, from), moved)
  if (!(downhill > 0) || !Number.isFinite(squared)) return undefined
  const bend = batch
    ? dot(gradientAt(part, to), moved) + downhill
    : 2 * (objective.value(to) - objective.value(from) + downhill)
  const rate = squared / downhill
  const curvature = bend / squared
  const product = rate * curvature
  if (!(product >= 2 * (1 - rounding)) || !Number.isFinite(product)) return undefined
  const lr = rateAt(plan, update)
  const isPlain =
    plan.dialect.stableBelow?.(settingsOfUpdate(plan, update)) === 2 &&
    lr !== undefined &&
    Math.abs(rate / lr - 1) < rounding
  return { rate, curvature, product, ofBatch: batch !== undefined, isPlain, update: named }
}
