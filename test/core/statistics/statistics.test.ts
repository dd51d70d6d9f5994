import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { bootstrapInterval } from '@core/statistics/bootstrap'
import { holm } from '@core/statistics/holm'
import { alikeRows, friedmanTest } from '@core/statistics/many'
import {
  groupsFor,
  leastGroups,
  leastPairs,
  pairsFor,
  signedRankPairs,
  signPairs,
} from '@core/statistics/power'
import { groupShift, medianShift, signedShift } from '@core/statistics/shift'
import { medianOf, quantileOf } from '@core/statistics/summary'
import { rankSumTest, signedRankTest, signTest } from '@core/statistics/tests'

const value = fc.integer({ min: -12, max: 12 })
const sample = fc.array(value, { minLength: 1, maxLength: 30 })
const distinct = fc.uniqueArray(
  fc.double({ min: -1, max: 1, noNaN: true }).filter((x) => Math.abs(x) > 1e-3),
  {
    minLength: 6,
    maxLength: 30,
  },
)

describe('tests', () => {
  test('p is in (0, 1], whichever side is called first', () => {
    fc.assert(
      fc.property(sample, sample, (a, b) => {
        for (const method of ['exact', 'approx'] as const) {
          const { p } = signedRankTest(a, { method })
          expect(p).toBeGreaterThan(0)
          expect(p).toBeLessThanOrEqual(1)
          const mirrored = signedRankTest(
            a.map((x) => -x),
            { method },
          )
          expect(mirrored.p).toBeCloseTo(p, 12)
          expect(rankSumTest(a, b, method).p).toBeCloseTo(rankSumTest(b, a, method).p, 12)
        }
      }),
    )
  })

  test('the approximation is close to the exact one where both can be had', () => {
    const differences = Array.from({ length: 45 }, (_, i) => Math.sin(i * 7) + 0.25 + i / 1e4)
    const [exact, approx] = (['exact', 'approx'] as const).map(
      (method) => signedRankTest(differences, { method }).p,
    )
    expect(Math.abs(exact - approx)).toBeLessThan(0.003)
  })

  test('of nothing, and of zeros only, tell nothing', () => {
    expect(signTest(0, 0).p).toBe(1)
    expect(signedRankTest([0, 0, 0]).p).toBe(1)
    expect(signedRankTest([]).p).toBe(1)
    expect(rankSumTest([], [1]).p).toBe(1)
    expect(rankSumTest(Array<number>(40).fill(2), Array<number>(40).fill(2)).p).toBe(1)
  })

  test('infinite values rank as the worst, and tie with each other', () => {
    expect(rankSumTest([1, 2, Infinity], [3, Infinity, Infinity]).p).toBe(rankSumTest([1, 2, 9], [3, 9, 9]).p)
  })
})

