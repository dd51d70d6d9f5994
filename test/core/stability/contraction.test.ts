import { describe, expect, test } from 'vitest'
import { optimizerById } from '@core/optimizers'
import type { DialectId } from '@core/optimizers/contract'
import { contractionAlong } from '@core/stability/contraction'
import { modesOf } from '@core/stability/modes'
import { observedRate } from '@core/stability/observed'
import { boundedMethods } from '../../support/bounded-methods'
import { experimentWith, pathOf, planWith, plansOf } from '../../support/experiments'

const dialectOf = (optimizer: string, dialect: DialectId) => {
  const found = optimizerById(optimizer)?.dialects[dialect]
  if (!found) throw new Error(`no ${optimizer} in ${dialect}`)
  return found
}

describe('what an error shrinks to at every update', () => {
  test.each([0.1, 0.7, 1, 1.9, 2, 3])(
    'gradient descent, at rate times curvature %d: |1 - that|',
    (product) => {
      const found = contractionAlong(dialectOf('gd', 'chapter'), { lr: product / 8 }, 8)
      expect(found).toBeCloseTo(Math.abs(1 - product), 7)
    },
  )

  test.each([
    // Complex roots of z^2 - (1 + gamma - p) z + gamma, and real ones on either side.
    { gamma: 0.81, product: 1, root: 0.9 },
    { gamma: 0.81, product: 0, root: 1 },
    { gamma: 0.81, product: 3.62, root: 1 },
    { gamma: 0.25, product: 0.2, root: (1.05 + Math.sqrt(1.05 ** 2 - 1)) / 2 },
  ])('momentum $gamma at $product', ({ gamma, product, root }) => {
    expect(contractionAlong(dialectOf('momentum', 'chapter'), { lr: product, gamma }, 1)).toBeCloseTo(root, 6)
  })

  test.each(boundedMethods)(
    '$optimizer, $dialect: below 1 up to the bound, above from there',
    ({ optimizer, dialect, bound }) => {
      const method = dialectOf(optimizer, dialect)
      const [{ run }] = plansOf(experimentWith({ runs: [{ optimizer, dialect }] }))
      const at = (lr: number) => contractionAlong(method, { ...run.hyper, lr }, 2)
      expect(at((0.99 * bound) / 2)).toBeLessThan(1)
      expect(at((1.01 * bound) / 2)).toBeGreaterThan(1)
    },
  )

  test('nothing is said of methods whose step is not linear', () => {
    const [{ run, dialect }] = plansOf(experimentWith({ runs: [{ optimizer: 'adam' }] }))
    expect(contractionAlong(dialect, run.hyper, 1)).toBeUndefined()
  })
})

test('a run on a quadratic is seen to shrink as was predicted', () => {
  const plan = planWith({
    objective: { id: 'quadratic', curvatures: [1, 25] },
    iterations: 120,
    runs: [{ optimizer: 'gd', hyper: { lr: 0.05 } }],
    stop: { gradientNorm: 0, parameterChange: 0 },
  })
  const norms = pathOf(plan)
    .slice(-60)
    .map(({ gradientNorm }) => gradientNorm)
  expect(observedRate(norms, 1)).toBeCloseTo(contractionAlong(plan.dialect, plan.run.hyper, 1) ?? NaN, 6)
  expect(observedRate([1, 2, 3], 1)).toBeNaN()
})

test('errors along the eigenvectors shrink each by its own factor', () => {
  const data = { source: 'inline', x: [[1], [2], [4]], y: [1, 2, 3] }
  const plan = planWith({
    objective: { id: 'linear-regression', data },
    iterations: 5,
    runs: [{ optimizer: 'gd', hyper: { lr: 0.03 } }],
  })
  const path = pathOf(plan)
  const modes = modesOf(plan.objective)
  expect(modes).toHaveLength(2)
  const theta = [0, 1].map((j) => Float64Array.from(path, (point) => point.theta[j]))
  for (const { curvature, errors } of modes ?? []) {
    const along = errors(theta, path.length)
    for (let k = 1; k < along.length; k++)
      expect(along[k] / along[k - 1]).toBeCloseTo(Math.abs(1 - 0.03 * curvature), 8)
  }
  expect(modesOf(planWith({ objective: { id: 'rosenbrock' } }).objective)).toBeUndefined()
})
