import type { NumberHyper } from '@core/hyper'

/** Places of a slider, from 0 to this. */
export const places = 400

/** Where the values of a hyper-parameter lie on its slider. */
export interface SliderScale {
  /** A value as short as a hand can choose it. */
  valueAt(place: number): number
  /** Not rounded; the nearest end for a value that lies beyond. */
  placeOf(value: number): number
}

const clamp = (value: number, low: number, high: number): number => Math.max(low, Math.min(high, value))
/** As many digits as a step of the slider is worth. */
const digits = (value: number): number => Number(value.toPrecision(3))

/** Decades below and above the values that matter. */
const [below, above] = [2, 1]
/** Where zero is allowed on a log scale it is the left end, and next to it comes this part of the rest. */
const smallest = 1e-4

function logScale(
  { min, minExclusive, max, default: usual }: NumberHyper,
  marked: readonly number[],
): SliderScale {
  const positive = [usual, ...marked].filter((value) => value > 0)
  const least = Math.min(...positive)
  const most = Math.max(...positive)
  const [none, some] = positive.length > 0 ? [least, most] : [smallest, smallest]
  const low = Math.max(Math.floor(Math.log10(none)) - below, min > 0 ? Math.log10(min) : -Infinity)
  const high = Math.min(Math.ceil(Math.log10(some)) + (positive.length > 0 ? above : 4), Math.log10(max))
  const zero = min === 0 && !minExclusive
  const first = zero ? 1 : 0
  return {
    valueAt(place) {
      if (zero && place < first) return 0
      const share = (place - first) / (places - first)
      const value = digits(10 ** (low + share * (high - low)))
      return minExclusive && value <= min
        ? digits(10 ** (low + (high - low) / places))
        : clamp(value, min, max)
    },
    placeOf(value) {
      if (!(value > 0)) return 0
      return clamp(first + ((Math.log10(value) - low) / (high - low)) * (places - first), 0, places)
    },
  }
}

/** In [0, 1): what matters is how far a value stays from 1. */
function nearOneScale({ default: usual, minExclusive }: NumberHyper, marked: readonly number[]): SliderScale {
  const closest = 1 - Math.max(...[usual, ...marked].filter((value) => value < 1))
  const decades = closest < 5e-3 ? 5 : 3
  return {
    valueAt(place) {
      const at = minExclusive ? Math.max(1, place) : place
      return Number((1 - digits(10 ** ((-decades * at) / places))).toFixed(12))
    },
    placeOf: (value) => clamp((-Math.log10(1 - clamp(value, 0, 1 - 1e-15)) / decades) * places, 0, places),
  }
}

function linearScale(spec: NumberHyper, marked: readonly number[]): SliderScale {
  const { min, minExclusive, max, maxExclusive, default: usual } = spec
  const high = Math.min(max, Math.max(1, ...[usual, ...marked].map((value) => 2 * value)))
  const from = minExclusive ? 1 : 0
  const to = maxExclusive && high === max ? places - 1 : places
  return {
    // Of the whole range, for near its lower end there may be a number to keep apart from.
    valueAt: (place) => Number((min + (clamp(place, from, to) / places) * (high - min)).toPrecision(4)),
    placeOf: (value) => clamp(((value - min) / (high - min)) * places, 0, places),
  }
}

/**
 * The scale of a hyper-parameter's slider: what its spec says, around the default and the values that
 * are to be in sight.
 */
export function sliderScale(spec: NumberHyper, inSight: readonly number[]): SliderScale {
  const marked = inSight.filter(Number.isFinite)
  if (spec.scale === 'log') return logScale(spec, marked)
  const isShare = spec.min === 0 && spec.max === 1 && spec.maxExclusive
  return isShare ? nearOneScale(spec, marked) : linearScale(spec, marked)
}
