import { descend, type Descent } from '../descend'
import type { Plan } from '../plan'
import { rateAt, settingsOfUpdate } from './stability'
import type { End } from './minimum'

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

/** The plan at the settings and the learning rate of one of its updates. */
export function steady(plan: Plan, update: number): Plan {
  const { run } = plan
  const lr = rateAt(plan, update)
  const hyper = { ...settingsOfUpdate(plan, update), ...(lr === undefined ? {} : { lr }) }
  return { ...plan, run: { ...run, hyper, changes: undefined, schedule: { id: 'constant', warmup: 0 } } }
}

/**
 * How a run would go on from its end, at the learning rate it had there; the end itself comes first.
 * @param every a place is looked at every so many updates, and at the last
 */
export function lookAhead(
  plan: Plan,
  descent: Descent,
  { theta, loss }: End,
  updates: number,
  every = 1,
): Place[] {
  const saved = descent.save()
  const iterations = saved.iteration + updates
  const onwards = descend(
    { ...steady(plan, saved.iteration), iterations, recordEvery: every, stop: stopless },
    { ...saved, quiet: 0 },
  )
  const places = [{ update: saved.iteration, theta: theta.slice(), loss, change: NaN }]
  for (const position of onwards.positions) {
    plan.pulse()
    if (!position.recorded) continue
    const { change } = onwards.lastUpdate()
    places.push({ update: position.iteration, theta: position.theta.slice(), loss: position.loss, change })
  }
  return places
}

/** Updates that can be looked ahead, the whole objective being looked at so often; at each, if left out. */
export function affordable({ objective, run }: Plan, most: number, looks?: number): number {
  const { dimension, rows } = objective
  if (looks === undefined || run.batch === 'full') {
    return Math.min(most, Math.floor(work / (dimension * (8 + rows))))
  }
  return Math.min(most, Math.floor((work / dimension - looks * rows) / (8 + run.batch)))
}
