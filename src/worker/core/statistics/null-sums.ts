/**
 * The exact distributions of rank sums where there is no difference, ties included: of all ways the
 * ranks could have fallen, how many have each sum. Sums are doubled, since ranks of ties are halves;
 * counts are whole and below 2^53, so that they are exact.
 */

/** Above it counts would no longer be exact; scipy too is exact up to here. */
export const mostExact = 50

/** Ways of choosing signs for the ranks, by twice the sum of the positive ones. */
export function signedSums(ranks: readonly number[]): Float64Array {
  const doubled = ranks.map((rank) => Math.round(2 * rank))
  const ways = new Float64Array(doubled.reduce((sum, rank) => sum + rank, 0) + 1)
  ways[0] = 1
  let highest = 0
  for (const rank of doubled) {
    for (let sum = highest; sum >= 0; sum--) ways[sum + rank] += ways[sum]
    highest += rank
  }
  return ways
}

/** Ways of choosing `size` of the ranks, by twice their sum. */
export function chosenSums(ranks: readonly number[], size: number): Float64Array {
  const doubled = ranks.map((rank) => Math.round(2 * rank)).sort((a, b) => a - b)
  const most = doubled.slice(doubled.length - size).reduce((sum, rank) => sum + rank, 0)
  const ways = Array.from({ length: size + 1 }, () => new Float64Array(most + 1))
  ways[0][0] = 1
  doubled.forEach((rank, i) => {
    for (let k = Math.min(size, i + 1); k >= 1; k--)
      for (let sum = most; sum >= rank; sum--) ways[k][sum] += ways[k - 1][sum - rank]
  })
  return ways[size]
}

/** The chance of a sum of at most that, and of at least that. */
export function tailsAt(ways: Float64Array, doubledSum: number): readonly [low: number, high: number] {
  const at = Math.round(doubledSum)
  const total = ways.reduce((sum, count) => sum + count, 0)
  const low = ways.subarray(0, at + 1).reduce((sum, count) => sum + count, 0)
  const high = ways.subarray(at).reduce((sum, count) => sum + count, 0)
  return [low / total, high / total]
}

/** Twice the smaller tail: a two-sided p. */
export const twoSided = ([low, high]: readonly [number, number]): number =>
  Math.min(1, 2 * Math.min(low, high))
