import { oneDimensional } from './plain'

/**
 * f(x) = x^2/20 + (1 - cos 3x)/2: a shallow bowl with a local minimum about every
 * 2 pi / 3.
 *
 * Domain [-7, 7]. Global minimum: f(0) = 0.
 */
export const ripples = oneDimensional({
  id: 'ripples',
  label: 'Ripples',
  formula: String.raw`f(x) = \frac{x^2}{20} + \frac{1 - \cos 3x}{2}`,
  lesson: 'Small steps stop in the first ripple; momentum or noise carries you on to the bottom.',
  domain: [-7, 7],
  start: 5.3,
  minima: [{ theta: [0], value: 0 }],
  numpy: {
    lines: ['f = (x * x) / 20 + np.sin(1.5 * x) ** 2', 'd_x = x / 10 + 1.5 * np.sin(3 * x)'],
    hessian: ['[[0.1 + 4.5 * np.cos(3 * x)]]'],
  },
  // 1 - cos 3x written without its cancellation near 0.
  value: (x) => (x * x) / 20 + Math.sin(1.5 * x) ** 2,
  slope: (x) => x / 10 + 1.5 * Math.sin(3 * x),
  curvature: (x) => 0.1 + 4.5 * Math.cos(3 * x),
})
