import { twoDimensional } from './plain'

/**
 * f = 2x^2 - 1.05 x^4 + x^6/6 + xy + y^2 (Branin 1972; Jamil & Yang 2013).
 *
 * Usually taken on [-5, 5]^2, where x^6 hides the humps; drawn on [-2.4, 2.4]^2. Global
 * minimum: f(0, 0) = 0; two local ones of 0.2986384422368598 at
 * +-(1.7475523458302888, -0.8737761729151444), the start in the basin of one of them.
 */
export const threeHumpCamel = twoDimensional({
  id: 'three-hump-camel',
  label: 'Three-hump camel',
  formula: String.raw`f(x, y) = 2x^2 - 1.05x^4 + \frac{x^6}{6} + xy + y^2`,
  lesson: 'A side valley next to the main one: see who stays in it and who gets over the saddle.',
  domain: [
    [-2.4, 2.4],
    [-2.4, 2.4],
  ],
  start: [2.1, 1],
  minima: [{ theta: [0, 0], value: 0 }],
  numpy: {
    lines: [
      'f = 2 * x * x - 1.05 * x ** 4 + x ** 6 / 6 + x * y + y * y',
      'd_x = 4 * x - 4.2 * x ** 3 + x ** 5 + y',
      'd_y = x + 2 * y',
    ],
    hessian: ['[[4 - 12.6 * x * x + 5 * x ** 4, 1], [1, 2]]'],
  },
  value: (x, y) => 2 * x * x - 1.05 * x ** 4 + x ** 6 / 6 + x * y + y * y,
  gradient(x, y, out) {
    out[0] = 4 * x - 4.2 * x ** 3 + x ** 5 + y
    out[1] = x + 2 * y
  },
  hessian: (x) => [4 - 12.6 * x * x + 5 * x ** 4, 1, 2],
})
