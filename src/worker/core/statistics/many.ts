/** Many methods on many blocks (problems, or seeds): Friedman's test and Nemenyi's critical difference. */
import { normalCdf, normalDensity, twoSidedNormal } from './normal'
import { ranksOf, tieTerm } from './ranks'

/** The chance of a chi-square variable of so many whole degrees of freedom being at least x. */
export function chiSquareTail(x: number, degrees: number): number {
  if (x <= 0) return 1
  const odd = degrees % 2 === 1
  // Q(a + 1, y) = Q(a, y) + y^a e^-y / Gamma(a + 1), up from Q(1/2) or Q(1).
  let tail = odd ? twoSidedNormal(Math.sqrt(x)) : Math.exp(-x / 2)
  let term = odd ? Math.exp(-x / 2) * Math.sqrt((2 * x) / Math.PI) : (Math.exp(-x / 2) * x) / 2
  for (let k = odd ? 1 : 2; k < degrees; k += 2) {
    tail += term
    term *= x / (k + 2)
  }
  return Math.min(1, tail)
}

export interface Friedman {
  readonly p: number
  readonly statistic: number
  /** To each method: 1 is the lowest value everywhere. */
  readonly meanRanks: readonly number[]
  readonly blocks: number
}

/**
 * Friedman's test of "all methods alike", by ranks within each block, corrected for ties: scipy's
 * `friedmanchisquare`. Its chi-square approximation wants some ten blocks.
 *
 * Friedman 1937, JASA 32, 675-701.
 *
 * @param table a row to each block with a value to each of the methods, lower is better
 */
export function friedmanTest(table: readonly (readonly number[])[]): Friedman {
  const blocks = table.length
  const k = table[0]?.length ?? 0
  const ranks = table.map(ranksOf)
  const meanRanks = Array.from(
    { length: k },
    (_, method) => ranks.reduce((sum, row) => sum + row[method], 0) / blocks,
  )
  const ties = ranks.reduce((sum, row) => sum + tieTerm(row), 0)
  const spread = meanRanks.reduce((sum, rank) => sum + (rank - (k + 1) / 2) ** 2, 0)
  const correction = 1 - ties / (blocks * k * (k * k - 1))
  // All tied everywhere: 0 / 0.
  const statistic = spread === 0 ? 0 : ((12 * blocks) / (k * (k + 1))) * (spread / correction)
  return { p: chiSquareTail(statistic, k - 1), statistic, meanRanks, blocks }
}

/**
 * The chance of the range of so many independent standard normal numbers being at least q: the
 * studentized range with infinite degrees of freedom, scipy's `studentized_range.sf(q, k, inf)`.
 */
export function rangeTail(q: number, count: number): number {
  // The trapezoid rule, whose error for such an integrand vanishes faster than any power of the step.
  const step = 1 / 32
  let sum = 0
  for (let z = -9; z <= 9 + q; z += step)
    sum += normalDensity(z) * (normalCdf(z) - normalCdf(z - q)) ** (count - 1)
  return Math.min(1, Math.max(0, 1 - count * sum * step))
}

/** The range that is exceeded with a chance of alpha. */
function rangeQuantile(alpha: number, count: number): number {
  let [low, high] = [0, 40]
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2
    if (rangeTail(middle, count) > alpha) low = middle
    else high = middle
  }
  return (low + high) / 2
}

const rankDeviation = (methods: number, blocks: number): number =>
  Math.sqrt((methods * (methods + 1)) / (6 * blocks))

/**
 * Two methods whose mean ranks differ by less cannot be told apart (Nemenyi's test).
 *
 * Demsar 2006, "Statistical Comparisons of Classifiers over Multiple Data Sets", JMLR 7, 1-30.
 */
export const criticalDifference = (methods: number, blocks: number, alpha = 0.05): number =>
  (rangeQuantile(alpha, methods) / Math.SQRT2) * rankDeviation(methods, blocks)

/** Nemenyi's p of a difference of mean ranks. */
export const nemenyiP = (difference: number, methods: number, blocks: number): number =>
  rangeTail((Math.abs(difference) / rankDeviation(methods, blocks)) * Math.SQRT2, methods)

/**
 * The longest rows of methods, by their place in the order of mean ranks, of which none can be told
 * apart: the bars of a critical-difference diagram. Rows of one are left out.
 */
export function alikeRows(meanRanks: readonly number[], critical: number): readonly (readonly number[])[] {
  const order = meanRanks.map((_, i) => i).sort((a, b) => meanRanks[a] - meanRanks[b])
  const rows: number[][] = []
  let reached = 0
  for (let start = 0; start < order.length; start++) {
    let end = start + 1
    while (end < order.length && meanRanks[order[end]] - meanRanks[order[start]] < critical) end++
    if (end - start > 1 && end > reached) rows.push(order.slice(start, end))
    reached = Math.max(reached, end)
  }
  return rows
}
