/** Ratio of largest to smallest value from which a linear axis hides the small ones. */
const wide = 50

/** True where a log axis shows more: every finite value above 0, and they span a wide range. */
export function suitsLog(values: Float64Array): boolean {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (!Number.isFinite(value)) continue
    if (value <= 0) return false
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return high / low >= wide
}
