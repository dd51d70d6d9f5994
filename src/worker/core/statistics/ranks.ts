/**
 * Ranks from 1, those that tie at the mean of the places they take: scipy's `rankdata`.
 *
 * @param values any but NaN; infinite ones tie with their like
 */
export function ranksOf(values: readonly number[]): readonly number[] {
  const order = values
    .map((_, i) => i)
    .sort((a, b) => (values[a] < values[b] ? -1 : values[a] > values[b] ? 1 : 0))
  const ranks = new Array<number>(values.length)
  for (let start = 0; start < order.length;) {
    let end = start
    while (end < order.length && values[order[end]] === values[order[start]]) end++
    for (let k = start; k < end; k++) ranks[order[k]] = (start + 1 + end) / 2
    start = end
  }
  return ranks
}

/** The sum of t^3 - t over groups of t equal ranks: what ties take off a variance. */
export function tieTerm(ranks: readonly number[]): number {
  const sizes = new Map<number, number>()
  for (const rank of ranks) sizes.set(rank, (sizes.get(rank) ?? 0) + 1)
  return [...sizes.values()].reduce((sum, t) => sum + (t ** 3 - t), 0)
}
