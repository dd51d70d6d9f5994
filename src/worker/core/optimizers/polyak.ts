/**
 * Polyak's step size: as far as the gap to the minimum is worth at this slope.
 *   theta -= (J(theta) - J*) / |g|^2 * g
 *
 * Polyak (1969), Minimization of unsmooth functionals.
 * Needs the minimum J* to be known, so it is a yardstick rather than a tool. Variants scale the step
 * by a factor below 2 (in the paper) or 1/2 (SPS, Loizou et al. 2021); here it is 1.
 */
import { dot } from '../norms'
import { defineDialect, defineOptimizer } from './contract'
import { fresh, named } from './quantities'

export const polyak = defineOptimizer({
  id: 'polyak',
  label: "Polyak's step size",
  stepName: "the step of Polyak's step size",
  summary: 'Gradient descent with the ideal step for a known minimum; a yardstick without settings.',
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
      quantities: {
        ...named('g', 'stepSize'),
        gap: fresh(String.raw`J(\theta_{t-1}) - J^*`, 'How far the objective is above its known minimum.'),
        slope: fresh(
          String.raw`\lVert g_t \rVert^2`,
          'Square of the length of the gradient: how steep it is.',
        ),
      },
      code: ['stepSize = np.where(slope == 0, 0, gap / slope)', 'theta = theta - stepSize * g'],
      search: { lines: ['slope, gap = np.sum(g * g), max(value_of(theta) - lowest, 0.0)'] },
      note: 'Works only where the smallest value J* of the objective is known; there is nothing to tune.',
      hyper: {},
      asksProblem: true,
      init: () => ({ stepSize: new Float64Array(1) }),
      step(theta, gradient, { stepSize }, _hyper, _t, problem, note) {
        if (problem.minimum === undefined) {
          throw new Error("Polyak's step size needs the smallest value of the objective, which is not known")
        }
        const slope = dot(gradient, gradient)
        // J* bounds J from below; only rounding can turn the gap negative, and the step uphill
        const gap = Math.max(problem.value(theta) - problem.minimum, 0)
        stepSize[0] = slope === 0 ? 0 : gap / slope
        note?.({ slope, gap })
        for (let i = 0; i < theta.length; i++) theta[i] -= stepSize[0] * gradient[i]
      },
    }),
  },
})
