/** What there is to know of the values of a curve, whatever scale they are drawn on. */
export interface CurveValues {
  /** Of the finite ones; Infinity and -Infinity where there are none. */
  readonly low: number
  readonly high: number
  /** The lowest finite one above zero. */
  readonly lowPositive: number
  /** The first place of the lowest finite one; -1 where there is none. */
  readonly lowest: number
  /** Finite ones at or below zero. */
  readonly atMostZero: number
  readonly notFinite: number
}

class Seen implements CurveValues {
  low = Infinity
  high = -Infinity
  lowPositive = Infinity
  lowest = -1
  atMostZero = 0
  notFinite = 0
  private last = NaN

  /** @param count values seen */
  constructor(private count: number) {}

  /** Whether the values are those seen, and perhaps more. */
  isOf(values: Float64Array): boolean {
    return this.count <= values.length && Object.is(values[this.count - 1] ?? NaN, this.last)
  }

  goOn(values: Float64Array): void {
    for (let index = this.count; index < values.length; index++) {
      const value = values[index]
      // Of what is not finite, and of NaN, the difference from itself is none.
      if (value - value !== 0) {
        this.notFinite++
        continue
      }
      if (value < this.low) {
        this.low = value
        this.lowest = index
      }
      if (value > this.high) this.high = value
      if (value <= 0) this.atMostZero++
      else if (value < this.lowPositive) this.lowPositive = value
    }
    if (values.length <= this.count) return
    this.count = values.length
    this.last = values[values.length - 1]
  }
}

/** By the memory that a column shares with what it grows to, and by where in it the values begin. */
const known = new WeakMap<ArrayBufferLike, Map<string, Seen>>()

/**
 * Of the values from `first` on. Of a column that grows only what is new is looked at, for what is
 * there is never rewritten.
 */
export function valuesOf(values: Float64Array, first = 0): CurveValues {
  const { buffer, byteOffset } = values
  const parts = known.get(buffer) ?? new Map<string, Seen>()
  known.set(buffer, parts)
  const part = `${byteOffset} ${first}`
  const before = parts.get(part)
  const seen = before?.isOf(values) ? before : new Seen(first)
  parts.set(part, seen)
  seen.goOn(values)
  return seen
}
