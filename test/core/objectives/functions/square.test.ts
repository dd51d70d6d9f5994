import { expect, test } from 'vitest'
import { square } from '@core/objectives/functions/square'
import { experimentWith, pathOf, plansOf } from '../../../support/experiments'

test('as suggested, one rate arrives by way of 0.49 and the other bounces for ever', () => {
  const { iterations, runs } = square.suggestion ?? {}
  const plans = plansOf(experimentWith({ objective: { id: 'square' }, iterations, runs }))
  const [small, large] = plans.map((plan) => pathOf(plan).map(({ theta }) => theta[0]))
  expect(small[0]).toBe(0.7)
  expect(small[1]).toBeCloseTo(0.49, 12)
  expect(Math.abs(small.at(-1) ?? NaN)).toBeLessThan(1e-3)
  large.forEach((x, k) => expect(x).toBeCloseTo(k % 2 === 0 ? 0.7 : -0.7, 12))
  expect(large).toHaveLength(21)
})
