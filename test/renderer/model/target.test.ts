import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { commonTarget, firstReaching, parseTarget } from '../../../src/renderer/model/target'

const curve = (loss: readonly number[], every = 1) => ({
  iterations: Float64Array.from(loss, (_, index) => index * every),
  loss: Float64Array.from(loss),
})

describe('time to target', () => {
  it('is the first recorded point at or below the target, not the lowest one', () => {
    expect(firstReaching(curve([5, 3, 4, 1, 0]), 3)).toEqual({ iteration: 1, after: 0 })
    expect(firstReaching(curve([5, 3, 1], 10), 2)).toEqual({ iteration: 20, after: 10 })
    expect(firstReaching(curve([1, 2]), 1)).toEqual({ iteration: 0, after: undefined })
  })

  it('is never at a point that is not finite', () => {
    expect(firstReaching(curve([5, NaN, -Infinity]), 3)).toBeUndefined()
    expect(firstReaching(curve([]), 3)).toBeUndefined()
  })

  it('is never later for an easier target', () => {
    fc.assert(
      fc.property(fc.array(fc.double()), fc.double(), fc.double(), (loss, a, b) => {
        const [hard, easy] = [Math.min(a, b), Math.max(a, b)]
        const late = firstReaching(curve(loss), hard)
        const early = firstReaching(curve(loss), easy)
        if (late) expect(early?.iteration).toBeLessThanOrEqual(late.iteration)
      }),
    )
  })

  const best = (...losses: readonly number[]) => losses.map((bestLoss) => ({ bestLoss, bestIteration: 5 }))

  it('begins at what all have reached, in few digits', () => {
    expect(commonTarget(best(0.1, 3, NaN, 2))).toBe(3)
    expect(commonTarget(best(0.0036765563))).toBe(0.00368)
    expect(commonTarget(best(-1.03163, -1.0285))).toBe(-1.02)
    expect(commonTarget(best(0, 0))).toBe(0)
    expect(commonTarget(best(NaN, Infinity))).toBeUndefined()
  })

  const climbs = (...losses: readonly number[]) =>
    losses.map((bestLoss) => ({ bestLoss, bestIteration: 5, hyper: { maximize: true } }))

  it('is above where the run climbs', () => {
    expect(firstReaching(curve([1, 3, NaN, 6]), 4, true)).toEqual({ iteration: 3, after: 2 })
    expect(commonTarget(climbs(0.10009, 3))).toBe(0.1)
    expect(commonTarget([...climbs(9), ...best(2)])).toBe(2)
  })

  it('does not begin at the start of a run that only went up', () => {
    expect(commonTarget([...best(0.5), { bestLoss: 24.2, bestIteration: 0 }])).toBe(0.5)
    expect(commonTarget([{ bestLoss: 24.2, bestIteration: 0 }])).toBeUndefined()
  })

  it('never begins below what some run has reached, nor far above', () => {
    fc.assert(
      fc.property(fc.double({ min: -1e300, max: 1e300, noNaN: true }), (loss) => {
        const target = commonTarget(best(loss))
        expect(target).toBeGreaterThanOrEqual(loss)
        expect(target).toBeLessThanOrEqual(loss + Math.max(Math.abs(loss) * 0.0101, 1e-300))
      }),
    )
  })

  it('reads what people type and paste', () => {
    expect(parseTarget(' 1e-3 ')).toBe(0.001)
    expect(parseTarget('\u22121.5')).toBe(-1.5)
    for (const text of ['', 'low', 'NaN', 'Infinity']) expect(parseTarget(text)).toBeUndefined()
  })
})
