/** A group of results in a few numbers. */
export interface Summary {
  readonly low: number
  readonly middle: number
  readonly high: number
}

const quantile = (sorted: Float64Array, share: number): number => {
  const place = share * (sorted.length - 1)
  const [below, above] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]]
  return below === above ? below : below + (place - Math.floor(place)) * (above - below)
}
const around =
  (low: number, high: number) =>
  (values: Float64Array): Summary => {
    const sorted = values.toSorted()
    return { low: quantile(sorted, low), middle: quantile(sorted, 0.5), high: quantile(sorted, high) }
  }

/** How a group over seeds becomes a line with a band around it, as the legend names it. */
export const summaries = [
  { key: 'quartiles', label: 'Median, middle half', of: around(0.25, 0.75) },
  { key: 'deciles', label: 'Median, 10 to 90 %', of: around(0.1, 0.9) },
  { key: 'range', label: 'Median, lowest to highest', of: around(0, 1) },
] as const
export type SummaryKind = (typeof summaries)[number]
