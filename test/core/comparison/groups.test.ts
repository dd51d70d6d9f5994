import { describe, expect, test } from 'vitest'
import {
  groupCounts,
  groupCurve,
  groupLabel,
  groupWork,
  recordedPlaces,
  type GroupChoice,
  type GroupRun,
} from '@core/comparison/groups'

const run = (y: readonly number[], diverged = false): GroupRun => ({ x: y.map((_, k) => k), y, diverged })
const choice: GroupChoice = { summary: 'quartiles', afterEnd: 'hold', goal: 'low' }
const long = run([8, 4, 2, 1])
const short = run([6, 3])
const gone = run([4, 40, NaN], true)
const at = (runs: readonly GroupRun[], more: Partial<GroupChoice> = {}) =>
  groupCurve(runs, [0, 1, 2, 3], { ...choice, ...more })

describe('a group of runs', () => {
  test('is summed up at each place over all of its runs', () => {
    const { middle, low, high, n } = at([run([1, 1]), run([2, 2]), run([3, 3]), run([4, 9])])
    expect([low[1], middle[1], high[1]]).toEqual([1.75, 2.5, 4.5])
    expect(Array.from(n)).toEqual([4, 4, 4, 4])
  })

  test('a run that has ended holds its last value, or is left out, and n says so', () => {
    expect(Array.from(at([long, short]).middle)).toEqual([7, 3.5, 2.5, 2])
    const without = at([long, short], { afterEnd: 'leave-out' })
    expect(Array.from(without.middle)).toEqual([7, 3.5, 2, 1])
    expect(Array.from(without.n)).toEqual([2, 2, 1, 1])
  })

  test('one that diverged is as bad as can be from then on, whatever becomes of others', () => {
    for (const afterEnd of ['hold', 'leave-out'] as const) {
      const { middle, high, diverged, n } = at([long, run([7, 5, 3, 2]), gone], { afterEnd })
      expect(Array.from(middle)).toEqual([7, 5, 3, 2])
      expect(Array.from(diverged)).toEqual([0, 0, 1, 1])
      expect(Array.from(n)).toEqual([3, 3, 3, 3])
      expect(high[3]).toBeNaN()
    }
  })

  test('a mean has no value where one diverged, rather than that of the survivors', () => {
    const { middle } = at([long, gone], { summary: 'deviation' })
    expect(Array.from(middle)).toEqual([6, 22, NaN, NaN])
  })

  test('where high is good, diverged is low', () => {
    const { middle } = at([run([1, 2, 3, 4]), run([1, 2, 3, 5]), gone], { goal: 'high', summary: 'range' })
    expect(Array.from(middle)).toEqual([1, 2, 3, 4])
  })

  test('standard deviation and error are of the sample', () => {
    const runs = [2, 4, 4, 4, 5, 5, 7, 9].map((value) => run([value]))
    const deviation = at(runs, { summary: 'deviation' })
    expect(deviation.high[0] - 5).toBeCloseTo(Math.sqrt(32 / 7), 12)
    const error = at(runs, { summary: 'error' })
    expect(5 - error.low[0]).toBeCloseTo(Math.sqrt(32 / 7 / 8), 12)
  })

  test('a factor never gets to zero, as a deviation does', () => {
    const runs = [run([1]), run([100])]
    const { low, middle, high } = groupCurve(runs, [0], { ...choice, summary: 'deviation' })
    expect(middle[0]).toBe(50.5)
    expect(low[0]).toBeLessThan(0)
    expect(high[0]).toBeGreaterThan(100)
    const factor = groupCurve(runs, [0], { ...choice, summary: 'log-deviation' })
    expect(factor.middle[0]).toBeCloseTo(10, 12)
    expect(factor.low[0] * factor.high[0]).toBeCloseTo(100, 10)
    expect(factor.low[0]).toBeGreaterThan(0)
  })

  test('quantiles of the logarithms are the logarithms of the quantiles', () => {
    const values = [0.001, 0.5, 3, 80, 900]
    const of = (runs: readonly GroupRun[]) => groupCurve(runs, [0], { ...choice, summary: 'quartiles' })
    const plain = of(values.map((value) => run([value])))
    const logs = of(values.map((value) => run([Math.log(value)])))
    for (const edge of ['low', 'middle', 'high'] as const)
      expect(logs[edge][0]).toBeCloseTo(Math.log(plain[edge][0]), 12)
  })

  test('places are those at which any run has recorded, and the last of each', () => {
    const places = recordedPlaces([
      { every: 10, last: 40 },
      { every: 10, last: 33 },
      { every: 25, last: 25 },
    ])
    expect(Array.from(places)).toEqual([0, 10, 20, 25, 30, 33, 40])
  })

  test('is the same worked out bit by bit', () => {
    const runs = [long, short, gone]
    const bits = groupWork(runs, Float64Array.of(0, 1, 2, 3), choice)
    for (const end of [1, 3, 4]) bits.goOn(end)
    expect(bits.curve).toEqual(at(runs))
  })

  test('a run that has not begun yet does not count', () => {
    const late: GroupRun = { x: [2, 3], y: [9, 9], diverged: false }
    expect(Array.from(at([long, late]).n)).toEqual([1, 1, 2, 2])
  })

  test('its label names the summary, n, the diverged and what becomes of ended runs', () => {
    expect(groupLabel(groupCounts([long, long]), choice)).toBe('median, 25–75 % (n = 2)')
    expect(groupLabel(groupCounts([long, short, gone]), choice)).toBe(
      'median, 25–75 % (n = 3, 1 diverged; ended runs hold their last value)',
    )
    // Where the others end together, there is nothing to say of ends.
    expect(groupLabel(groupCounts([long, long, gone]), choice)).toBe('median, 25–75 % (n = 3, 1 diverged)')
  })
})
