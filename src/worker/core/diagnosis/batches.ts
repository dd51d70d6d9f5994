import { curvatureAlong, curvatureAt } from '../curvature'
import { createSampler } from '../data/sampler'
import type { Plan } from '../plan'
import type { Finding } from '../reasons/contract'
import { beyond, rateAt, stabilityOf } from './stability'
import { batchOf, gradientAt } from './step'

/** Batches looked at, numbers that they may read in all, and rows that may be shuffled and drawn to get there. */
const most = { batches: 1_000, work: 1e7, rows: 5e6 } as const
/** Batches this much steeper than the whole are another matter than the whole. */
const steeper = 1.2

/** A batch that a run drew, at the learning rate it was descended along with. */
interface Drawn {
  readonly update: number
  readonly rows: Int32Array
  /** Learning rate times curvature along its own gradient. */
  readonly product: number
}

/** The batches of a run's last updates, drawn again. */
function* lastBatches(
  { objective, run, pulse }: Plan,
  last: number,
): Generator<[number, Int32Array], void, void> {
  if (run.batch === 'full' || objective.rows + last * run.batch > most.rows) return
  const cost = 3 * run.batch * objective.dimension
  const count = Math.min(most.batches, Math.floor(most.work / cost))
  const sampler = createSampler(objective.rows, run.batch, run.sampling, run.seed, pulse)
  for (let update = 1; update <= last; update++) {
    sampler.next()
    if (update > last - count) yield [update, sampler.rows.slice(sampler.from, sampler.to)]
  }
}

/** The steepest of the last batches, by its rate; along its own gradient a batch is about as steep as it gets. */
function steepest(plan: Plan, at: Float64Array, last: number): Drawn | undefined {
  let found: Drawn | undefined
  for (const [update, rows] of lastBatches(plan, last)) {
    const part = batchOf(plan.objective, rows)
    const along = curvatureAlong(part, at, gradientAt(part, at))
    const product = (rateAt(plan, update) ?? NaN) * along
    if (product > (found?.product ?? 0)) found = { update, rows, product }
  }
  return found
}

/**
 * Where the curvature is the same everywhere and the whole is within the bound: the steepest of the last
 * batches. The bound is one for steps of the same curvature; under methods with momentum, steps of
 * changing curvature can add up below it.
 */
export function batchesTooSteep(plan: Plan, last: number): Finding | undefined {
  const { objective, dialect, start } = plan
  if (!objective.constantCurvature || !dialect.stableBelow) return undefined
  const at = Float64Array.from(start)
  const drawn = steepest(plan, at, last)
  if (!drawn) return undefined
  const rate = rateAt(plan, drawn.update)
  const steepness = curvatureAt(batchOf(objective, drawn.rows), at)?.largest
  const batch = stabilityOf(plan, rate, steepness, drawn.update)
  const unstable = beyond(batch, 'batch', drawn.update)
  if (unstable) return unstable
  const whole = stabilityOf(plan, rate, curvatureAt(objective, at)?.largest, drawn.update)
  if (!batch || !whole || !(batch.product > steeper * whole.product)) return undefined
  const { product, bound } = batch
  return { kind: 'unlike-batches', values: { product, whole: whole.product, bound, update: drawn.update } }
}
