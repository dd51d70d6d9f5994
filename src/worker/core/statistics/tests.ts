import { chosenSums, mostExact, signedSums, tailsAt, twoSided } from './null-sums'
import { twoSidedNormal } from './normal'
import { ranksOf, tieTerm } from './ranks'

/** What a test of "no difference" found, two-sided. */
export interface TestResult {
  readonly p: number
  /** Counted out in full; otherwise by the normal approximation. */
  readonly exact: boolean
  /** Observations that took part: pairs, or both groups together. */
  readonly n: number
}

/**
 * The exact sign test of pairs (scipy's `binomtest(wins, wins + losses)`); ties take no part.
 * With nothing to test p is 1.
 */
export function signTest(wins: number, losses: number): TestResult {
  const n = wins + losses
  const fewer = Math.min(wins, losses)
  let logChance = -n * Math.LN2
  let tail = 0
  for (let k = 0; k <= fewer; k++) {
    tail += Math.exp(logChance)
    logChance += Math.log((n - k) / (k + 1))
  }
  return { p: Math.min(1, 2 * tail), exact: true, n }
}

/** `auto`: exact up to 50 observations. */
export type Method = 'auto' | 'exact' | 'approx'

export interface SignedRank extends TestResult {
  /** The sum of the ranks of positive differences: scipy's statistic of a one-sided test. */
  readonly positive: number
}

/**
 * Wilcoxon's signed-rank test of paired differences. `zeros` as scipy's zero_method: `wilcox` leaves
 * zero differences out, `pratt` ranks them and then leaves them out. Exact means the distribution over
 * all signs of the very ranks, with their ties (scipy's `PermutationMethod`, and its `exact` where there
 * are none); the approximation has the correction for ties and none for continuity, as scipy's.
 *
 * Wilcoxon 1945, Biometrics Bulletin 1, 80-83; Pratt 1959, JASA 54, 655-667.
 */
export function signedRankTest(
  differences: readonly number[],
  {
    zeros = 'wilcox',
    method = 'auto',
  }: { readonly zeros?: 'wilcox' | 'pratt'; readonly method?: Method } = {},
): SignedRank {
  const ranked = zeros === 'pratt' ? differences : differences.filter((difference) => difference !== 0)
  const all = ranksOf(ranked.map(Math.abs))
  const ranks = all.filter((_, i) => ranked[i] !== 0)
  const positive = all.reduce((sum, rank, i) => (ranked[i] > 0 ? sum + rank : sum), 0)
  const n = ranks.length
  if (n === 0) return { p: 1, exact: true, n, positive }
  if (method === 'exact' || (method === 'auto' && n <= mostExact))
    return { p: twoSided(tailsAt(signedSums(ranks), 2 * positive)), exact: true, n, positive }
  // Each rank is in the sum or not, like a coin: of mean r / 2 and variance r^2 / 4.
  const mean = ranks.reduce((sum, rank) => sum + rank / 2, 0)
  const variance = ranks.reduce((sum, rank) => sum + (rank * rank) / 4, 0)
  return { p: twoSidedNormal((positive - mean) / Math.sqrt(variance)), exact: false, n, positive }
}

export interface RankSum extends TestResult {
  /** Pairs of one of `a` and one of `b` in which a's is the larger, ties half: scipy's statistic. */
  readonly u: number
}

/**
 * The Mann-Whitney test of two groups without pairs. Exact is over all ways of parting the very values,
 * with their ties, up to 50 of both together; the approximation corrects for ties and continuity, as
 * scipy's does.
 *
 * Mann & Whitney 1947, Annals of Mathematical Statistics 18, 50-60.
 */
export function rankSumTest(a: readonly number[], b: readonly number[], method: Method = 'auto'): RankSum {
  const [m, n] = [a.length, b.length]
  const ranks = ranksOf([...a, ...b])
  const sum = ranks.slice(0, m).reduce((total, rank) => total + rank, 0)
  const u = sum - (m * (m + 1)) / 2
  const size = m + n
  if (m === 0 || n === 0) return { p: 1, exact: true, n: size, u }
  if (method === 'exact' || (method === 'auto' && size <= mostExact))
    return { p: twoSided(tailsAt(chosenSums(ranks, m), 2 * sum)), exact: true, n: size, u }
  const variance = ((m * n) / 12) * (size + 1 - tieTerm(ranks) / (size * (size - 1)))
  const off = Math.abs(u - (m * n) / 2) - 0.5
  const p = variance === 0 ? 1 : twoSidedNormal(Math.max(0, off) / Math.sqrt(variance))
  return { p, exact: false, n: size, u }
}
