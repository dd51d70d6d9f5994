import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import { bootstrapInterval } from '@core/statistics/bootstrap'
import { holm } from '@core/statistics/holm'
import { chiSquareTail, criticalDifference, friedmanTest, nemenyiP, rangeTail } from '@core/statistics/many'
import { normalCdf, normalQuantile } from '@core/statistics/normal'
import { pairsFor } from '@core/statistics/power'
import { groupShift, signedShift } from '@core/statistics/shift'
import { meanOf, medianOf } from '@core/statistics/summary'
import { rankSumTest, signedRankTest, signTest } from '@core/statistics/tests'
import { inPython, pythonWith } from '../../support/python'

type Row<Values> = { readonly name: string } & Values
type Zeros = 'wilcox' | 'pratt'
interface Interval {
  readonly value: number
  readonly interval?: readonly [number, number]
}
interface Groups {
  readonly a: readonly number[]
  readonly b: readonly number[]
}
interface Golden {
  readonly normal: Readonly<Record<'z' | 'cdf' | 'share' | 'quantile', readonly number[]>>
  readonly sign: readonly { readonly wins: number; readonly losses: number; readonly p: number }[]
  readonly signedRank: readonly Row<
    { readonly differences: readonly number[] } & Readonly<
      Record<Zeros, { readonly approx: number; readonly positive: number; readonly exact?: number }>
    >
  >[]
  readonly signedShift: readonly Row<{ readonly differences: readonly number[] } & Interval>[]
  readonly rankSum: readonly Row<
    Groups & { readonly u: number; readonly approx: number; readonly exact?: number }
  >[]
  readonly groupShift: readonly Row<Groups & Interval>[]
  readonly holm: { readonly ps: readonly number[]; readonly adjusted: readonly number[] }
  readonly chiSquare: readonly { readonly x: number; readonly degrees: number; readonly tail: number }[]
  readonly range: readonly { readonly q: number; readonly count: number; readonly tail: number }[]
  readonly critical: readonly {
    readonly methods: number
    readonly blocks: number
    readonly alpha: number
    readonly difference: number
  }[]
  readonly friedman: {
    readonly table: readonly (readonly number[])[]
    readonly p: number
    readonly statistic: number
    readonly meanRanks: readonly number[]
    readonly nemenyi: readonly (readonly number[])[]
  }
  readonly bootstrap: readonly {
    readonly sample: readonly number[]
    readonly statistic: 'mean' | 'median'
    readonly method: 'percentile' | 'BCa'
    readonly seed: number
    readonly interval: readonly [number, number]
  }[]
  readonly noether: readonly { readonly chance: number; readonly pairs: number; readonly power: number }[]
}

const folder = resolve(import.meta.dirname, '../../golden/statistics')
const golden = JSON.parse(readFileSync(resolve(folder, 'tests.json'), 'utf8')) as Golden

/** As relative to the larger, or both as good as zero. */
function near(found: number, expected: number, error = 1e-9): void {
  expect(Math.abs(found - expected)).toBeLessThanOrEqual(error * Math.abs(expected) + 1e-13)
}

function nearInterval(found: readonly [number, number] | null, expected: readonly [number, number]): void {
  found?.forEach((end, i) => near(end, expected[i], 1e-10))
  expect(found).toHaveLength(2)
}

