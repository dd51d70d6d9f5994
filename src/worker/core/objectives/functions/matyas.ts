import { twoDimensional } from './plain'

/**
 * f = 0.26 (x^2 + y^2) - 0.48 xy, the Matyas function (Jamil & Yang 2013): a
 * convex quadratic with condition number 25, its valley along x = y.
 *
 * Domain [-10, 10]^2. Minimum: f(0, 0) = 0.
 */
export const matyas = twoDimensional({
  id: 'matyas',
  label: 'Matyas',
  formula: String.raw`f(x, y) = 0.26\,(x^2 + y^2) - 0.48\,xy`,
  lesson: 'A diagonal valley: steep across, shallow along, and no axis to rescale it away.',
  domain: [
    [-10, 10],
    [-10, 10],
  ],
  start: [9, 2],
  minima: [{ theta: [0, 0], value: 0 }],
  constantCurvature: true,
  numpy: {
    lines: [
      'f = 0.26 * (x * x + y * y) - 0.48 * x * y',
      'd_x = 0.52 * x - 0.48 * y',
      'd_y = 0.52 * y - 0.48 * x',
    ],
    hessian: ['[[0.52, -0.48], [-0.48, 0.52]]'],
  },
  value: (x, y) => 0.26 * (x * x + y * y) - 0.48 * x * y,
  gradient(x, y, out) {
    out[0] = 0.52 * x - 0.48 * y
    out[1] = 0.52 * y - 0.48 * x
  },
  hessian: () => [0.52, -0.48, 0.52],
})
