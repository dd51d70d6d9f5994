import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import {
  attemptOf,
  expectedRunningTime,
  fallTarget,
  reachedOf,
  restarts,
  targetSummary,
  type Attempt,
} from '@core/comparison/attempts'
import {
  costRow,
  dataProfiles,
  performanceProfiles,
  runtimeProfile,
  shareAt,
  stepsOf,
  type Profile,
} from '@core/comparison/profiles'
import { pairingsOf, winMatrix } from '@core/comparison/wins'
import { ascending, meanOf, medianOf, quantileOf } from '@core/statistics/summary'

interface Line {
  readonly x: readonly number[]
  readonly share: readonly number[]
}
const file = resolve(import.meta.dirname, '../../golden/statistics/profiles.json')
const golden = JSON.parse(readFileSync(file, 'utf8')) as {
  readonly running: readonly {
    readonly spent: readonly number[]
    readonly reached: readonly boolean[]
    readonly ert: number | null
    readonly successes: number
    readonly mean?: number
    readonly quantiles?: Readonly<Record<string, number>>
  }[]
  readonly costs: readonly (readonly (number | null)[])[]
  readonly dimensions: readonly number[]
  readonly data: readonly Line[]
  readonly performance: readonly Line[]
  readonly solved: number
}
const costs = golden.costs.map((row) => row.map((cost) => cost ?? Infinity))

const took = (spent: number): Attempt => ({ spent, reached: true, gaveUp: false })
const failed = (spent: number): Attempt => ({ spent, reached: false, gaveUp: false })

describe('attempts', () => {
  const cost = [0, 10, 20, 30]

  test('took what the first point at or below the target cost', () => {
    expect(attemptOf(cost, [5, 1, 3, 0.5], 1, { spent: 30, byItself: false })).toEqual(took(10))
    expect(attemptOf(cost, [1, 2, 3, 4], 1, { spent: 30, byItself: true })).toEqual(took(0))
  })

  test('not reached: what was spent in vain, and whether more would have helped', () => {
    const never = [5, NaN, 3, 2]
    expect(attemptOf(cost, never, 1, { spent: 35, byItself: false })).toEqual(failed(35))
    expect(attemptOf(cost, never, 1, { spent: 35, byItself: true })).toEqual({ ...failed(35), gaveUp: true })
  })

  test("targets are More and Wild's", () => {
    expect(fallTarget(24.2, 0.2, 1e-3)).toBeCloseTo(0.224, 12)
  })

  test.each(golden.running)(
    "running time is cocopp's: $spent",
    ({ spent, reached, ert, successes, ...drawn }) => {
      const attempts = spent.map((each, i) => (reached[i] ? took(each) : failed(each)))
      expect(expectedRunningTime(attempts)).toBe(ert ?? Infinity)
      expect(reachedOf(attempts)).toBe(successes)
      const simulated = ascending(restarts(attempts, 60_000, 5))
      if (drawn.quantiles === undefined) {
        expect(new Set(simulated)).toEqual(new Set([Infinity]))
        return
      }
      expect(meanOf(simulated) / (ert ?? 0)).toBeCloseTo(1, 1)
      // Steps between values of few runs: a quantile may be on the next one.
      for (const [share, value] of Object.entries(drawn.quantiles)) {
        const at = Number(share)
        expect(quantileOf(simulated, at - 0.01)).toBeLessThanOrEqual(value)
        expect(quantileOf(simulated, at + 0.01)).toBeGreaterThanOrEqual(value)
      }
    },
  )
})

