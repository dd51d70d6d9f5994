import type { HyperValues } from '../hyper'
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
  of(hypers: readonly HyperValues[]): readonly PixelResult[]
}
