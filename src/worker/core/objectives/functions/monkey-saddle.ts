import { twoDimensional } from './plain'

/**
 * f = x^3 - 3xy^2: three ways down and three up from the origin, room for a monkey's tail.
 * There, gradient and Hessian both vanish.
 *
 * Domain [-1.5, 1.5]^2. No minimum; unbounded below.
 */
export const monkeySaddle = twoDimensional({
  id: 'monkey-saddle',
  label: 'Monkey saddle',
  formula: String.raw`f(x, y) = x^3 - 3xy^2`,
  lesson: 'A saddle that is flat to second order: even curvature does not tell the way out.',
  domain: [
    [-1.5, 1.5],
    [-1.5, 1.5],
  ],
  start: [1.2, 0.001],
  minima: [],
  numpy: {
    lines: ['f = x ** 3 - 3 * x * y * y', 'd_x = 3 * (x * x - y * y)', 'd_y = -6 * x * y'],
    hessian: ['[[6 * x, -6 * y], [-6 * y, -6 * x]]'],
  },
  value: (x, y) => x ** 3 - 3 * x * y * y,
  gradient(x, y, out) {
    out[0] = 3 * (x * x - y * y)
    out[1] = -6 * x * y
  },
  hessian: (x, y) => [6 * x, -6 * y, -6 * x],
})
