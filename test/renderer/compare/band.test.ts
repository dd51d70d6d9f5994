import { describe, expect, it } from 'vitest'
import { bandOf, groupsOf } from '../../../src/renderer/compare/band'

const curve = (iterations: readonly number[], values: readonly number[]) => ({
  iterations: Float64Array.from(iterations),
  values: Float64Array.from(values),
})

describe('mean and deviation over seeds', () => {
  it('is the sample mean and the sample standard deviation', () => {
    const band = bandOf([curve([0, 1], [1, 10]), curve([0, 1], [2, 10]), curve([0, 1], [3, 10])])
    expect([...band.mean]).toEqual([2, 10])
    expect([...band.deviation]).toEqual([1, 0])
  })

  it('keeps to iterations that every run recorded', () => {
    const band = bandOf([curve([0, 10, 20, 30], [1, 2, 3, 4]), curve([0, 10, 15], [3, 4, 5])])
    expect([...band.iterations]).toEqual([0, 10])
    expect([...band.mean]).toEqual([2, 3])
  })

  it('shows a gap where a value is not finite', () => {
    const band = bandOf([curve([0, 1], [1, Infinity]), curve([0, 1], [1, 1])])
    expect([...band.mean]).toEqual([1, NaN])
    expect([...band.deviation]).toEqual([0, NaN])
  })

  it('has nothing to say about no runs', () => {
    expect(bandOf([]).iterations).toHaveLength(0)
  })

  it('groups what shares a key and leaves singles out', () => {
    expect(groupsOf(['a1', 'b1', 'a2', 'c1', 'a3'], (text) => text[0])).toEqual([['a1', 'a2', 'a3']])
  })
})
