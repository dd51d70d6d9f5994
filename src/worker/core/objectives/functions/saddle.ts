import { twoDimensional } from './plain'

/**
 * f = x^2 - y^2: a saddle at the origin, unbounded below along y.
 *
 * Domain [-1.5, 1.5]^2. No minimum: a descent comes down to the saddle, lingers, and
 * leaves for minus infinity. The start is just off the ridge; from y = 0 exactly nobody
 * leaves.
 */
export const saddle = twoDimensional({
  id: 'saddle',
  label: 'Saddle',
  formula: String.raw`f(x, y) = x^2 - y^2`,
  lesson: 'At a saddle the gradient is zero but nothing is lowest: who gets away soonest?',
  domain: [
    [-1.5, 1.5],
    [-1.5, 1.5],
  ],
  start: [1.2, 0.001],
  minima: [],
  constantCurvature: true,
  numpy: {
    lines: ['f = x * x - y * y', 'd_x = 2 * x', 'd_y = -2 * y'],
    hessian: ['[[2, 0], [0, -2]]'],
  },
  value: (x, y) => x * x - y * y,
  gradient(x, y, out) {
    out[0] = 2 * x
    out[1] = -2 * y
  },
  hessian: () => [2, 0, -2],
})
