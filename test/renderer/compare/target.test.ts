import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commonTarget, firstAtOrBelow, parseTarget } from '../../../src/renderer/compare/target'

const curve = (loss: readonly number[], every = 1) => ({
  iterations: Float64Array.from(loss, (_, index) => index * every),
  loss: Float64Array.from(loss),
})

describe('time to target', () => {
  it('is the first recorded point at or below the target, not the lowest one', () => {
    expect(firstAtOrBelow(curve([5, 3, 4, 1, 0]), 3)).toEqual({ iteration: 1, after: 0 })
    expect(firstAtOrBelow(curve([5, 3, 1], 10), 2)).toEqual({ iteration: 20, after: 10 })
    expect(firstAtOrBelow(curve([1, 2]), 1)).toEqual({ iteration: 0, after: undefined })
  })

  it('is never at a point that is not finite', () => {
    expect(firstAtOrBelow(curve([5, NaN, -Infinity]), 3)).toBeUndefined()
    expect(firstAtOrBelow(curve([]), 3)).toBeUndefined()
  })

  it('is never later for an easier target', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.double(), fc.double(), (loss, a, b) => {
        const [hard, easy] = [Math.min(a, b), Math.max(a, b)]
        const late = firstAtOrBelow(curve(loss), hard)
        const early = firstAtOrBelow(curve(loss), easy)
        if (late) expect(early?.iteration).toBeLessThanOrEqual(late.iteration)
      }),
    )
  })

  it('begins with the lowest loss that all have reached', () => {
    expect(commonTarget([0.1, 3, NaN, 2])).toBe(3)
    expect(commonTarget([NaN, Infinity])).toBeUndefined()
  })

  it('reads what people type and paste', () => {
    expect(parseTarget(' 1e-3 ')).toBe(0.001)
    expect(parseTarget('\u22121.5')).toBe(-1.5)
    for (const text of ['', 'low', 'NaN', 'Infinity']) expect(parseTarget(text)).toBeUndefined()
  })
})
