/**
 * How many observations would be needed for a difference like the one seen to be told, with a chance of
 * `power`: by the normal approximation of Noether 1987, "Sample size determination for some common
 * nonparametric tests", JASA 82, 645-647, with its probabilities estimated from the sample.
 *
 * What it cannot know: whether the difference is what it looks like. The estimate is as uncertain as the
 * few observations behind it, and one made because a first test told nothing leans towards too few.
 */
import { normalQuantile } from './normal'
import { ascending } from './summary'

export interface PowerOptions {
  /** Of the two-sided test. */
  readonly alpha?: number
  readonly power?: number
}

/** (z at alpha / 2 + z at the power)^2 */
function weight({ alpha = 0.05, power = 0.8 }: PowerOptions): number {
  return (normalQuantile(1 - alpha / 2) + normalQuantile(power)) ** 2
}

const up = (count: number): number => Math.ceil(count - 1e-9)

/** Pairs for Wilcoxon's signed-rank test: w / (3 (P(D + D' > 0) - 1/2)^2). Infinity at no difference. */
export function signedRankPairs(differences: readonly number[], options: PowerOptions = {}): number {
  const sorted = ascending(differences)
  const pairs = (sorted.length * (sorted.length - 1)) / 2
  if (pairs === 0) return Infinity
  const [above, notBelow] = [sumsAbove(sorted, (sum) => sum > 0), sumsAbove(sorted, (sum) => sum >= 0)]
  return pairsFor((above + notBelow) / 2 / pairs, options)
}

/** How many sums of two are high, without making them all: from one on all with a larger second are. */
function sumsAbove(sorted: readonly number[], isHigh: (sum: number) => boolean): number {
  let [count, low, high] = [0, 0, sorted.length - 1]
  while (low < high) {
    if (isHigh(sorted[low] + sorted[high])) {
      count += high - low
      high--
    } else low++
  }
  return count
}

/** The same from the probability that the sum of two differences is positive. */
export const pairsFor = (chance: number, options: PowerOptions = {}): number =>
  up(weight(options) / (3 * (chance - 0.5) ** 2))

/** Pairs without ties for the sign test: w / (4 (P(D > 0) - 1/2)^2), and so many more as ties have been. */
export function signPairs(wins: number, ties: number, losses: number, options: PowerOptions = {}): number {
  const told = wins + losses
  if (told === 0) return Infinity
  return up((weight(options) / (4 * (wins / told - 0.5) ** 2)) * ((told + ties) / told))
}

/**
 * Observations in both groups together for the Mann-Whitney test, parted as they are now:
 * w / (12 c (1 - c) (P(a > b) - 1/2)^2) with c the share of the first.
 *
 * @param chance that one of the first group is above one of the second, ties half
 * @param share of the first group
 */
export const groupsFor = (chance: number, share: number, options: PowerOptions = {}): number =>
  up(weight(options) / (12 * share * (1 - share) * (chance - 0.5) ** 2))

/** Pairs below which a two-sided test of signs or signed ranks cannot reach alpha, whatever they show. */
export const leastPairs = (alpha = 0.05): number => 1 + Math.ceil(Math.log2(1 / alpha) - 1e-12)

/** Observations in each of two equal groups below which the Mann-Whitney test cannot reach alpha: 2 / C(2n, n). */
export function leastGroups(alpha = 0.05): number {
  let [n, ways] = [1, 2]
  while (2 / ways > alpha) {
    n++
    ways *= (2 * (2 * n - 1)) / n
  }
  return n
}
