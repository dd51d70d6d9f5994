import { descend, type Descent } from '../descend'
import type { Plan } from '../plan'
import { rateAt } from './stability'
import type { End } from './stationary'

/** Numbers that looking ahead may touch. */
const work = 2e6

const stopless = { gradientNorm: 0, parameterChange: 0, patience: 1, divergeAbove: 0 }

/** A place that the run would come by. */
export interface Place {
  readonly update: number
  readonly theta: Float64Array
  readonly loss: number
  /** Largest change of a parameter in the update that led there. */
  readonly change: number
}

/** The plan at the learning rate of one of its updates. */
export function steady(plan: Plan, update: number): Plan {
  const { run } = plan
  const lr = rateAt(plan, update)
  if (lr === undefined) return plan
  return { ...plan, run: { ...run, hyper: { ...run.hyper, lr }, schedule: { id: 'constant', warmup: 0 } } }
}

/** How a run would go on from its end, at the learning rate it had there; the end itself comes first. */
export function lookAhead(plan: Plan, descent: Descent, { theta, loss }: End, updates: number): Place[] {
  const saved = descent.save()
  const iterations = saved.iteration + updates
  const onwards = descend(
    { ...steady(plan, saved.iteration), iterations, recordEvery: 1, stop: stopless },
    { ...saved, quiet: 0 },
  )
  const places = [{ update: saved.iteration, theta: theta.slice(), loss, change: NaN }]
  for (const position of onwards.positions) {
    const { change } = onwards.lastUpdate()
    places.push({ update: position.iteration, theta: position.theta.slice(), loss: position.loss, change })
  }
  return places
}

/** Updates that can be looked ahead; each reads all rows. */
export const affordable = ({ objective }: Plan, most: number): number =>
  Math.min(most, Math.floor(work / (objective.dimension * (8 + objective.rows))))
