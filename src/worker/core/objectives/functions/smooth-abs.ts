import { oneDimensional } from './plain'

const width = 0.1

/**
 * f(x) = sqrt(x^2 + 0.1^2) - 0.1: the absolute value with its kink rounded off
 * (pseudo-Huber; Charbonnier et al. 1994). The slope is nearly +-1 however close the
 * minimum is.
 *
 * Domain [-2, 2]. Minimum: f(0) = 0.
 */
export const smoothAbs = oneDimensional({
  id: 'smooth-abs',
  label: 'Smoothed absolute value',
  formula: String.raw`f(x) = \sqrt{x^2 + 0.1^2} - 0.1`,
  lesson: 'A slope that does not shrink makes a fixed step jump to and fro across the minimum.',
  domain: [-2, 2],
  start: 1.7,
  minima: [{ theta: [0], value: 0 }],
  numpy: {
    lines: ['r = np.sqrt(x * x + 0.1 ** 2)', 'f = x * x / (r + 0.1)', 'd_x = x / r'],
    hessian: ['[[0.1 ** 2 / r ** 3]]'],
    onlyInScripts: true,
  },
  value: (x) => (x * x) / (Math.hypot(x, width) + width),
  slope: (x) => x / Math.hypot(x, width),
  curvature: (x) => width ** 2 / Math.hypot(x, width) ** 3,
})
