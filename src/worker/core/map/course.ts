import type { Recording } from '../recording'
import { stretchesOf, type Course, type Stretch } from './outcome'

/** How many steps turn back on the one before; where no parameters are recorded, how often the loss begins to rise. */
function turnsIn({ columns, stride }: Recording, parameters: number, last: number): number {
  let turns = 0
  if (parameters === 0) {
    for (let k = 2; k <= last; k++)
      if (columns[k] > columns[k - 1] && columns[k - 1] < columns[k - 2]) turns += 1
    return turns
  }
  for (let k = 2; k <= last; k++) {
    let along = 0
    for (let i = 0; i < parameters; i++) {
      const at = (2 + i) * stride + k
      along += (columns[at] - columns[at - 1]) * (columns[at - 1] - columns[at - 2])
    }
    if (along < 0) turns += 1
  }
  return turns
}

function firstBelow(losses: Float64Array, count: number, target: number): number {
  for (let k = 0; k < count; k++) if (losses[k] <= target) return k
  return NaN
}

/** The first point from which on the loss stays at the target: one that is swung through is not come to. */
function stayedFrom(losses: Float64Array, count: number, target: number): number {
  let from = count
  while (from > 0 && losses[from - 1] <= target) from--
  return from
}

export function highest(values: Float64Array, from: number, to: number): number {
  let high = -Infinity
  for (let k = from; k < to; k++) if (values[k] > high) high = values[k]
  return high
}

export function stretchIn(losses: Float64Array, from: number, to: number): Stretch {
  let sum = 0
  let low = Infinity
  for (let k = from; k < to; k++) {
    sum += losses[k]
    if (losses[k] < low) low = losses[k]
  }
  return { points: to - from, high: highest(losses, from, to), low, sum }
}

/** From a whole curve with a point for every update. */
export function courseOf(curve: Recording, parameters: number, target: number): Course {
  const { columns, stride, count } = curve
  const losses = columns.subarray(0, count)
  const norms = columns.subarray(stride, stride + count)
  const last = count - 1
  const { from, later } = stretchesOf(last)
  return {
    last,
    first: losses[0],
    loss: losses[last],
    before: stretchIn(losses, from, later),
    after: stretchIn(losses, later, count),
    slopes: () => [highest(norms, from, later), highest(norms, later, count)],
    reached: firstBelow(losses, count, target),
    turns: turnsIn(curve, parameters, Math.min(last, stayedFrom(losses, count, target))),
  }
}
