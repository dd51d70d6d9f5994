import { describe, expect, it } from 'vitest'
import { bestHyper } from '@core/best-rate'
import { curvatureAt } from '@core/curvature'
import { descend } from '@core/descend'
import type { Plan } from '@core/plan'
import { noStops, planWith } from '../support/experiments'

/** Largest absolute value of the roots of r^2 - (sum) r + product. */
function largestRoot(sum: number, product: number): number {
  const discriminant = sum ** 2 - 4 * product
  if (discriminant < 0) return Math.sqrt(product)
  return Math.max(Math.abs(sum + Math.sqrt(discriminant)), Math.abs(sum - Math.sqrt(discriminant))) / 2
}

/** What an update multiplies the error along a curvature by, in the long run. */
const factors: Readonly<Record<string, (lr: number, beta: number, curvature: number) => number>> = {
  gd: (lr, _, curvature) => Math.abs(1 - lr * curvature),
  momentum: (lr, beta, curvature) => largestRoot(1 + beta - lr * curvature, beta),
  nag: (lr, beta, curvature) => largestRoot((1 + beta) * (1 - lr * curvature), beta * (1 - lr * curvature)),
}

const quadratic = { id: 'quadratic', curvatures: [0.5, 3, 20] }
const dialects = ['gd', 'momentum', 'nag'].flatMap((optimizer) =>
  ['chapter', 'pytorch', 'optax', 'keras'].map((dialect) => ({ optimizer, dialect })),
)

function lastOf(plan: Plan): readonly number[] {
  const descent = descend(plan)
  for (const position of descent.positions) if (position.outcome) return [...position.theta]
  throw new Error('every run ends')
}

function bestOf(changes: Readonly<Record<string, unknown>>) {
  const plan = planWith(changes)
  const curvature = curvatureAt(plan.objective, Float64Array.from(plan.start))
  if (!curvature) throw new Error('this objective has a curvature')
  return bestHyper(plan, curvature)
}

describe('the best rate and momentum that theory knows', () => {
  it.each(dialects)('of $optimizer in the arithmetic of $dialect: no other comes down faster', (run) => {
    const best = bestOf({ objective: quadratic, runs: [run] })
    if (!best) throw new Error('theory knows one')
    const { lr, ...others } = best.hyper
    const beta = Number(Object.values(others)[0] ?? 0)
    const worst = (rate: number, momentum: number): number =>
      Math.max(...quadratic.curvatures.map((curvature) => factors[run.optimizer](rate, momentum, curvature)))
    expect(best.factor).toBeCloseTo(worst(Number(lr), beta), 7)
    const momenta = run.optimizer === 'gd' ? [0] : Array.from({ length: 200 }, (_, k) => k / 200)
    const rates = Array.from({ length: 400 }, (_, k) => (k / 400) * 0.3)
    const least = Math.min(...momenta.flatMap((momentum) => rates.map((rate) => worst(rate, momentum))))
    expect(least).toBeGreaterThan(best.factor - 1e-9)
  })

  it.each(dialects)(
    'of $optimizer in the arithmetic of $dialect is what a run does',
    ({ optimizer, dialect }) => {
      const best = bestOf({ objective: quadratic, runs: [{ optimizer, dialect }] })
      const start = [1, 1, 1]
      const errorAfter = (iterations: number): number => {
        const run = { optimizer, dialect, hyper: best?.hyper }
        const plan = planWith({ objective: quadratic, start, iterations, runs: [run], stop: noStops })
        return Math.max(...lastOf(plan).map(Math.abs))
      }
      // A double root shrinks as k r^k does, so the mean over many updates is a little above.
      const measured = (errorAfter(400) / errorAfter(200)) ** (1 / 200)
      expect(measured).toBeGreaterThan((best?.factor ?? NaN) - 0.01)
      expect(measured).toBeLessThan((best?.factor ?? NaN) + 0.01)
    },
  )

  it('is known on a regression', () => {
    const regression = { id: 'linear-regression', data: { source: 'normal', rows: 200 } }
    expect(bestOf({ objective: regression })?.factor).toBeLessThan(1)
  })

  it.each([
    ['a curvature that changes', { objective: { id: 'rosenbrock' } }],
    ['a direction without curvature', { objective: { id: 'quadratic', curvatures: [0, 1] } }],
    ['a saddle', { objective: { id: 'saddle' } }],
    [
      'batches',
      {
        objective: { id: 'linear-regression', data: { source: 'normal', rows: 200 } },
        runs: [{ optimizer: 'gd', batch: 8 }],
      },
    ],
    ['noise', { objective: { ...quadratic, sigma: 0.1 } }],
    ['a schedule', { objective: quadratic, runs: [{ optimizer: 'gd', schedule: { id: 'cosine' } }] }],
    ['an ascent', { objective: quadratic, runs: [{ optimizer: 'gd', maximize: true }] }],
    [
      'weight decay',
      { objective: quadratic, runs: [{ optimizer: 'gd', dialect: 'pytorch', hyper: { weightDecay: 0.1 } }] },
    ],
    [
      'dampening',
      {
        objective: quadratic,
        runs: [{ optimizer: 'momentum', dialect: 'pytorch', hyper: { dampening: 0.1 } }],
      },
    ],
    ['another method', { objective: quadratic, runs: [{ optimizer: 'adam' }] }],
    [
      'the same curvature all around, of Nesterov’s method',
      { objective: { id: 'quadratic', curvatures: [2, 2] }, runs: [{ optimizer: 'nag' }] },
    ],
  ])('is not known of %s', (_, changes) => {
    expect(bestOf(changes)).toBeUndefined()
  })
})
