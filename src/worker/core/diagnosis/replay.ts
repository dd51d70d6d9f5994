import type { SamplerSnapshot } from '../data/sampler'
import { descend, type Descent } from '../descend'
import type { Objective } from '../objectives/contract'
import type { Plan } from '../plan'
import type { Step } from './step'

/** Numbers that a replay may touch, those of one update beside its gradient, and those of a row's shuffling. */
const work = 2e7
const overhead = 40
const shuffling = 10

/** What a run came by on its way, at the points where its loss was looked at. */
export interface Way {
  /** The update after which the loss was lowest. */
  readonly lowest: number
  /** The update after which the gradient was smallest, where it was, and how small. */
  readonly flattest: { readonly theta: Float64Array; readonly gradientNorm: number }
  /** Whether the replay reached the run's last update. */
  readonly isWhole: boolean
}

/** A full batch tells the loss at every update, batches once in as many as have read all rows. */
function looksEvery({ objective, run }: Plan): number {
  return run.batch === 'full' ? 1 : Math.ceil(objective.rows / run.batch)
}

/** How many updates may be made again: without the states in between, a replay begins at the start. */
function affordable({ objective, run }: Plan): number {
  const { dimension, rows } = objective
  if (run.batch === 'full') return work / (overhead + dimension * (8 + rows))
  return (work - shuffling * rows) / (overhead + dimension * (8 + 2 * run.batch))
}

/** Makes the run's updates again; undefined where not even the first could be afforded. */
export function retrace(plan: Plan, last: number): Way | undefined {
  const most = affordable(plan)
  let [lowest, lowestLoss] = [0, Infinity]
  let flattest: Way['flattest'] | undefined
  let reached = 0
  const { positions } = descend({ ...plan, recordEvery: looksEvery(plan) })
  for (const { iteration, theta, loss, gradientNorm, recorded } of positions) {
    if (iteration > Math.min(most, last)) break
    plan.pulse()
    reached = iteration
    if (!recorded) continue
    if (loss <= lowestLoss) [lowest, lowestLoss] = [iteration, loss]
    if (!(gradientNorm >= (flattest?.gradientNorm ?? Infinity))) {
      flattest = { theta: theta.slice(), gradientNorm }
    }
  }
  return flattest && { lowest, flattest, isWhole: reached === last }
}

/** An objective that keeps the rows of the batch it was asked about last. */
function watched(objective: Objective): { objective: Objective; batch: () => Int32Array | undefined } {
  let latest: Int32Array | undefined
  return {
    objective: {
      ...objective,
      batchGradient(theta, rows, from, to, out) {
        latest = rows.slice(from, to)
        objective.batchGradient(theta, rows, from, to, out)
      },
    },
    batch: () => latest,
  }
}

/** The updates of a run from one to another after which the loss was higher; with batches, all updates. */
export function* climbFrom(plan: Plan, lowest: number, last: number): Generator<Step, void, void> {
  const begun = descend({ ...plan, recordEvery: plan.iterations })
  for (const { iteration } of begun.positions) {
    plan.pulse()
    if (iteration === lowest) break
  }
  const { objective, batch } = watched(plan.objective)
  const every = looksEvery(plan)
  const descent = descend({ ...plan, objective, recordEvery: every }, begun.save())
  let from = begun.save().theta
  let before = plan.objective.value(from)
  for (const { iteration, theta, loss, recorded } of descent.positions) {
    plan.pulse()
    const to = theta.slice()
    if (every > 1 || !recorded || !(loss <= before)) yield { update: iteration, from, to, batch: batch() }
    if (iteration === last) return
    ;[from, before] = [to, loss]
  }
}

/** Where the batch that a sampler drew last begins. */
const batchStart = ({ sampling, batch, to }: SamplerSnapshot): number =>
  sampling === 'replacement' ? 0 : Math.floor((to - 1) / batch) * batch

/** The run's last update, whose batch the state of its sampler still tells. Copies that state. */
export function lastStep(descent: Descent): Step {
  const { iteration, theta, sampler } = descent.save()
  const batch = sampler ? Int32Array.from(sampler.order.slice(batchStart(sampler), sampler.to)) : undefined
  return { update: iteration, from: descent.lastUpdate().previous, to: theta, batch }
}
