import { streamOf } from '../data/random'
import { normalCdf, normalQuantile } from './normal'
import { ascending, meanOf, quantileOf } from './summary'

export interface BootstrapOptions {
  /** Of the random draws: the same seed, the same interval. */
  readonly seed: number
  readonly level?: number
  readonly resamples?: number
  readonly method?: 'bca' | 'percentile'
}

/**
 * The confidence interval of any statistic of a sample, by drawing samples of its size from it: the
 * percentile interval, or corrected for bias and skewness (BCa). Pairs are drawn as pairs where each
 * observation is one, or their difference. NaN where all resamples give the same.
 *
 * Efron & Tibshirani 1993, "An Introduction to the Bootstrap", 13.3 and 14.3; number for number as
 * scipy's `bootstrap` with `RandomState([seed, 6])`.
 */
export function bootstrapInterval<Item>(
  sample: readonly Item[],
  statistic: (sample: readonly Item[]) => number,
  { seed, level = 0.95, resamples = 9999, method = 'bca' }: BootstrapOptions,
): readonly [low: number, high: number] {
  const random = streamOf(seed, 'resample')
  const n = sample.length
  const drawn = ascending(
    Array.from({ length: resamples }, () =>
      statistic(Array.from({ length: n }, () => sample[random.below(n)])),
    ),
  )
  const tail = (1 - level) / 2
  const shares = method === 'bca' ? corrected(sample, statistic, drawn, tail) : ([tail, 1 - tail] as const)
  return [quantileOf(drawn, shares[0]), quantileOf(drawn, shares[1])]
}

/** The shares of the resamples that BCa's interval ends at. */
function corrected<Item>(
  sample: readonly Item[],
  statistic: (sample: readonly Item[]) => number,
  drawn: readonly number[],
  tail: number,
): readonly [number, number] {
  const found = statistic(sample)
  const below = drawn.filter((value) => value < found).length
  const atMost = drawn.filter((value) => value <= found).length
  const bias = normalQuantile((below + atMost) / (2 * drawn.length))
  const without = sample.map((_, i) => statistic(sample.toSpliced(i, 1)))
  const mean = meanOf(without)
  const sumOf = (power: number): number => without.reduce((sum, value) => sum + (mean - value) ** power, 0)
  const skewness = sumOf(3) / (6 * sumOf(2) ** 1.5)
  const shareAt = (z: number): number => normalCdf(bias + (bias + z) / (1 - skewness * (bias + z)))
  const z = normalQuantile(tail)
  return [shareAt(z), shareAt(-z)]
}
