import { twoDimensional } from './plain'

/**
 * f = (x + 2y - 7)^2 + (2x + y - 5)^2, Booth's function (Jamil & Yang 2013, "A literature
 * survey of benchmark functions"): a convex quadratic with condition number 9.
 *
 * Domain [-10, 10]^2. Minimum: f(1, 3) = 0.
 */
export const booth = twoDimensional({
  id: 'booth',
  label: 'Booth',
  formula: String.raw`f(x, y) = (x + 2y - 7)^2 + (2x + y - 5)^2`,
  lesson: 'A slightly stretched bowl: every method arrives, so compare how straight they go.',
  domain: [
    [-10, 10],
    [-10, 10],
  ],
  start: [-8, 6],
  minima: [{ theta: [1, 3], value: 0 }],
  constantCurvature: true,
  numpy: {
    lines: [
      'a = x + 2 * y - 7',
      'b = 2 * x + y - 5',
      'f = a ** 2 + b ** 2',
      'd_x = 2 * a + 4 * b',
      'd_y = 4 * a + 2 * b',
    ],
    hessian: ['[[10, 8], [8, 10]]'],
  },
  value: (x, y) => (x + 2 * y - 7) ** 2 + (2 * x + y - 5) ** 2,
  gradient(x, y, out) {
    const a = x + 2 * y - 7
    const b = 2 * x + y - 5
    out[0] = 2 * a + 4 * b
    out[1] = 4 * a + 2 * b
  },
  hessian: () => [10, 8, 10],
})
