import { euclidean } from '../norms'
import type { UpdateValues } from './update'

/** How large the values of updates are in the course of a run. */
export interface Sizes {
  /** Which updates, from 1, the earliest first. */
  readonly updates: Float64Array
  /** One for each: the Euclidean norm of what every coordinate has one of; a number of all as it is. */
  readonly of: Readonly<Record<string, Float64Array>>
}

/** The same of one update. */
interface SizesAt {
  readonly update: number
  readonly of: Readonly<Record<string, number>>
}

/** Updates that sizes are worked out of, at the most: as many as a small picture can show. */
const most = 200

/** Updates 1 to `last`, or as many of them as are looked at, evenly spread. */
export function spreadUpdates(last: number): readonly number[] {
  const count = Math.min(last, most)
  return Array.from({ length: count }, (_, index) =>
    count === 1 ? 1 : 1 + Math.round((index * (last - 1)) / (count - 1)),
  )
}

/** Of one update, of all coordinates. */
export const sizesOf = ({ update, after }: Pick<UpdateValues, 'update' | 'after'>): SizesAt => ({
  update,
  of: Object.fromEntries(
    Object.entries(after).map(([name, value]) => [
      name,
      typeof value === 'number' ? value : euclidean(value),
    ]),
  ),
})

/** @param all of one run, the earliest first; of a value that one of them has not, it is NaN */
export function courseOf(all: readonly SizesAt[]): Sizes {
  const names = new Set(all.flatMap(({ of }) => Object.keys(of)))
  return {
    updates: Float64Array.from(all, ({ update }) => update),
    of: Object.fromEntries(
      Array.from(names, (name) => [name, Float64Array.from(all, ({ of }) => of[name] ?? NaN)]),
    ),
  }
}
