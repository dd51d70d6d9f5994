import { curvatureAt, type Curvature } from './curvature'
import { descend, type Descent, type Position } from './descend'
import { shortNumber } from './issues'
import type { Plan } from './plan'

/** A step size held against the curvature it meets. */
export interface Stability {
  /** Learning rate times largest curvature. */
  readonly product: number
  /** Updates settle while the product is below this. */
  readonly bound: number
  readonly curvature: number
  /** The largest learning rate that is stable at this curvature. */
  readonly stableRate: number
}

/** A step that has shrunk to less than this share of the first no longer gets anywhere. */
const stalledShare = 1e-6
/** Curvatures smaller than this share of the largest, or than this, count as flat. */
const flat = 1e-9
/** A gradient norm small enough to ask what kind of point this is. */
const nearlyFlat = 1e-3
/** How many updates of a diverged run are looked at again, and how many rows they may read in all. */
const replayed = { updates: 20_000, rows: 2e7 } as const

/**
 * The learning rate against the largest curvature at a point, for methods whose bound is
 * known on a quadratic; undefined for the others, and where nothing curves upwards.
 */
export function stabilityAt(
  { dialect, run, objective }: Plan,
  theta: Float64Array,
  known?: Curvature,
): Stability | undefined {
  const { lr } = run.hyper
  const bound = dialect.stableBelow?.(run.hyper)
  const curvature = (known ?? curvatureAt(objective, theta))?.largest
  if (bound === undefined || typeof lr !== 'number' || curvature === undefined || !(curvature > 0)) {
    return undefined
  }
  return { product: lr * curvature, bound, curvature, stableRate: bound / curvature }
}

/**
 * What to know before a run: a learning rate beyond the bound at the start.
 * @param known the curvature there, where it was worked out for other runs of the same start
 */
export function unstableStart(plan: Plan, known?: Curvature): Stability | undefined {
  const stability = stabilityAt(plan, Float64Array.from(plan.start), known)
  return stability && stability.product >= stability.bound ? stability : undefined
}

/** The step per unit of gradient that an update really took, the largest of all coordinates. */
function effectiveRate(plan: Plan, from: Float64Array, to: Float64Array): number {
  const gradient = new Float64Array(from.length)
  plan.objective.gradient(from, gradient)
  return to.reduce((largest, value, i) => {
    const rate = gradient[i] === 0 ? 0 : Math.abs((value - from[i]) / gradient[i])
    return Number.isFinite(rate) ? Math.max(largest, rate) : largest
  }, 0)
}

/** What made an update from one point to the next unstable; undefined if nothing did. */
function instability(plan: Plan, from: Float64Array, to: Float64Array): string | undefined {
  const stability = stabilityAt(plan, from)
  if (stability) {
    const { product, bound } = stability
    if (product < bound) return undefined
    return `lr x largest curvature = ${shortNumber(product)}, stable below ${shortNumber(bound)}`
  }
  const curvature = curvatureAt(plan.objective, from)?.largest
  const rate = effectiveRate(plan, from, to)
  if (curvature === undefined || !(rate * curvature > 2)) return undefined
  const product = `${shortNumber(rate)} x ${shortNumber(curvature)} = ${shortNumber(rate * curvature)}`
  return `effective step size x largest curvature = ${product}, stable below 2`
}

/** Replays a diverged run: the first update, from its lowest point on, whose step was too large. */
function causeOfDivergence(plan: Plan): string | undefined {
  let lowest = Infinity
  let cause: string | undefined
  let before: Float64Array | undefined
  let beforeLoss = NaN
  const { positions } = descend({ ...plan, recordEvery: 1 })
  const most = Math.min(replayed.updates, replayed.rows / Math.max(1, plan.objective.rows))
  for (const { theta, loss, iteration } of positions as Iterable<Position>) {
    if (iteration > most) return cause
    if (before && beforeLoss <= lowest && loss > beforeLoss) cause = instability(plan, before, theta) ?? cause
    // Once a cause is known, only a new lowest point can make the story begin anew.
    if (loss < lowest) {
      lowest = loss
      cause = undefined
    }
    before = theta.slice()
    beforeLoss = loss
  }
  return cause
}

/** What kind of point a run has settled on, where that is no minimum. */
function stationaryKind(plan: Plan, theta: Float64Array): string | undefined {
  const curvature = curvatureAt(plan.objective, theta)
  if (!curvature) return undefined
  const { largest, smallest } = curvature
  const scale = Math.max(Math.abs(largest), Math.abs(smallest))
  const range = `curvature from ${shortNumber(smallest)} to ${shortNumber(largest)} there`
  if (scale < flat) return `a plateau, not a minimum: ${range}`
  if (smallest >= -flat * scale) return undefined
  return largest > flat * scale ? `a saddle, not a minimum: ${range}` : `a maximum: ${range}`
}

/**
 * The reason of a run's end, in words with numbers: what the engine says, with the cause
 * added where there is one. `position` is the run's last.
 */
export function explain(
  plan: Plan,
  descent: Descent,
  { outcome, theta, gradientNorm, iteration }: Position,
): string {
  if (!outcome) throw new Error('only a run that has ended can be explained')
  const { status, reason } = outcome
  const because = (cause: string | undefined): string =>
    cause === undefined ? reason : `${reason}; ${cause}`
  if (status === 'diverged') return because(iteration === 0 ? undefined : causeOfDivergence(plan))
  const kind = gradientNorm < nearlyFlat ? stationaryKind(plan, theta) : undefined
  if (status === 'converged' || iteration === 0) return because(kind)
  const { previous, change, firstChange } = descent.lastUpdate()
  if (change < stalledShare * firstChange && gradientNorm > plan.stop.gradientNorm) {
    const share = shortNumber(change / firstChange)
    const norm = shortNumber(gradientNorm)
    return because(`stalled: the step fell to ${share} of its first while the gradient norm is still ${norm}`)
  }
  const bouncing = instability(plan, previous, theta)
  return because(bouncing === undefined ? kind : `still bouncing: ${bouncing}`)
}