describe('time to a target over seeds', () => {
  test('has a median and an expected time with their intervals, those that did not arrive counted', () => {
    const attempts = [10, 20, 30, 40, 50, 60, 70].map(took).concat(Array<Attempt>(3).fill(failed(100)))
    const { reached, of, median, expected } = targetSummary(attempts, 3)
    expect([reached, of]).toEqual([7, 10])
    expect(median).toEqual({ value: 55, interval: [20, Infinity] })
    expect(expected.value).toBe((280 + 300) / 7)
    expect(expected.interval?.[0]).toBeLessThan(expected.value)
    expect(expected.interval?.[1]).toBeGreaterThan(expected.value)
  })

  test('of one run there is no interval, of none that arrived no time', () => {
    expect(targetSummary([took(5)], 1)).toMatchObject({
      median: { value: 5, interval: null },
      expected: { value: 5, interval: null },
    })
    expect(targetSummary([failed(5), failed(6)], 1)).toMatchObject({
      reached: 0,
      expected: { value: Infinity },
    })
  })
})

describe('profiles', () => {
  test('rise by the runs that reached a target, and count those that did not', () => {
    const profile = runtimeProfile([
      [took(10), failed(50), took(30)],
      [took(10), failed(40), failed(50)],
    ])
    expect(profile).toEqual({ x: [10, 30], share: [2 / 6, 3 / 6] })
    expect([9, 10, 29, 30, 1e9].map((at) => shareAt(profile, at))).toEqual([0, 2 / 6, 2 / 6, 0.5, 0.5])
    expect(stepsOf([Infinity])).toEqual({ x: [], share: [] })
    expect(shareAt(stepsOf([Infinity]), 5)).toBe(0)
  })

  test('with simulated restarts rise to the share of targets that any run reached', () => {
    const ofOne = [took(10), failed(50)]
    const { x, share } = runtimeProfile([ofOne, [failed(9), failed(9)]], { count: 100, seed: 1 })
    expect(share.at(-1)).toBe(0.5)
    expect(x.slice(0, 3)).toEqual([10, 60, 110])
    expect(share[0]).toBe(0.25)
  })

  const holds = (profiles: readonly Profile[], lines: readonly Line[], part: number): void => {
    expect(profiles).toHaveLength(lines.length)
    lines.forEach(({ x, share }, method) => {
      x.forEach((at, i) => expect(shareAt(profiles[method], at)).toBeCloseTo(part * share[i], 12))
    })
  }

  test("data profiles are optimagic's", () => {
    holds(dataProfiles(costs, golden.dimensions), golden.data, 1)
  })

  test("performance profiles are optimagic's, with a problem that nobody solved counted", () => {
    expect(costs.length - golden.solved).toBe(1)
    holds(performanceProfiles(costs), golden.performance, golden.solved / costs.length)
  })

  test('performance profiles are those of the sketch in Dolan and More: two solvers, by hand', () => {
    // Ratios 1, 2, none for the first; 3, 1, 1 for the second.
    const [first, second] = performanceProfiles([
      [10, 30],
      [40, 20],
      [Infinity, 7],
    ])
    expect(first).toEqual({ x: [1, 2], share: [1 / 3, 2 / 3] })
    expect(second).toEqual({ x: [1, 3], share: [2 / 3, 1] })
    expect(performanceProfiles([[0, 5]]).map((each) => shareAt(each, 1e9))).toEqual([1, 0])
  })

  test('the cost of a problem is a statistic over its seeds', () => {
    const seeds = [
      [took(3), took(5), failed(9)],
      [failed(9), failed(9), took(1)],
    ]
    expect(costRow(seeds, medianOf)).toEqual([5, Infinity])
  })
})

test('who wins against whom', () => {
  const [a, b] = [
    [1, 2, 3, Infinity],
    [2, 2, 1, Infinity],
  ]
  const [[self, row], [column]] = winMatrix([a, b])
  expect(self).toEqual({ wins: 0, ties: 4, losses: 0 })
  expect(row).toEqual({ wins: 1, ties: 2, losses: 1 })
  expect(column).toEqual({ wins: 1, ties: 2, losses: 1 })

  // Of 1: 3 wins and a tie; of 2: 1, 2 ties, 1; of 3: 1, 3 losses; of Infinity a tie, 3 losses
  expect(pairingsOf(a, b)).toEqual({ wins: 5, ties: 4, losses: 7 })
})
