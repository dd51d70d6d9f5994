import { formatNumber } from '../../model/format'
import { spanOf } from '../painters/contours'
import { linearTicks, logTicks, type AxisTick } from '../scales/ticks'

/** How values become heights in a picture in three dimensions. */
export interface HeightScale {
  readonly kind: 'linear' | 'log'
  /** 0 at the lowest that is shown, 1 at the highest. */
  share(value: number): number
  /** What the axis measures, after the name of the value. */
  readonly title: string
  /** Labels with their shares of the height. */
  readonly ticks: readonly (Pick<AxisTick, 'label'> & { readonly share: number })[]
}

/** Where half of the ground lies in so small a part of the height, a linear picture is but walls. */
const flatShare = 0.1
/** Of the ground lies so small a part below a log scale's lowest: pits that only happen to be sampled. */
const pits = 0.005
/** Decades below the highest ground that a log scale reaches down at the most. */
const mostDecades = 8
const tickCount = 6

/**
 * Linear, unless half of the ground would lie in the lowest tenth: then the logarithm of the height
 * above `floor`, the lowest value there is.
 */
export function heightScale(values: Float64Array, floor: number | undefined): HeightScale {
  const above = floor === undefined ? undefined : values.map((value) => value - floor).sort()
  const highest = above?.at(-1) ?? 0
  const middle = above?.at(Math.floor(above.length / 2)) ?? 0
  if (floor === undefined || !above || !(middle < flatShare * highest)) return linearScale(values)
  const lowest = above.find((height) => height > highest / 10 ** mostDecades) ?? highest / 10
  const low = Math.max(lowest, above[Math.floor(above.length * pits)])
  const decades = Math.log10(highest / low)
  const shareOf = (height: number): number => Math.min(1, Math.max(0, Math.log10(height / low) / decades))
  return {
    kind: 'log',
    share: (value) => (value - floor > low ? shareOf(value - floor) : Number.isNaN(value) ? 1 : 0),
    title: floor === 0 ? '(log)' : `above ${formatNumber(floor, 3)} (log)`,
    ticks: logTicks(low, highest, tickCount)
      .filter(({ label }) => label !== '')
      .map(({ label, value }) => ({ label, share: shareOf(value) })),
  }
}

function linearScale(values: Float64Array): HeightScale {
  const [low, high] = spanOf(values)
  const span = high - low || 1
  const share = (value: number): number =>
    Number.isNaN(value) ? 1 : Math.min(1, Math.max(0, (value - low) / span))
  return {
    kind: 'linear',
    share,
    title: '',
    ticks: linearTicks(low, high, tickCount).map(({ label, value }) => ({ label, share: share(value) })),
  }
}
