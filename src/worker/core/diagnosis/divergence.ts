import { curvatureAt, hessianAt } from '../curvature'
import type { Descent } from '../descend'
import { eigenvalues } from '../eigenvalues'
import { euclidean } from '../norms'
import { isScheduled, type Plan } from '../plan'
import type { Finding } from '../reasons/contract'
import { scalesOf } from '../scales'
import { batchesTooSteep } from './batches'
import { climbFrom, lastStep, retrace } from './replay'
import { beyond, rateAt, settingsOfUpdate, stabilityOf, stretchBeyond } from './stability'
import type { End } from './minimum'
import { outsideDomain } from './typed'
import {
  batchBeyondBound,
  beyondBound,
  gradientAt,
  overshoot,
  uphill,
  type Overshoot,
  type Step,
} from './step'

/** Updates of a climb that are looked at, and products that working out their curvature may take. */
const looked = { steps: 2_000, work: 5e4 } as const
/**
 * A loss that has fallen by this many times the objective's own scale has no bottom that anybody knows: on
 * a saddle it is a thousand times as far out as the box worth drawing is wide.
 */
const bottomless = 1e6
/** A gradient that loses a digit of the start's, and grows again, has passed by a flat point. */
const dipped = 0.1
/**
 * Up to this dimension a Hessian is looked through for eigenvalues below that share of the largest:
 * dividing by those leaves four of sixteen digits.
 */
const widest = 128
const singular = 1e-12

/** Arithmetic that has no result: a division of 0 by 0, a system without a solution. */
function impossible(plan: Plan, descent: Descent, { theta, iteration }: End): Finding | undefined {
  const { objective, run } = plan
  const { eps, centered } = settingsOfUpdate(plan, iteration)
  const from = descent.lastUpdate().previous
  if (!from.every(Number.isFinite)) return undefined
  if (plan.dialect.secondOrder) return singularHessian(plan, from, iteration)
  const index = theta.findIndex(Number.isNaN)
  if (index < 0) return undefined
  const parameter = objective.parameterNames[index]
  if (eps === 0) {
    return { kind: 'division-by-zero', values: { optimizer: run.optimizer, parameter } }
  }
  return centered === true ? { kind: 'variance-below-zero', values: { parameter } } : undefined
}

function singularHessian(plan: Plan, from: Float64Array, update: number): Finding | undefined {
  const { objective } = plan
  const { damping } = settingsOfUpdate(plan, update)
  if (objective.dimension > widest) return undefined
  const hessian = hessianAt(objective, from)
  if (!hessian) return undefined
  const sizes = eigenvalues(hessian, objective.dimension).map((value) => Math.abs(value + Number(damping)))
  const smallest = Math.min(...sizes)
  if (!(smallest <= singular * Math.max(...sizes))) return undefined
  return { kind: 'singular-hessian', values: { update, smallest } }
}

/** A loss that fell for ever, on an objective of which no minimum is known. */
export function endlessFall(plan: Plan, descent: Descent, { iteration, loss }: End): Finding | undefined {
  const { objective } = plan
  if (objective.minima.length > 0) return undefined
  const from = descent.lastUpdate().previous
  const start = Float64Array.from(plan.start)
  const low = Math.min(...[loss, objective.value(from)].filter((value) => !Number.isNaN(value)))
  const scales = scalesOf(objective)
  const high = objective.value(start)
  if (!(high - low > bottomless * Math.max(scales.loss, Math.abs(high - scales.level)))) return undefined
  const slopeAtStart = euclidean(gradientAt(objective, start))
  const flattest = retrace(plan, iteration)?.flattest
  const passed = flattest && flattest.gradientNorm < dipped * slopeAtStart ? flattest.theta : undefined
  const curvature = curvatureAt(objective, passed ?? from)
  const down = curvature && curvature.smallest < 0 ? curvature.smallest : null
  return { kind: 'endless-fall', values: { passedSaddle: passed !== undefined, curvature: down } }
}

/** Where the curvature is the same everywhere, the schedule alone tells where the bound was passed. */
function constantlyBeyond(plan: Plan, last: number): Finding | undefined {
  const { objective } = plan
  // What was changed on the way, the steps themselves tell.
  if (!objective.constantCurvature || plan.run.changes) return undefined
  const curvature = curvatureAt(objective, Float64Array.from(plan.start))?.largest
  const limit = stabilityOf(plan, rateAt(plan, 1), curvature)?.stableRate
  const first = limit === undefined ? undefined : stretchBeyond(plan, limit)?.first
  if (first === undefined || first > last) return undefined
  const stability = stabilityOf(plan, rateAt(plan, first), curvature)
  return beyond(stability, 'whole', isScheduled(plan.run) ? first : null)
}

/** The first of some updates that was too large for the curvature it met. */
function tooLarge(plan: Plan, steps: Iterable<Step>): Finding | undefined {
  const { dimension } = plan.objective
  let curvatures = Math.max(2, Math.floor(looked.work / dimension ** 2))
  let left = looked.steps
  let candidate: Overshoot | undefined
  for (const step of steps) {
    const known = step.batch ? batchBeyondBound(plan, step) : undefined
    const unstable = known ?? (curvatures-- > 0 ? beyondBound(plan, step) : undefined)
    if (unstable) return unstable
    candidate ??= overshoot(plan, step)
    // Of a method with momentum, a step may be too long without the rate being too high.
    if (candidate && (candidate.isPlain || !plan.dialect.stableBelow)) break
    left -= 1
    if (left === 0) break
  }
  return candidate && { kind: 'overshoot', values: candidate }
}

/** Where a run has left the range of numbers before anyone could look: the curvature where it was to settle. */
function beyondAtMinimum(plan: Plan, update: number): Finding | undefined {
  const [minimum] = plan.objective.minima
  const curvature = minimum && curvatureAt(plan.objective, Float64Array.from(minimum.theta))?.largest
  const stability = stabilityOf(plan, rateAt(plan, update), curvature, update)
  return beyond(stability, 'minimum', update)
}

/** Why a run diverged, as far as one can tell. */
export function causeOfDivergence(plan: Plan, descent: Descent, end: End): Finding | undefined {
  const outside = outsideDomain(plan, descent, end)
  if (outside !== undefined || end.iteration === 0) return outside
  const { iteration } = end
  const cause =
    impossible(plan, descent, end) ??
    endlessFall(plan, descent, end) ??
    constantlyBeyond(plan, iteration) ??
    batchesTooSteep(plan, iteration)
  if (cause !== undefined) return cause
  const way = retrace(plan, iteration)
  const climb = way?.isWhole ? tooLarge(plan, climbFrom(plan, way.lowest, iteration)) : undefined
  if (climb !== undefined) return climb
  const last = lastStep(descent)
  return tooLarge(plan, [last]) ?? uphill(plan, last) ?? beyondAtMinimum(plan, iteration)
}
