import { expect, test } from 'vitest'
import type { MapPixels } from '@core/map/map'
import { MapPicture } from '../../../../src/renderer/model/map/picture'

const sides = {
  x: { name: 'lr', scale: 'log', from: 1e-4, to: 1 },
  y: { name: 'gamma', scale: 'linear', from: 0, to: 1 },
  size: 32,
} as const

function pixels(from: number, count: number): MapPixels {
  const column = Float64Array.from({ length: count }, (_, k) => from + k)
  return { from, count, outcome: column, rate: column, reached: column, loss: column }
}

test('coarse pixels stand for their blocks until finer ones are there, in whatever order they come', () => {
  const picture = new MapPicture(sides, 500)
  expect(new Set(picture.source)).toEqual(new Set([-1]))
  picture.take(pixels(1, 3))
  picture.take(pixels(0, 1))
  expect(picture.done).toBe(4)
  // Two by two of 16.
  expect(new Set(picture.source)).toEqual(new Set([0, 16, 16 * 32, 16 * 32 + 16]))
  picture.take(pixels(500, picture.total - 500))
  const before = picture.source.slice()
  picture.take(pixels(4, 496))
  expect(picture.done).toBe(picture.total)
  expect([...picture.source]).toEqual([...picture.source.keys()])
  expect(before.filter((source, place) => source === place).length).toBeGreaterThan(picture.total - 500)
})
