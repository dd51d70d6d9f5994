import { curvatureAt } from '../curvature'
import { descend, type Descent } from '../descend'
import { shortNumber } from '../issues'
import { optimizerById } from '../optimizers'
import { isScheduled, minimumOf, type Plan } from '../plan'
import { rateAt } from './stability'
import { sizeOf, type End } from './stationary'
import { beyondBound, gradientAt, overshoot } from './step'

/** A step that has shrunk to less than this share of the first, and a thousandth of the gradient's share, is stuck. */
const stuck = { share: 1e-6, beside: 1e-3 } as const
/**
 * A gradient norm of this share of the first, or of what the curvature makes of the objective's size, is
 * large; where the minimum is known, a loss this share of the first above it.
 */
const large = { slope: 1e-3, loss: 1e-4 } as const
/** Updates looked ahead for a step that is larger again, and for a loss that swings. */
const ahead = { rest: 10, swing: 100 } as const
/** Numbers that looking ahead may touch. */
const work = 2e6
/** Of a swing, the path is at least this many times the way made. */
const roundabout = 10

const stopless = { gradientNorm: 0, parameterChange: 0, patience: 1, divergeAbove: 0 }

/** A place that the run would come by. */
interface Place {
  readonly update: number
  readonly theta: Float64Array
  readonly loss: number
  /** Largest change of a parameter in the update that led there. */
  readonly change: number
}

/** The plan at the learning rate of one of its updates. */
function steady(plan: Plan, update: number): Plan {
  const { run } = plan
  const lr = rateAt(plan, update)
  if (lr === undefined) return plan
  return { ...plan, run: { ...run, hyper: { ...run.hyper, lr }, schedule: { id: 'constant', warmup: 0 } } }
}

/** How a run would go on from its end, at the learning rate it had there; the end itself comes first. */
function lookAhead(plan: Plan, descent: Descent, { theta, loss }: End, updates: number): Place[] {
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
const affordable = ({ objective }: Plan, most: number): number =>
  Math.min(most, Math.floor(work / (objective.dimension * (8 + objective.rows))))

/** Whether there is still some way down from here. */
function isSteep({ objective, start }: Plan, { theta, loss, gradientNorm }: End): boolean {
  const from = Float64Array.from(start)
  const lowest = minimumOf(objective)
  if (lowest !== undefined) return loss - lowest > large.loss * (objective.value(from) - lowest)
  if (gradientNorm > large.slope * Math.hypot(...gradientAt(objective, from))) return true
  const largest = curvatureAt(objective, theta)?.largest ?? 0
  return largest > 0 && gradientNorm > large.slope * largest * sizeOf(objective)
}

/** By how much the step has shrunk, where that is far more than the gradient has, and for good. */
function shrinkage(plan: Plan, descent: Descent, end: End): number | undefined {
  const { change, firstChange } = descent.lastUpdate()
  const share = change / firstChange
  const slope = Math.hypot(...gradientAt(plan.objective, Float64Array.from(plan.start)))
  if (!(share < stuck.share) || !(share < (stuck.beside * end.gradientNorm) / slope)) return undefined
  const next = lookAhead(plan, descent, end, affordable(plan, ahead.rest)).slice(1)
  const largest = Math.max(change, ...next.map((place) => place.change))
  return largest < stuck.share * firstChange ? largest / firstChange : undefined
}

/** `Adagrad's step fell to 3.1e-7 of its first while the gradient norm is still 12`. */
export function stalledText(plan: Plan, descent: Descent, end: End): string | undefined {
  if (!isSteep(plan, end)) return undefined
  const share = shrinkage(plan, descent, end)
  if (share === undefined) return undefined
  const { label } = optimizerById(plan.run.optimizer) ?? { label: plan.run.optimizer }
  const norm = shortNumber(end.gradientNorm)
  return `${label}'s step fell to ${shortNumber(share)} of its first while the gradient norm is still ${norm}${rateText(plan, descent)}`
}

/** The rate that a schedule has come to. */
function rateText(plan: Plan, descent: Descent): string {
  const rate = isScheduled(plan.run) ? rateAt(plan, descent.save().iteration) : undefined
  return rate === undefined ? '' : `; the learning rate is ${shortNumber(rate)} by now`
}

/** What a run that no longer changes has not reached. */
export function frozenText(plan: Plan, descent: Descent, end: End): string | undefined {
  if (!isSteep(plan, end)) return undefined
  const what =
    stalledText(plan, descent, end) ??
    `the gradient norm is still ${shortNumber(end.gradientNorm)}${rateText(plan, descent)}`
  return `stalled, not a minimum: ${what}`
}

const distance = (a: Float64Array, b: Float64Array): number => Math.hypot(...a.map((x, i) => x - b[i]))

/** Whether the places go to and fro without coming down: a long path, steps that stay long, a loss that stays. */
function swings(places: readonly Place[]): boolean {
  const steps = places.slice(1).map(({ theta }, i) => distance(theta, places[i].theta))
  const half = Math.floor(steps.length / 2)
  const sum = (lengths: readonly number[]): number => lengths.reduce((total, length) => total + length, 0)
  const [early, late] = [sum(steps.slice(0, half)), sum(steps.slice(steps.length - half))]
  if (!(early > 0) || !(late > 0.9 * early)) return false
  const middle = places[half]
  const last = places[places.length - 1]
  const losses = places.map(({ loss }) => loss)
  const span = Math.max(...losses) - Math.min(...losses)
  const rises = losses.filter((loss, i) => i > 0 && loss >= losses[i - 1]).length
  return (
    roundabout * distance(places[0].theta, last.theta) < early + late &&
    roundabout * distance(middle.theta, last.theta) < late &&
    rises * 10 >= steps.length &&
    last.loss >= places[0].loss - 0.1 * span
  )
}

/** Whether a run goes to and fro, and why. With batches or noise it does so by its nature, and nothing is said. */
export function bouncingText(plan: Plan, descent: Descent, end: End): string | undefined {
  const updates = affordable(plan, ahead.swing)
  if (plan.run.batch !== 'full' || plan.sigma > 0 || updates < ahead.swing) return undefined
  const places = lookAhead(plan, descent, end, updates)
  if (!places.every(({ loss }) => Number.isFinite(loss)) || !swings(places)) return undefined
  const losses = places.map(({ loss }) => loss)
  const steps = places.slice(1).map((place, i) => ({
    update: place.update,
    from: places[i].theta,
    to: place.theta,
    batch: undefined,
    rise: place.loss - places[i].loss,
  }))
  const highest = steps.reduce((most, step) => (step.rise > most.rise ? step : most))
  const frozen = steady(plan, places[0].update)
  const cause = beyondBound(frozen, highest, '') ?? overshoot(frozen, highest, '')?.text
  const range = [Math.min(...losses), Math.max(...losses)].map(shortNumber).join(' and ')
  return `still bouncing: ${cause ?? `in ${updates} more updates the loss goes between ${range}`}`
}
