import { streamOf } from '../data/random'
import { normalQuantile } from '../statistics/normal'
import { maxSobolDimension, sobolSequence } from './sobol'

export type AxisValue = number | string | boolean

/** The values that one setting takes in a sweep. */
export type Axis =
  | { readonly kind: 'list'; readonly values: readonly AxisValue[] }
  /** Uniform on its scale; in so many equal steps from end to end where `steps` is there. `whole`: whole numbers only. */
  | {
      readonly kind: 'range'
      readonly from: number
      readonly to: number
      readonly scale: 'linear' | 'log'
      readonly steps?: number
      readonly whole?: boolean
    }
  /** In a grid: `steps` values that part it into shares of equal chance. */
  | {
      readonly kind: 'normal'
      readonly mean: number
      readonly deviation: number
      readonly steps?: number
    }
  /** Its logarithm is normal: two in three are between the median over and times `factor`, which is above 1. */
  | {
      readonly kind: 'lognormal'
      readonly median: number
      readonly factor: number
      readonly steps?: number
    }

/**
 * Every combination; independent draws; or Sobol's sequence, which fills the box evenly at any length
 * (at best at powers of two).
 */
export type Design = 'grid' | 'random' | 'sobol'

/** 0.001 rather than 0.0010000000000000002, which a power gives. */
const digits = 12
const readable = (value: number): number => Number(value.toPrecision(digits))

type Continuum = Exclude<Axis, { readonly kind: 'list' }>
type Range = Extract<Axis, { readonly kind: 'range' }>

const between = ({ scale }: Range, from: number, to: number, share: number): number =>
  scale === 'log' ? from * (to / from) ** share : from + share * (to - from)

function wholeAt(range: Range, share: number): number {
  const { from, to } = range
  const [low, high] = [Math.ceil(from), Math.floor(to)]
  // Half a unit beyond either end, so that the ends come up as often as the rest.
  return Math.min(high, Math.max(low, Math.round(between(range, low - 0.5, high + 0.5, share))))
}

function rangeSteps(range: Range, steps: number): readonly number[] {
  const whole = range.whole === true
  const [from, to] = whole ? [Math.ceil(range.from), Math.floor(range.to)] : [range.from, range.to]
  const at = (k: number): number => {
    if (k === 0) return from
    return k === steps - 1 ? to : readable(between(range, from, to, k / (steps - 1)))
  }
  const values = Array.from({ length: steps }, (_, k) => at(k))
  return whole ? [...new Set(values.map(Math.round))] : values
}

/** The value of an axis without a list at a share of its distribution, in (0, 1). */
function valueAt(axis: Continuum, share: number): number {
  if (axis.kind === 'range')
    return axis.whole === true ? wholeAt(axis, share) : readable(between(axis, axis.from, axis.to, share))
  const z = normalQuantile(share)
  return readable(axis.kind === 'normal' ? axis.mean + z * axis.deviation : axis.median * axis.factor ** z)
}

/** The steps of an axis that has them. */
function stepsOf(axis: Continuum): readonly number[] | undefined {
  const { steps } = axis
  if (steps === undefined) return undefined
  if (axis.kind === 'range') return rangeSteps(axis, steps)
  return Array.from({ length: steps }, (_, k) => valueAt(axis, (k + 0.5) / steps))
}

const listOf = (axis: Axis): readonly AxisValue[] | undefined =>
  axis.kind === 'list' ? axis.values : stepsOf(axis)

/** The value of an axis at a share of its distribution. */
function readerOf(axis: Axis): (share: number) => AxisValue {
  const pick = (values: readonly AxisValue[]) => (share: number) => values[Math.floor(share * values.length)]
  if (axis.kind === 'list') return pick(axis.values)
  const steps = stepsOf(axis)
  return steps ? pick(steps) : (share) => valueAt(axis, share)
}

/** As `listOf`, of an axis that a grid needs it of. */
function gridList(axis: Axis, position: number): readonly AxisValue[] {
  const list = listOf(axis)
  if (list) return list
  throw new RangeError(
    `axis ${position + 1} of a grid is a continuum: give it steps, or take a random or sobol design`,
  )
}