describe("scipy's numbers", () => {
  test('of the normal distribution', () => {
    const { z, cdf, share, quantile } = golden.normal
    z.forEach((each, i) => near(normalCdf(each), cdf[i], 1e-7))
    share.forEach((each, i) => near(normalQuantile(each), quantile[i], 1e-14))
  })

  test.each(golden.sign)('of the sign test: $wins against $losses', ({ wins, losses, p }) => {
    near(signTest(wins, losses).p, p)
    near(signTest(losses, wins).p, p)
  })

  test.each(golden.signedRank)("of Wilcoxon's signed-rank test: $name", ({ differences, ...of }) => {
    for (const zeros of ['wilcox', 'pratt'] as const) {
      const approx = signedRankTest(differences, { zeros, method: 'approx' })
      near(approx.p, of[zeros].approx)
      near(approx.positive, of[zeros].positive)
      const auto = signedRankTest(differences, { zeros })
      expect(auto.exact).toBe(auto.n <= 50)
      if (of[zeros].exact !== undefined) near(auto.p, of[zeros].exact)
    }
  })

  test.each(golden.rankSum)('of the Mann-Whitney test: $name', ({ a, b, u, approx, exact }) => {
    near(rankSumTest(a, b, 'approx').p, approx)
    const auto = rankSumTest(a, b)
    near(auto.u, u)
    if (exact !== undefined) near(auto.p, exact)
  })

  test('exact ones are among them, with ties too', () => {
    expect(golden.signedRank.flatMap(({ wilcox }) => wilcox.exact ?? [])).toHaveLength(6)
    expect(golden.rankSum.flatMap(({ exact }) => exact ?? [])).toHaveLength(4)
  })

  test.each(golden.signedShift)(
    'of Hodges and Lehmann, in pairs: $name',
    ({ differences, value, interval }) => {
      const found = signedShift(differences)
      near(found.value, value)
      if (interval) nearInterval(found.interval, interval)
    },
  )

  test.each(golden.groupShift)('of Hodges and Lehmann, of groups: $name', ({ a, b, value, interval }) => {
    const found = groupShift(a, b)
    near(found.value, value)
    if (interval) nearInterval(found.interval, interval)
  })

  test("intervals are R's, as printed in its help of wilcox.test", () => {
    // Depression: 0.010 to 0.786 about 0.46; placenta: -0.15 to 0.76 about 0.305.
    const [{ differences }] = golden.signedShift
    const [{ a, b }] = golden.groupShift
    near(signedShift(differences).value, 0.46)
    nearInterval(signedShift(differences).interval, [0.01, 0.786])
    near(groupShift(a, b).value, 0.305)
    nearInterval(groupShift(a, b).interval, [-0.15, 0.76])
  })

  test.each(golden.bootstrap)(
    'of the bootstrap: $method of the $statistic',
    ({ sample, statistic, method, seed, interval }) => {
      const of = statistic === 'mean' ? meanOf : medianOf
      const kind = method === 'BCa' ? 'bca' : 'percentile'
      nearInterval(bootstrapInterval(sample, of, { seed, resamples: 999, method: kind }), interval)
    },
  )

  test('of the chi-square distribution', () => {
    for (const { x, degrees, tail } of golden.chiSquare) near(chiSquareTail(x, degrees), tail)
  })

  test('of the studentized range', () => {
    for (const { q, count, tail } of golden.range) near(rangeTail(q, count), tail, 1e-8)
    for (const { methods, blocks, alpha, difference } of golden.critical)
      near(criticalDifference(methods, blocks, alpha), difference, 1e-7)
  })
})

describe('numbers of others', () => {
  test("Holm's correction is statsmodels'", () => {
    holm(golden.holm.ps).forEach((p, i) => near(p, golden.holm.adjusted[i]))
  })

  test("Friedman's test and Nemenyi's are scipy's and scikit-posthocs', on the example of Demsar 2006", () => {
    const { table, p, statistic, meanRanks, nemenyi } = golden.friedman
    const found = friedmanTest(table)
    near(found.p, p)
    near(found.statistic, statistic)
    found.meanRanks.forEach((rank, i) => near(rank, meanRanks[i]))
    nemenyi.forEach((row, i) =>
      row.forEach((expected, j) => {
        if (i !== j) near(nemenyiP(meanRanks[i] - meanRanks[j], 4, table.length), expected, 1e-6)
      }),
    )
    // As the paper prints them: ranks in table 6, and critical differences 1.12 and 1.25 in its text.
    expect(found.meanRanks.map((rank) => rank.toFixed(3))).toEqual(['3.143', '2.000', '2.893', '1.964'])
    expect(criticalDifference(4, 14, 0.1)).toBeCloseTo(1.12, 2)
    expect(criticalDifference(4, 14)).toBeCloseTo(1.25, 2)
  })

  test("Noether's number of pairs has the power asked for, in simulations by scipy, or some more", () => {
    for (const { chance, pairs, power } of golden.noether) {
      expect(pairsFor(chance)).toBe(pairs)
      expect(power).toBeGreaterThan(0.8)
      expect(power).toBeLessThan(0.95)
    }
  })
})

const python = pythonWith('scipy, statsmodels, scikit_posthocs')

test.skipIf(python === undefined)('the stored numbers are what Python says now', { timeout: 120_000 }, () => {
  const script = readFileSync(resolve(folder, 'tests.py'), 'utf8')
  const now = inPython(python ?? '', script, '--print') as Golden
  const flat = (value: unknown): readonly unknown[] =>
    typeof value === 'object' && value !== null ? Object.values(value).flatMap(flat) : [value]
  const stored = flat({ ...golden, provenance: null })
  flat({ ...now, provenance: null }).forEach((value, i) => {
    if (typeof value === 'number') near(value, Number(stored[i]), 1e-8)
    else expect(value).toBe(stored[i])
  })
})
