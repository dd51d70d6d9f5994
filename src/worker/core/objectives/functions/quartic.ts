import { oneDimensional } from './plain'

/**
 * f(x) = x^4. Its curvature vanishes at the minimum, so that gradient descent slows down
 * below any geometric rate.
 *
 * Domain [-1.5, 1.5]. Minimum: f(0) = 0.
 */
export const quartic = oneDimensional({
  id: 'quartic',
  label: 'Quartic',
  formula: String.raw`f(x) = x^4`,
  lesson: 'Where the bottom is flat the slope dies before you arrive, and the last digits take ages.',
  domain: [-1.5, 1.5],
  start: 1.2,
  minima: [{ theta: [0], value: 0 }],
  numpy: {
    lines: ['f = x ** 4', 'd_x = 4 * x ** 3'],
    hessian: ['[[12 * x * x]]'],
  },
  value: (x) => x ** 4,
  slope: (x) => 4 * x ** 3,
  curvature: (x) => 12 * x * x,
})