function gridSize(axis: Axis, position: number): number {
  if (axis.kind === 'list') return axis.values.length
  // Whole numbers may fall together: only their list tells.
  if (axis.kind === 'range' && axis.whole === true) return gridList(axis, position).length
  return axis.steps ?? gridList(axis, position).length
}

function gridPoints(axes: readonly Axis[]): (index: number) => readonly AxisValue[] {
  const lists = axes.map(gridList)
  return (index) => {
    const point: AxisValue[] = []
    let left = index
    for (let i = lists.length - 1; i >= 0; i--) {
      point[i] = lists[i][left % lists[i].length]
      left = Math.floor(left / lists[i].length)
    }
    return point
  }
}

/** A share in (0, 1) to each axis for every point. */
type Shares = (index: number) => readonly number[]

/** Points that are drawn at once: beginning a part of a stream costs as much as some hundred points. */
const pointsAPart = 256

function randomShares(dimension: number, seed: number): Shares {
  let drawn: { readonly part: number; readonly points: readonly (readonly number[])[] } | undefined
  return (index) => {
    const part = Math.floor(index / pointsAPart)
    if (drawn?.part !== part) {
      const random = streamOf(seed, 'design', part)
      const point = (): number[] => Array.from({ length: dimension }, () => random.double() || 2 ** -54)
      drawn = { part, points: Array.from({ length: pointsAPart }, point) }
    }
    return drawn.points[index % pointsAPart]
  }
}

/**
 * Sobol's points, moved by a digital shift (their bits turned as the seed says, alike in all points),
 * which keeps them as even and takes the first away from the corner; each in the middle of its cell.
 */
function sobolShares(dimension: number, seed: number): Shares {
  if (dimension > maxSobolDimension)
    throw new RangeError(
      `a sobol design has at most ${maxSobolDimension} axes, got ${dimension}: take a random one`,
    )
  const random = streamOf(seed, 'design')
  const shift = Array.from({ length: dimension }, () => random.uint32())
  const sequence = sobolSequence(dimension)
  return (index) => sequence(index).map((word, i) => (((word ^ shift[i]) >>> 0) + 0.5) / 2 ** 32)
}

function drawnPoints(
  design: 'random' | 'sobol',
  axes: readonly Axis[],
  seed: number,
): (index: number) => readonly AxisValue[] {
  const shares = (design === 'random' ? randomShares : sobolShares)(axes.length, seed)
  const readers = axes.map(readerOf)
  return (index) => shares(index).map((share, i) => readers[i](share))
}

/**
 * How many points a design has: of a grid the product of its axes, of which `count` takes the first
 * where it is there; of the others `count`. The product is never built, and is a float64: it may be
 * far beyond what can be run, or Infinity.
 */
export function designCount(design: Design, axes: readonly Axis[], count: number | undefined): number {
  if (design === 'grid') {
    const product = axes.reduce((size, axis, i) => size * gridSize(axis, i), 1)
    return Math.min(product, count ?? Infinity)
  }
  if (count !== undefined) return count
  throw new RangeError(`a ${design} design has no end of its own: say how many points it has`)
}

/**
 * Point `index` of a design: a value to each axis. It depends on the axes, the seed and the index alone,
 * not on how many points there are, so that a sweep can be made longer and be parted among machines.
 * In a grid the last axis is the fastest: more values at the end of the first leave all points where
 * they were.
 *
 * @throws RangeError for a grid along a continuum, for more axes than a Sobol sequence has, for a
 * design without an end; and, of the points, for one beyond the last
 */
export function designPoints(
  design: Design,
  axes: readonly Axis[],
  count: number | undefined,
  seed: number,
): (index: number) => readonly AxisValue[] {
  const size = designCount(design, axes, count)
  const point = design === 'grid' ? gridPoints(axes) : drawnPoints(design, axes, seed)
  return (index) => {
    if (Number.isInteger(index) && index >= 0 && index < size) return point(index)
    throw new RangeError(`a design of ${size} points has no point ${index}: they count from 0`)
  }
}