describe('intervals', () => {
  test('of pairs leave zero out when, and only when, the exact test finds a difference', () => {
    fc.assert(
      fc.property(distinct, (differences) => {
        fc.pre(new Set(differences.map(Math.abs)).size === differences.length)
        const { interval } = signedShift(differences)
        const without = interval !== null && (interval[0] > 0 || interval[1] < 0)
        expect(without).toBe(signedRankTest(differences).p <= 0.05)
      }),
    )
  })

  test('of groups likewise', () => {
    fc.assert(
      fc.property(distinct, distinct, (a, b) => {
        fc.pre(new Set([...a, ...b]).size === a.length + b.length)
        const { interval } = groupShift(a, b)
        const without = interval !== null && (interval[0] > 0 || interval[1] < 0)
        expect(without).toBe(rankSumTest(a, b).p <= 0.05)
      }),
    )
  })

  test('there is none of too few', () => {
    expect(leastPairs()).toBe(6)
    expect(signedShift([1, 2, 3, 4, 5]).interval).toBeNull()
    expect(signedShift([1, 2, 3, 4, 5, 6]).interval).toEqual([1, 6])
    expect(medianShift([1, 2, 3, 4, 5]).interval).toBeNull()
    expect(medianShift([6, 5, 4, 3, 2, 1]).interval).toEqual([1, 6])
    expect(groupShift([1, 2, 3], [4, 5, 6]).interval).toBeNull()
  })

  test('of a median may end at infinity', () => {
    expect(medianShift([1, 2, 3, 4, 5, 6, Infinity, Infinity])).toEqual({
      value: 4.5,
      interval: [1, Infinity],
    })
  })

  test('of thousands of values are had at once, as narrow as they are for so many', () => {
    const many = Array.from({ length: 5000 }, (_, i) => Math.sin(i) + 0.5)
    const { value: found, interval } = signedShift(many)
    // Of all 12.5 million Walsh averages, by numpy 2.4.
    expect(found).toBeCloseTo(0.500012, 3)
    expect(interval?.[0]).toBeCloseTo(0.488514, 3)
    expect(interval?.[1]).toBeCloseTo(0.51183, 3)
    const half = groupShift(
      many,
      many.map((x) => x - 0.5),
    )
    expect(half.value).toBeCloseTo(0.5, 3)
    expect(half.interval?.[0]).toBeGreaterThan(0.46)
    expect(half.interval?.[1]).toBeLessThan(0.54)
  })

  test('the same seed draws the same', () => {
    const of = (seed: number) => bootstrapInterval([1, 5, 2, 8, 3, 9], medianOf, { seed, resamples: 200 })
    expect(of(4)).toEqual(of(4))
  })
})

describe('power', () => {
  test('no difference needs endless many, a large one few', () => {
    expect(signedRankPairs([-1, 1])).toBe(Infinity)
    expect(signedRankPairs([3])).toBe(Infinity)
    // w = (1.959964 + 0.841621)^2 = 7.8489; w / (3 / 4) = 10.47
    expect(signedRankPairs([1, 2, 3])).toBe(11)
    // Sums of two: 5 above zero and 1 zero
    expect(signedRankPairs([-1, 3, 1, 2])).toBe(pairsFor(5.5 / 6))
    // 15 of 20: w / (4 / 16) = 31.4; with a fifth more ties
    expect(signPairs(15, 0, 5)).toBe(32)
    expect(signPairs(15, 4, 5)).toBe(38)
    // P = 0.75, halves: w / (12 / 4 / 16) = 41.9
    expect(groupsFor(0.75, 0.5)).toBe(42)
    // 2 / C(8, 4) = 0.029, and 2 / C(6, 3) = 0.1
    expect(leastGroups()).toBe(4)
  })
})

describe('many methods', () => {
  test('Holm leaves one p alone and never lowers any', () => {
    expect(holm([0.03])).toEqual([0.03])
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1 }), (ps) => {
        holm(ps).forEach((p, i) => {
          expect(p).toBeGreaterThanOrEqual(ps[i])
          expect(p).toBeLessThanOrEqual(1)
        })
      }),
    )
  })

  test('all tied are alike', () => {
    expect(
      friedmanTest([
        [1, 1, 1],
        [2, 2, 2],
      ]),
    ).toEqual({ p: 1, statistic: 0, meanRanks: [2, 2, 2], blocks: 2 })
  })

  test('rows of methods that cannot be told apart are the longest ones', () => {
    expect(alikeRows([3.1, 1, 2, 4.5], 1.2)).toEqual([
      [1, 2],
      [2, 0],
    ])
    expect(alikeRows([1, 1.5, 2, 9], 1.2)).toEqual([[0, 1, 2]])
  })

  test('quantiles keep the infinite ones apart', () => {
    expect(quantileOf([1, 2, 3, Infinity], 0.5)).toBe(2.5)
    expect(quantileOf([1, 2, 3, Infinity], 0.9)).toBe(Infinity)
    expect(quantileOf([1, Infinity, Infinity], 0.75)).toBe(Infinity)
    expect(quantileOf([], 0.5)).toBeNaN()
  })
})
