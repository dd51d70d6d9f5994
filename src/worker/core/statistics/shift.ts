import { chosenSums, mostExact, signedSums } from './null-sums'
import { normalQuantile } from './normal'
import { ascending, quantileOf } from './summary'

/** An estimate with its confidence interval; null where there are too few observations for one. */
export interface Estimate {
  readonly value: number
  readonly interval: readonly [low: number, high: number] | null
}

/** Their pairs are a million numbers to sort. */
const mostValues = 1000

/** Of more values than are paired in a moment, so many quantiles: their pairs are spread as all pairs are. */
function paired(values: readonly number[]): readonly number[] {
  const sorted = ascending(values)
  if (sorted.length <= mostValues) return sorted
  return Array.from({ length: mostValues }, (_, k) => quantileOf(sorted, (k + 0.5) / mostValues))
}

/**
 * The largest number of the smallest sums that together are no more likely than `share`; the interval
 * runs from that order statistic to its mirror.
 */
function cutOf(ways: Float64Array, share: number): number {
  const total = ways.reduce((sum, count) => sum + count, 0)
  let [cut, below] = [0, 0]
  // Without ties ranks are whole, and odd doubled sums do not occur.
  while (2 * cut < ways.length && (below + ways[2 * cut]) / total <= share) below += ways[2 * cut++]
  return cut
}

/** @param cutOfAll of so many pairs, of which the sorted ones may be a sample */
function estimateOf(sorted: ArrayLike<number>, cutOfAll: number, pairs = sorted.length): Estimate {
  const cut = Math.floor((cutOfAll * sorted.length) / pairs)
  const value = quantileOf(sorted, 0.5)
  return { value, interval: cut < 1 ? null : [sorted[cut - 1], sorted[sorted.length - cut]] }
}

/**
 * Hodges and Lehmann's estimate of where paired differences are centred, the median of their means two
 * by two (Walsh averages), and the interval that agrees with Wilcoxon's signed-rank test: a shift is in
 * it unless the test at 1 - level refuses it. Exact up to 50 (ties taken as if there were none, which is
 * on the safe side), by the normal approximation above. R's `wilcox.test(conf.int = TRUE)`.
 *
 * Hodges & Lehmann 1963, Annals of Mathematical Statistics 34, 598-611.
 */
export function signedShift(differences: readonly number[], level = 0.95): Estimate {
  const values = paired(differences)
  const n = values.length
  const walsh = new Float64Array((n * (n + 1)) / 2)
  let k = 0
  for (let i = 0; i < n; i++) for (let j = i; j < n; j++) walsh[k++] = (values[i] + values[j]) / 2
  const all = differences.length
  return estimateOf(walsh.sort(), signedCut(all, (1 - level) / 2), (all * (all + 1)) / 2)
}

function signedCut(n: number, share: number): number {
  if (n <= mostExact) return cutOf(signedSums(Array.from({ length: n }, (_, i) => i + 1)), share)
  const deviation = Math.sqrt((n * (n + 1) * (2 * n + 1)) / 24)
  return Math.floor((n * (n + 1)) / 4 + normalQuantile(share) * deviation)
}

/**
 * The same of two groups without pairs: the median of all differences of one of `a` and one of `b`, with
 * the interval that agrees with the Mann-Whitney test.
 */
export function groupShift(a: readonly number[], b: readonly number[], level = 0.95): Estimate {
  const [left, right] = [paired(a), paired(b)]
  const differences = new Float64Array(left.length * right.length)
  left.forEach((x, i) => {
    // Two that are both beyond all bounds are tied.
    right.forEach((y, j) => (differences[i * right.length + j] = x === y ? 0 : x - y))
  })
  const [m, n] = [a.length, b.length]
  return estimateOf(differences.sort(), groupCut(m, n, (1 - level) / 2), m * n)
}

function groupCut(m: number, n: number, share: number): number {
  if (m + n > mostExact) {
    const deviation = Math.sqrt((m * n * (m + n + 1)) / 12)
    return Math.floor((m * n) / 2 + normalQuantile(share) * deviation)
  }
  const ways = chosenSums(
    Array.from({ length: m + n }, (_, i) => i + 1),
    m,
  )
  // The smallest rank sum is that of the first m.
  return cutOf(ways.subarray(m * (m + 1)), share)
}

/**
 * The median, with the interval of the sign test: between two order statistics, whatever the
 * distribution, infinite values included.
 */
export function medianShift(values: readonly number[], level = 0.95): Estimate {
  const sorted = ascending(values)
  const n = sorted.length
  let [cut, below, logChance] = [0, 0, -n * Math.LN2]
  while (cut < n && below + Math.exp(logChance) <= (1 - level) / 2) {
    below += Math.exp(logChance)
    logChance += Math.log((n - cut) / (cut + 1))
    cut++
  }
  return estimateOf(sorted, cut)
}
