import fc from 'fast-check'
import { expect, test } from 'vitest'
import { firstWhere, narrowed } from '@core/bisection'

test('firstWhere finds what a look at every number does', () => {
  const bounds = fc.tuple(fc.integer({ min: -50, max: 50 }), fc.nat(100), fc.integer({ min: -60, max: 160 }))
  fc.assert(
    fc.property(bounds, ([low, count, begin]) => {
      const numbers = Array.from({ length: count }, (_, index) => low + index)
      const expected = numbers.find((at) => at >= begin) ?? low + count
      expect(firstWhere(low, low + count, (at) => at >= begin)).toBe(expected)
    }),
  )
})

test('firstWhere finds places beyond 2^31', () => {
  expect(firstWhere(0, 2 ** 52, (at) => at >= 2 ** 40 + 1)).toBe(2 ** 40 + 1)
})

test('narrowed keeps the place where it begins to hold, in ever smaller a stretch', () => {
  const [low, high] = narrowed([0, 8], 40, (at) => at * at >= 2)
  expect(low * low).toBeLessThan(2)
  expect(high * high).toBeGreaterThanOrEqual(2)
  expect(high - low).toBe(8 / 2 ** 40)
})

test('narrowed parts a stretch where it is told to', () => {
  const tried: number[] = []
  const holds = (at: number): boolean => tried.push(at) > 0
  expect(narrowed([1, 16], 2, holds, (low, high) => Math.sqrt(low * high))).toEqual([1, 2])
  expect(tried).toEqual([4, 2])
})
