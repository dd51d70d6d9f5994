import { twoDimensional } from './plain'

/**
 * f = (4 - 2.1 x^2 + x^4/3) x^2 + xy + (4 y^2 - 4) y^2 (Dixon & Szegö 1978; Jamil & Yang
 * 2013).
 *
 * Domain [-2.1, 2.1] x [-1.2, 1.2]. Two global minima of -1.0316284534898774 at
 * +-(0.08984201310031806, -0.7126564030207396), and four local ones.
 */
export const sixHumpCamel = twoDimensional({
  id: 'six-hump-camel',
  label: 'Six-hump camel',
  formula: String.raw`f(x, y) = \Bigl(4 - 2.1x^2 + \frac{x^4}{3}\Bigr)x^2 + xy + (4y^2 - 4)\,y^2`,
  lesson: 'Six valleys, two of them deepest: start anywhere and look where the basins meet.',
  domain: [
    [-2.1, 2.1],
    [-1.2, 1.2],
  ],
  start: [-1, 0.1],
  minima: [
    { theta: [0.08984201310031806, -0.7126564030207396], value: -1.0316284534898774 },
    { theta: [-0.08984201310031806, 0.7126564030207396], value: -1.0316284534898774 },
  ],
  numpy: {
    lines: [
      'f = (4 - 2.1 * x * x + x ** 4 / 3) * x * x + x * y + (4 * y * y - 4) * y * y',
      'd_x = 8 * x - 8.4 * x ** 3 + 2 * x ** 5 + y',
      'd_y = x - 8 * y + 16 * y ** 3',
    ],
    hessian: ['[[8 - 25.2 * x * x + 10 * x ** 4, 1], [1, 48 * y * y - 8]]'],
  },
  value: (x, y) => (4 - 2.1 * x * x + x ** 4 / 3) * x * x + x * y + (4 * y * y - 4) * y * y,
  gradient(x, y, out) {
    out[0] = 8 * x - 8.4 * x ** 3 + 2 * x ** 5 + y
    out[1] = x - 8 * y + 16 * y ** 3
  },
  hessian: (x, y) => [8 - 25.2 * x * x + 10 * x ** 4, 1, 48 * y * y - 8],
})
