import { groupSummaries, type GroupSummary } from '@core/comparison/groups'

/** A group of results in a few numbers. */
export interface Summary {
  readonly low: number
  readonly middle: number
  readonly high: number
}

/** How a group over seeds becomes one number with two beside it. */
export interface SummaryKind {
  readonly key: GroupSummary
  readonly label: string
  /** What came to nothing counts as infinitely bad. */
  of(values: Float64Array): Summary
}

/** Where a mean has nothing to say, a run having come to nothing, neither it nor its band is there: not finite. */
const lost: Summary = { low: Infinity, middle: Infinity, high: Infinity }

export const summaries: readonly SummaryKind[] = Object.entries(groupSummaries).map(
  ([key, { name, of }]): SummaryKind => ({
    key: key as GroupSummary,
    label: name,
    of(values) {
      const [low, middle, high] = of(Array.from(values.toSorted()))
      if (Number.isNaN(middle)) return lost
      // Of one run there is no deviation.
      return Number.isNaN(low) || Number.isNaN(high)
        ? { low: middle, middle, high: middle }
        : { low, middle, high }
    },
  }),
)
