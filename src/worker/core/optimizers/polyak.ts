/**
 * Polyak's step size: as far as the gap to the minimum is worth at this slope.
 *   theta -= (J(theta) - J*) / |g|^2 * g
 *
 * Polyak (1969), Minimization of unsmooth functionals.
 * Needs the minimum J* to be known, so it is a yardstick rather than a tool. Variants scale the step
 * by a factor below 2 (in the paper) or 1/2 (SPS, Loizou et al. 2021); here it is 1. optax scales the gradient
 * first and then measures the scaled one, so that half the scaling doubles the step.
 */
import { dot } from '../norms'
import { epsilon, number } from '../hyper'
import { defineDialect, defineOptimizer, type Problem } from './contract'
import { fresh, named } from './quantities'

const quantities = {
  ...named('g', 'stepSize'),
  gap: fresh(String.raw`J(\theta_{t-1}) - J^*`, 'How far the objective is above its known minimum.'),
  slope: fresh(String.raw`\lVert g_t \rVert^2`, 'Square of the length of the gradient: how steep it is.'),
}

/** How far the objective is above its known minimum; by rounding it may be below. */
function gapOf(problem: Problem, theta: Float64Array): number {
  if (problem.minimum !== undefined) return problem.value(theta) - problem.minimum
  throw new Error("Polyak's step size needs the smallest value of the objective, which is not known")
}

export const polyak = defineOptimizer({
  id: 'polyak',
  label: "Polyak's step size",
  stepName: "the step of Polyak's step size",
  summary: 'Gradient descent with the ideal step for a known minimum; a yardstick.',
  paper: 'Polyak 1969',
  fullBatchOnly: true,
  needsMinimum: true,
  dialects: {
    paper: defineDialect({
      source: 'Polyak 1969',
      equations: [
        String.raw`s_t = \frac{J(\theta_{t-1}) - J^*}{\lVert g_t \rVert^2}`,
        String.raw`\theta_t = \theta_{t-1} - s_t\, g_t`,
      ],
      quantities,
      code: ['stepSize = np.where(slope == 0, 0, gap / slope)', 'theta = theta - stepSize * g'],
      search: { lines: ['slope, gap = np.sum(g * g), max(value_of(theta) - lowest, 0.0)'] },
      note: 'Works only where the smallest value J* of the objective is known; there is nothing to tune, where optax has a largest rate.',
      hyper: {},
      asksProblem: true,
      init: () => ({ stepSize: new Float64Array(1) }),
      step(theta, gradient, { stepSize }, _hyper, _t, problem, note) {
        const slope = dot(gradient, gradient)
        // J* bounds J from below; only rounding can turn the gap negative, and the step uphill
        const gap = Math.max(gapOf(problem, theta), 0)
        stepSize[0] = slope === 0 ? 0 : gap / slope
        note?.({ slope, gap })
        for (let i = 0; i < theta.length; i++) theta[i] -= stepSize[0] * gradient[i]
      },
    }),
    optax: defineDialect({
      source: 'optax.polyak_sgd, f_min the known minimum',
      equations: [
        String.raw`s_t = \min\left(\frac{J(\theta_{t-1}) - J^*}{\sigma^2 \lVert g_t \rVert^2 + \epsilon},\ \eta_{\max}\right)`,
        String.raw`\theta_t = \theta_{t-1} - s_t\, \sigma\, g_t`,
      ],
      quantities,
      code: [
        'measured = scaling * (scaling * slope) + eps',
        'stepSize = np.where(measured * 4503599627370496 <= 1, 0, np.minimum(gap / measured, maxRate))',
        'theta = theta - stepSize * (scaling * g)',
      ],
      note: "The paper's step up to a largest rate of 1; a scaling is of the gradient that is measured, too, so half of it doubles the step.",
      hyper: {
        maxRate: number('Largest rate', '\\eta_{\\max}', 1, { minExclusive: true, scale: 'log' }),
        scaling: number('Scaling', '\\sigma', 1, { minExclusive: true, scale: 'log' }),
        eps: epsilon(0),
      },
      asksProblem: true,
      init: () => ({ stepSize: new Float64Array(1) }),
      step(theta, gradient, { stepSize }, { maxRate, scaling, eps }, _t, problem, note) {
        const slope = dot(gradient, gradient)
        const gap = gapOf(problem, theta)
        const measured = scaling * (scaling * slope) + eps
        // 2^52: optax stands still below the distance from 1 to the next number.
        stepSize[0] = measured * 4503599627370496 <= 1 ? 0 : Math.min(gap / measured, maxRate)
        note?.({ slope, gap })
        for (let i = 0; i < theta.length; i++) theta[i] -= stepSize[0] * (scaling * gradient[i])
      },
    }),
  },
})
