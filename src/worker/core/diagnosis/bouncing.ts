import type { Descent } from '../descend'
import { minimumOf, type Plan } from '../plan'
import type { Finding } from '../reasons/contract'
import { scalesOf } from '../scales'
import { affordable, lookAhead, steady, type Place } from './ahead'
import type { End } from './minimum'
import { beyondBound, overshoot } from './step'

/** Updates looked ahead. */
const ahead = 100
/** Of a swing, the path is at least this many times the way made; of one that settles the steps shrink by a tenth. */
const roundabout = 10
/** A loss that grows by less an update than this share takes a million of them to grow e-fold: it is bouncing. */
const slight = 1e-6

const distance = (a: Float64Array, b: Float64Array): number => Math.hypot(...a.map((x, i) => x - b[i]))

/** Whether the places go to and fro without coming down: a long path, steps that stay long, a loss that stays. */
function swings(places: readonly Place[], lowest = NaN): boolean {
  const steps = places.slice(1).map(({ theta }, i) => distance(theta, places[i].theta))
  const half = Math.floor(steps.length / 2)
  const sum = (lengths: readonly number[]): number => lengths.reduce((total, length) => total + length, 0)
  const [early, late] = [sum(steps.slice(0, half)), sum(steps.slice(steps.length - half))]
  if (!(early > 0) || !(late > (1 - 1 / roundabout) * early)) return false
  const middle = places[half]
  const last = places[places.length - 1]
  const losses = places.map(({ loss }) => loss)
  const changes = losses.slice(1).map((loss, i) => loss - losses[i])
  const rises = changes.filter((change) => change >= 0).length
  const fall = places[0].loss - last.loss
  return (
    roundabout * distance(places[0].theta, last.theta) < early + late &&
    roundabout * distance(middle.theta, last.theta) < late &&
    rises * roundabout >= steps.length &&
    (roundabout * fall <= sum(changes.map(Math.abs)) || roundabout * fall <= places[0].loss - lowest)
  )
}

/** How many times further above a level the loss is after every update from here on; undefined unless it is after each of them. */
function growth(places: readonly Place[], level: number): number | undefined {
  const losses = places.map(({ loss }) => loss - level)
  const end = losses.findIndex((loss) => !Number.isFinite(loss))
  const known = end < 0 ? losses : losses.slice(0, end)
  const [first] = known
  const grows = first > 0 && known.every((loss, i) => i === 0 || loss > known[i - 1])
  return known.length > 2 && grows ? (known[known.length - 1] / first) ** (1 / (known.length - 1)) : undefined
}

/** Why the loss rises most at one of these places. */
function causeOf(plan: Plan, places: readonly Place[]): Finding | undefined {
  const steps = places.slice(1).map((place, i) => ({
    update: place.update,
    from: places[i].theta,
    to: place.theta,
    batch: undefined,
    rise: place.loss - places[i].loss,
  }))
  const highest = steps.reduce((most, step) => (step.rise > most.rise ? step : most))
  const frozen = steady(plan, places[0].update)
  const unstable = beyondBound(frozen, highest, null)
  if (unstable) return unstable
  const values = overshoot(frozen, highest, null)
  return values && { kind: 'overshoot', values }
}

/**
 * Whether a run goes to and fro, or ever farther, and why. With batches or noise it does so by its
 * nature, and nothing is said.
 */
export function bouncing(plan: Plan, descent: Descent, end: End): Finding | undefined {
  const updates = affordable(plan, ahead)
  if (plan.run.batch !== 'full' || plan.sigma > 0 || updates < ahead) return undefined
  const places = lookAhead(plan, descent, end, updates)
  const factor = growth(places, scalesOf(plan.objective).level)
  if (factor !== undefined && factor > 1 + slight) {
    const cause = causeOf(plan, places.slice(0, 3))
    if (cause !== undefined) return { kind: 'growing', values: { factor, cause } }
  }
  if (!places.every(({ loss }) => Number.isFinite(loss)) || !swings(places, minimumOf(plan.objective)))
    return undefined
  const losses = places.map(({ loss }) => loss)
  const swing = { updates, low: Math.min(...losses), high: Math.max(...losses) }
  const cause = causeOf(plan, places) ?? { kind: 'swing', values: swing }
  return { kind: 'bouncing', values: { cause } }
}
