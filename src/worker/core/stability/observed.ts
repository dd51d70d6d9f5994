/** Fewer points tell no rate. */
const fewest = 8

/**
 * What a positive quantity shrinks to from one update to the next, over points that stand `every`
 * updates apart: between the highest of their first half and that of their second, so that it may swing.
 * NaN where that can't be told.
 */
export function observedRate(values: readonly number[], every: number): number {
  const half = values.length >> 1
  if (values.length < fewest) return NaN
  const before = Math.max(...values.slice(0, half))
  const after = Math.max(...values.slice(values.length - half))
  return (after / before) ** (1 / ((values.length - half) * every))
}
