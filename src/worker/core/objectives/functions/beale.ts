import { twoDimensional } from './plain'

/**
 * f = (1.5 - x + xy)^2 + (2.25 - x + xy^2)^2 + (2.625 - x + xy^3)^2, Beale's function;
 * start (1, 1) as in Moré, Garbow & Hillstrom 1981, ACM TOMS 7(1), problem 5.
 *
 * Domain [-4.5, 4.5]^2, walls as high as 180,000 at its corners. Minimum: f(3, 0.5) = 0.
 */
export const beale = twoDimensional({
  id: 'beale',
  label: 'Beale',
  formula: String.raw`f(x, y) = \sum_{i=1}^{3} \bigl(c_i - x + x y^i\bigr)^2,
    \qquad c = (1.5,\, 2.25,\, 2.625)`,
  lesson: 'Flat in the middle, steep at the rim: one learning rate is too small here, too large there.',
  domain: [
    [-4.5, 4.5],
    [-4.5, 4.5],
  ],
  start: [1, 1],
  minima: [{ theta: [3, 0.5], value: 0 }],
  numpy: {
    lines: [
      'a = 1.5 - x + x * y',
      'b = 2.25 - x + x * y * y',
      'c = 2.625 - x + x * y * y * y',
      'f = a * a + b * b + c * c',
      'd_x = 2 * (a * (y - 1) + b * (y * y - 1) + c * (y * y * y - 1))',
      'd_y = np.where(x == 0, 0, 2 * x * (a + 2 * b * y + 3 * c * y * y))',
    ],
    hessian: [
      'ax, bx, cx = y - 1, y * y - 1, y * y * y - 1',
      'xx = 2 * (ax * ax + bx * bx + cx * cx)',
      'xy = 2 * (x * (ax + 2 * bx * y + 3 * cx * y * y) + a + 2 * b * y + 3 * c * y * y)',
      'yy = 2 * (x * x * (1 + 4 * y * y + 9 * y ** 4) + x * (2 * b + 6 * c * y))',
      '[[xx, xy], [xy, yy]]',
    ],
  },
  value(x, y) {
    const a = 1.5 - x + x * y
    const b = 2.25 - x + x * y * y
    const c = 2.625 - x + x * y * y * y
    return a * a + b * b + c * c
  },
  gradient(x, y, out) {
    const a = 1.5 - x + x * y
    const b = 2.25 - x + x * y * y
    const c = 2.625 - x + x * y * y * y
    out[0] = 2 * (a * (y - 1) + b * (y * y - 1) + c * (y * y * y - 1))
    // 0 times what overflows far out is still 0.
    out[1] = x === 0 ? 0 : 2 * x * (a + 2 * b * y + 3 * c * y * y)
  },
  hessian(x, y) {
    const a = 1.5 - x + x * y
    const b = 2.25 - x + x * y * y
    const c = 2.625 - x + x * y * y * y
    // Derivatives of a, b, c by x; those by y are x, 2xy, 3xy^2.
    const ax = y - 1
    const bx = y * y - 1
    const cx = y * y * y - 1
    const xx = 2 * (ax * ax + bx * bx + cx * cx)
    const xy = 2 * (x * (ax + 2 * bx * y + 3 * cx * y * y) + a + 2 * b * y + 3 * c * y * y)
    const yy = 2 * (x * x * (1 + 4 * y * y + 9 * y ** 4) + x * (2 * b + 6 * c * y))
    return [xx, xy, yy]
  },
})
