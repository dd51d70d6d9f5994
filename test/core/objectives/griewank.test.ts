import { expect, test } from 'vitest'
import { objectiveById } from '@core/objectives'

const griewank = (options: object) => objectiveById('griewank')?.create({ id: 'griewank', ...options })
const at = (options: object, x: number, y: number): number =>
  griewank(options)?.value(Float64Array.of(x, y)) ?? NaN

test('Griewank keeps its digits near 0, where the printed difference cancels', () => {
  // To second order, which here is all: (x^2 + y^2)/4000 + x^2/2 + y^2/4.
  const near = (x: number, y: number): number => (x * x + y * y) / 4000 + (x * x) / 2 + (y * y) / 4
  for (const [x, y] of [
    [1e-9, 0],
    [3e-8, -2e-8],
    [1e-5, 1e-5],
  ]) {
    expect(at({ value: 'exact' }, x, y) / near(x, y)).toBeCloseTo(1, 9)
  }
  expect(at({ value: 'as-printed' }, 1e-9, 0)).toBeLessThan(1e-20)
})

test('is the same function both ways, gradient included', () => {
  for (const [x, y] of [
    [7.5, 5],
    [-2, 9],
    [0.3, -0.1],
  ]) {
    expect(at({ value: 'exact' }, x, y)).toBeCloseTo(at({ value: 'as-printed' }, x, y), 13)
    const gradients = ['exact', 'as-printed'].map((value) => {
      const out = new Float64Array(2)
      const value0 = griewank({ value })?.evaluate(Float64Array.of(x, y), out)
      expect(value0).toBe(at({ value }, x, y))
      return [...out]
    })
    expect(gradients[0]).toEqual(gradients[1])
  }
})
