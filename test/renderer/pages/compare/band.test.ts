import { describe, expect, it } from 'vitest'
import {
  bandOf as bandWith,
  groupsOf,
  spreads,
  type BandInput,
} from '../../../../src/renderer/pages/compare/band'

const curve = (iterations: readonly number[], values: readonly number[]) => ({
  iterations: Float64Array.from(iterations),
  values: Float64Array.from(values),
})

const bandOf = (curves: readonly BandInput[]) => bandWith(curves, spreads.deviation)

describe('mean and deviation over seeds', () => {
  it('is the sample mean and the sample standard deviation', () => {
    const band = bandOf([curve([0, 1], [1, 10]), curve([0, 1], [2, 10]), curve([0, 1], [3, 10])])
    expect([...band.middle]).toEqual([2, 10])
    expect([...band.low]).toEqual([1, 10])
    expect([...band.high]).toEqual([3, 10])
  })

  it('keeps to iterations that every run recorded', () => {
    const band = bandOf([curve([0, 10, 20, 30], [1, 2, 3, 4]), curve([0, 10, 15], [3, 4, 5])])
    expect([...band.iterations]).toEqual([0, 10])
    expect([...band.middle]).toEqual([2, 3])
  })

  it('shows a gap where a value is not finite', () => {
    const band = bandOf([curve([0, 1], [1, Infinity]), curve([0, 1], [1, 1])])
    expect([...band.middle]).toEqual([1, NaN])
    expect([...band.high]).toEqual([1, NaN])
  })

  it('has quartiles beside it that stay above zero where all values do', () => {
    const values = [1e-9, 0.01, 0.1, 1, 100]
    const curves = values.map((value) => curve([0], [value]))
    expect([...bandOf(curves).low][0]).toBeLessThan(0)
    const { low, middle, high } = bandWith(curves, spreads.quartiles)
    expect([low[0], middle[0], high[0]]).toEqual([0.01, 0.1, 1])
  })

  it('takes quartiles between values where there are few', () => {
    const { low, middle, high } = bandWith([curve([0], [1]), curve([0], [2])], spreads.quartiles)
    expect([low[0], middle[0], high[0]]).toEqual([1.25, 1.5, 1.75])
  })

  it('has nothing to say about no runs', () => {
    expect(bandOf([]).iterations).toHaveLength(0)
  })

  it('groups what shares a key and leaves singles out', () => {
    expect(groupsOf(['a1', 'b1', 'a2', 'c1', 'a3'], (text) => text[0])).toEqual([['a1', 'a2', 'a3']])
  })
})
