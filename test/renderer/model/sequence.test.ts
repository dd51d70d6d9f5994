import { describe, expect, it } from 'vitest'
import { lastAtOrBelow, lowerBound } from '../../../src/renderer/model/sequence'

const numbers = Float64Array.of(0, 5, 5, 10, 12)

describe('a sequence that never decreases', () => {
  it('has the first number that is not below a value', () => {
    expect([-1, 0, 1, 5, 6, 12, 13].map((value) => lowerBound(numbers, value))).toEqual([0, 0, 1, 1, 3, 4, 5])
  })

  it('has the last number at or below a value', () => {
    expect([-1, 0, 4, 5, 11, 12, 99].map((value) => lastAtOrBelow(numbers, value))).toEqual([
      -1, 0, 0, 2, 3, 4, 4,
    ])
  })

  it('is searched without reading more of it than there are halves', () => {
    const asked: number[] = []
    const long = {
      length: 20_000_001,
      at: (index: number) => {
        asked.push(index)
        return 2 * index
      },
    }
    expect(lastAtOrBelow(long, 1_000_001)).toBe(500_000)
    expect(asked.length).toBeLessThanOrEqual(25)
  })
})
