/** A sample in one number. An infinite value takes part: a run that went away is as bad as can be. */

export const meanOf = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length

/** The sample standard deviation (n - 1); NaN of fewer than two. */
export function deviationOf(values: readonly number[]): number {
  const mean = meanOf(values)
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  return values.length < 2 ? NaN : Math.sqrt(squares / (values.length - 1))
}

export const ascending = (values: readonly number[]): readonly number[] => values.toSorted((a, b) => a - b)

/**
 * Between order statistics as R and NumPy do by default (Hyndman and Fan 1996, type 7).
 *
 * @param sorted ascending, without NaN; of none it is NaN
 */
export function quantileOf(sorted: ArrayLike<number>, share: number): number {
  const place = share * (sorted.length - 1)
  if (sorted.length === 0) return NaN
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  // Infinity times nothing is no number.
  return below === above ? below : below + (place - Math.floor(place)) * (above - below)
}

export const medianOf = (values: readonly number[]): number => quantileOf(ascending(values), 0.5)
