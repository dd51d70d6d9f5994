import { euclidean } from '../../norms'
import type { Interval, Minimum, Objective } from '../contract'

/** Half the side of the box that minima are looked for in, around 0. */
const reach = 5
/** What is left around the places that matter, as a share of how far they are apart; and at the least. */
const room = 0.6
const least = 1.5
/** What is drawn where nothing was found: so far to both sides of the start. */
const plain = 3

export const searchBox = (dimension: number): readonly Interval[] =>
  Array.from({ length: dimension }, (): Interval => [-reach, reach])

/** Where a run may begin, in the order of preference: in every coordinate, or in turn. */
const candidates: readonly (readonly number[])[] = [
  [2],
  [1],
  [-1, 1],
  [0.5],
  [-2],
  [1.5, -0.5],
  [3],
  [0.1],
  [10],
  [0],
]

/** The first place with a value and a slope; where there is none, 1 everywhere. */
export function startFor({
  dimension,
  evaluate,
}: Pick<Objective, 'dimension' | 'evaluate'>): readonly number[] {
  const gradient = new Float64Array(dimension)
  const points = candidates.map((turns) =>
    Array.from({ length: dimension }, (_, i) => turns[i % turns.length]),
  )
  const fits = (point: readonly number[]): boolean => {
    const value = evaluate(Float64Array.from(point), gradient)
    const slope = euclidean(gradient)
    return Number.isFinite(value) && slope > 0 && slope < Infinity
  }
  return points.find(fits) ?? new Array<number>(dimension).fill(1)
}

const rounded = (value: number, up: boolean): number =>
  (up ? Math.ceil(2 * value) : Math.floor(2 * value)) / 2

/** The box worth drawing: the start and what was found, with room around. */
export function boxAround(start: readonly number[], found: readonly Minimum[]): readonly Interval[] {
  return start.map((at, i): Interval => {
    if (found.length === 0) return [at - plain, at + plain]
    const places = [at, ...found.map(({ theta }) => theta[i])]
    const [low, high] = [Math.min(...places), Math.max(...places)]
    const margin = Math.max(least, room * (high - low)) / 2
    return [rounded(low - margin, false), rounded(high + margin, true)]
  })
}
