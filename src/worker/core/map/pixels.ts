import type { Varied } from '../batch/lane'
import type { PixelResult } from './outcome'

/** What runs of a map are held against: the lowest loss known, and the one that counts as arrived; NaN for none. */
export interface Goal {
  readonly lowest: number
  readonly target: number
}

/** Makes runs of a map. */
export interface Pixels {
  /** How many it makes at once, at the most. */
  readonly portion: number
  /** @returns of the first `count` values that vary */
  of(varied: readonly Varied[], count: number): readonly PixelResult[]
}
