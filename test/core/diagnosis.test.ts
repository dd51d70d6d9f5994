import { describe, expect, test } from 'vitest'
import { descend } from '@core/descend'
import { explain, unstableStart } from '@core/diagnosis'
import { planWith } from '../support/experiments'

/** Runs a document's first run to its end and asks for the reason. */
function diagnosed(changes: Readonly<Record<string, unknown>>): string {
  const plan = planWith(changes)
  const descent = descend(plan)
  for (const position of descent.positions) if (position.outcome) return explain(plan, descent, position)
  throw new Error('the run has no end')
}

const curvatures = [[1], [1, 10], [1, 10, 100], [0.01, 5]]

describe('a learning rate too high on a quadratic', () => {
  const methods = [
    { optimizer: 'gd', bound: 2 },
    { optimizer: 'momentum', bound: 3.8 },
    { optimizer: 'nag', bound: 3.8 / 2.8 },
  ]
  const cases = curvatures.flatMap((each) => methods.map((method) => ({ ...method, curvatures: each })))

  test.each(cases)('$optimizer on curvatures $curvatures', ({ optimizer, curvatures, bound }) => {
    const lr = (bound * 1.2) / Math.max(...curvatures)
    const reason = diagnosed({
      objective: { id: 'quadratic', curvatures },
      iterations: 5_000,
      runs: [{ optimizer, hyper: { lr } }],
    })
    const [product, limit] = [bound * 1.2, bound].map((value) => String(Number(value.toPrecision(4))))
    expect(reason).toMatch(/^diverged at update \d+: /)
    expect(reason).toContain(`lr x largest curvature = ${product}, stable below ${limit}`)
  })

  test.each(cases)(
    'is told before the run: $optimizer on $curvatures',
    ({ optimizer, curvatures, bound }) => {
      const largest = Math.max(...curvatures)
      const start = (lr: number): ReturnType<typeof unstableStart> =>
        unstableStart(
          planWith({ objective: { id: 'quadratic', curvatures }, runs: [{ optimizer, hyper: { lr } }] }),
        )
      expect(start((bound * 0.99) / largest)).toBeUndefined()
      const warned = start((bound * 1.01) / largest)
      expect(warned?.stableRate).toBeCloseTo(bound / largest, 8)
      expect(start((warned?.stableRate ?? NaN) * 0.999)).toBeUndefined()
    },
  )
})

test('gradient descent that overshoots a valley names the curvature it met', () => {
  const reason = diagnosed({
    objective: { id: 'rosenbrock' },
    start: [-1.5, 2],
    runs: [{ optimizer: 'gd', hyper: { lr: 0.01 } }],
  })
  expect(reason).toMatch(/^diverged at update \d+: .*; lr x largest curvature = \d+(\.\d+)?, stable below 2$/)
})

test('an exploding RMSProp names its effective step size', () => {
  const reason = diagnosed({
    objective: { id: 'rosenbrock' },
    start: [-1.5, 2],
    runs: [{ optimizer: 'rmsprop', hyper: { lr: 1_000 } }],
  })
  expect(reason).toMatch(
    /^diverged at update \d+: .*; effective step size x largest curvature = .*, stable below 2$/,
  )
})

test('an RMSProp whose memory has faded bounces around the minimum', () => {
  const reason = diagnosed({
    objective: { id: 'linear-regression', data: { source: 'normal', rows: 40, seed: 7 } },
    iterations: 200,
    stop: { gradientNorm: 0, parameterChange: 0 },
    runs: [{ optimizer: 'rmsprop' }],
  })
  expect(reason).toMatch(/^finished: .*; still bouncing: effective step size x largest curvature = /)
})

test('a stalled Adagrad names how small its step has become', () => {
  // One leap across the quartic fills the sum of squares for ever.
  const reason = diagnosed({
    objective: { id: 'quartic' },
    start: [10],
    iterations: 500,
    stop: { parameterChange: 0, divergeAbove: 0 },
    runs: [{ optimizer: 'adagrad', hyper: { lr: 10_000 } }],
  })
  const [, share] =
    /stalled: the step fell to (\S+) of its first while the gradient norm is still \d+/.exec(reason) ?? []
  expect(Number(share)).toBeLessThan(1e-6)
})

test('a saddle is no minimum', () => {
  const reason = diagnosed({ objective: { id: 'saddle' }, start: [1, 0], iterations: 5_000 })
  expect(reason).toMatch(/^converged: .*; a saddle, not a minimum: curvature from -2 to 2 there$/)
})

test('a maximum is no minimum', () => {
  const reason = diagnosed({ objective: { id: 'quadratic', curvatures: [-1, -2] }, start: [0, 0] })
  expect(reason).toMatch(/; a maximum: curvature from -2 to -1 there$/)
})

test('a plateau is no minimum', () => {
  const reason = diagnosed({ objective: { id: 'easom' }, start: [-20, -20] })
  expect(reason).toMatch(/^converged: .*; a plateau, not a minimum: curvature from /)
})

test('a run that simply converges needs no further words', () => {
  const reason = diagnosed({
    objective: { id: 'square' },
    iterations: 5_000,
    runs: [{ optimizer: 'gd', hyper: { lr: 0.1 } }],
  })
  expect(reason).toMatch(/^converged: [^;]+$/)
})

test('a run that needs more time needs no further words', () => {
  const reason = diagnosed({ objective: { id: 'square' }, iterations: 5 })
  expect(reason).toBe('finished: 5 iterations done')
})
