/** Where a number may lie and how it is worth changing by hand. */
export interface NumberRange {
  readonly min?: number
  readonly minExclusive?: boolean
  readonly max?: number
  readonly maxExclusive?: boolean
  readonly integer?: boolean
  readonly scale?: 'linear' | 'log'
}

/** Three digits are enough for a hand-made value, and take rounding noise off. */
const tidy = (value: number): number => Number(value.toPrecision(3))

/** Near 1 the digits that count are those of the distance to it. */
const tidyNear = (value: number): number =>
  value > 0.9 && value < 1 ? Number((1 - tidy(1 - value)).toFixed(12)) : Number(value.toPrecision(12))

/** The next of ..., 1, 2, 5, 10, 20, 50, ... above or below a positive value. */
function decadeStep(value: number, up: boolean): number {
  const exponent = Math.floor(Math.log10(value) + 1e-9)
  const marks = [0.5, 1, 2, 5, 10].map((mark) => Number(`${mark}e${exponent}`))
  const slack = value * 1e-9
  const next = up
    ? marks.find((mark) => mark > value + slack)
    : marks.findLast((mark) => mark < value - slack)
  return next ?? value
}

const smallest = 1e-6

function raw(value: number, up: boolean, range: NumberRange): number {
  const { scale, integer, min = -Infinity, max = Infinity } = range
  if (scale === 'log') {
    if (value === 0) return up ? smallest : 0
    const next = decadeStep(Math.abs(value), up)
    // Below the smallest step lies zero, where it is allowed.
    return !up && next < smallest && min === 0 && !range.minExclusive ? 0 : next
  }
  // A share of the past in [0, 1): what matters is how far it stays from 1.
  if (max === 1 && range.maxExclusive) {
    if (value >= 0.5) return 1 - decadeStep(1 - value, !up)
    return tidy(value + (up ? 0.1 : -0.1))
  }
  const unit = integer ? 1 : max - min <= 2 ? 0.05 : 0.1
  return value + (up ? unit : -unit)
}

/** The value one step up or down, within the range; the value itself where there is none. */
export function stepped(value: number, up: boolean, range: NumberRange): number {
  const { min = -Infinity, max = Infinity } = range
  if (!Number.isFinite(value)) return Number.isFinite(min) ? min : 0
  const next = range.integer ? Math.round(raw(value, up, range)) : tidyNear(raw(value, up, range))
  const tooLow = range.minExclusive ? next <= min : next < min
  const tooHigh = range.maxExclusive ? next >= max : next > max
  if (tooLow) return range.minExclusive ? value : min
  if (tooHigh) return range.maxExclusive ? value : max
  return next
}

/** A typed number: `0.01`, `1e-8`, `−3`, `.5`; NaN for anything else. */
export function parseNumber(text: string): number {
  const plain = text.trim().replaceAll('\u2212', '-').replace(/^\+/, '')
  return /^-?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(plain) ? Number(plain) : NaN
}
