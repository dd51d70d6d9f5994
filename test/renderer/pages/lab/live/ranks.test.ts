import { describe, expect, it } from 'vitest'
import { rankedValue, ranksOf } from '../../../../../src/renderer/pages/lab/live/ranks'

describe('the places of runs', () => {
  it('begin with the lowest, and are shared by equals', () => {
    expect(ranksOf([3, 1, 3, 2], false)).toEqual([3, 1, 3, 2])
    expect(ranksOf([3, 1, 3, 2], true)).toEqual([1, 4, 1, 3])
  })

  it('are not given to what is no finite number', () => {
    expect(ranksOf([NaN, 5, undefined, Infinity, -1], false)).toEqual([undefined, 2, undefined, undefined, 1])
  })

  it('go by what the table shows of that moment', () => {
    const reading = { loss: 1, gradientNorm: 2 }
    const toMinimum = { excess: 3, distance: undefined }
    expect(
      (['loss', 'gradientNorm', 'excess', 'distance'] as const).map((by) =>
        rankedValue(by, reading, toMinimum),
      ),
    ).toEqual([1, 2, 3, undefined])
    expect(rankedValue('loss', undefined, undefined)).toBeUndefined()
  })
})
