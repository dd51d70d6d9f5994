import { describe, expect, it } from 'vitest'
import { descend } from '@core/descend'
import { optimizerById } from '@core/optimizers'
import { swinglessRate } from '@core/stability/swinging'
import { experimentWith, plansOf } from '../../support/experiments'

const rateOf = (optimizer: string, hyper: Record<string, number>, curvature: number): number => {
  const dialect = optimizerById(optimizer)?.dialects.chapter
  const stable = dialect?.stableBelow?.(hyper) ?? NaN
  const rate = dialect && swinglessRate(dialect, { lr: 0, ...hyper }, curvature, stable / curvature)
  return rate ?? NaN
}

describe('the rate up to which errors come down from one side', () => {
  it.each([2, 150])('is what theory says, on curvature %d', (curvature) => {
    expect(rateOf('gd', {}, curvature) * curvature).toBeCloseTo(1, 9)
    for (const gamma of [0.3, 0.9]) {
      const critical = (1 - Math.sqrt(gamma)) ** 2
      expect(rateOf('momentum', { gamma }, curvature) * curvature).toBeCloseTo(critical, 9)
      const nesterov = ((1 - gamma) / (1 + gamma)) ** 2
      expect(rateOf('nag', { gamma }, curvature) * curvature).toBeCloseTo(nesterov, 9)
    }
  })

  it('is not known of a method that scales its steps itself', () => {
    expect(rateOf('adam', { beta1: 0.9, beta2: 0.999, eps: 1e-8 }, 2)).toBeNaN()
  })

  it.each(['momentum', 'nag'])(
    'parts the runs of %s on x^2 that cross the minimum from those that do not',
    (optimizer) => {
      const critical = rateOf(optimizer, { gamma: 0.9 }, 2)
      const lowestAt = (lr: number): number => {
        const [plan] = plansOf(
          experimentWith({
            start: [0.7],
            iterations: 1_000,
            runs: [{ optimizer, hyper: { lr, gamma: 0.9 } }],
          }),
        )
        return Math.min(...[...descend(plan).positions].map(({ theta }) => theta[0]))
      }
      expect(lowestAt(0.9 * critical)).toBeGreaterThan(0)
      expect(lowestAt(1.5 * critical)).toBeLessThan(0)
    },
  )
})
