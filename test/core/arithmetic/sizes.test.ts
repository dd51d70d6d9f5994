import { expect, test } from 'vitest'
import { courseOf, sizesOf, spreadUpdates } from '@core/arithmetic/sizes'

test('updates are spread from the first to the last, each one once', () => {
  expect(spreadUpdates(1)).toEqual([1])
  expect(spreadUpdates(3)).toEqual([1, 2, 3])
  const many = spreadUpdates(10_000_000)
  expect(many).toHaveLength(200)
  expect([many[0], many.at(-1), new Set(many).size]).toEqual([1, 10_000_000, 200])
})

test('a size is the norm over all coordinates, or the number that all share', () => {
  const first = sizesOf({ update: 1, after: { m: Float64Array.of(3, -4), lr: 0.1 } })
  const second = sizesOf({ update: 9, after: { m: Float64Array.of(0, 0), lr: -0.2, v: Float64Array.of(1) } })
  expect(courseOf([first, second])).toEqual({
    updates: Float64Array.of(1, 9),
    of: { m: Float64Array.of(5, 0), lr: Float64Array.of(0.1, -0.2), v: Float64Array.of(NaN, 1) },
  })
})
