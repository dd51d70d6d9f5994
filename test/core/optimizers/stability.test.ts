import { describe, expect, test } from 'vitest'
import { defaults } from '@core/hyper'
import { optimizers } from '@core/optimizers'
import type { Problem } from '@core/optimizers/contract'
import { unheard } from '@core/pulse'

/** x^2 c/2: the one-dimensional quadratic of curvature c. */
const parabola = (curvature: number): Problem => ({
  dimension: 1,
  minimum: 0,
  pulse: unheard,
  value: ([x]) => (curvature * x * x) / 2,
  gradient([x], out) {
    out[0] = curvature * x
  },
  hessian(_, out) {
    out[0] = curvature
  },
})

const bounded = optimizers.flatMap(({ id, dialects }) =>
  Object.entries(dialects).flatMap(([name, dialect]) => (dialect.stableBelow ? [{ id, name, dialect }] : [])),
)

describe('the stability bound is where updates on a parabola turn from settling to growing', () => {
  const cases = bounded.flatMap((each) => [1e-3, 0.1, 7].map((lr) => ({ ...each, lr })))

  test.each(cases)('$id, $name, at rate $lr', ({ dialect, lr }) => {
    for (const momentum of [0.3, 0.9]) {
      const hyper: Record<string, number | boolean> = { ...defaults(dialect.hyper), lr }
      for (const name of ['gamma', 'momentum']) if (name in hyper) hyper[name] = momentum
      if ('dampening' in hyper) hyper.dampening = 0.2
      if ('weightDecay' in hyper) hyper.weightDecay = 0.05
      const bound = dialect.stableBelow?.(hyper) ?? NaN
      // A penalty is curvature, too.
      const penalty = Number(hyper.weightDecay ?? 0)
      const distanceAfter = (product: number): number => {
        const problem = parabola(product / lr - penalty)
        const theta = Float64Array.of(1)
        const gradient = new Float64Array(1)
        const at = new Float64Array(1)
        const state = dialect.init(1, hyper)
        for (let t = 1; t <= 3_000 && Math.abs(theta[0]) < 1e100; t++) {
          at.set(theta)
          dialect.lookahead?.(theta, state, hyper, at)
          problem.gradient(at, gradient)
          dialect.step(theta, gradient, state, hyper, t, problem)
        }
        return Math.abs(theta[0])
      }
      expect(distanceAfter(bound * 0.98)).toBeLessThan(1e-6)
      expect(distanceAfter(bound * 1.02)).toBeGreaterThan(1e6)
    }
  })
})
