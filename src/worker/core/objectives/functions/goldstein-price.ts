import { twoDimensional } from './plain'

// The function is a product of one polynomial in s = x + y and one in d = 2x - 3y.
const inS = (s: number) => 1 + (s + 1) ** 2 * (3 * s * s - 14 * s + 19)
const inD = (d: number) => 30 + d * d * (3 * d * d - 16 * d + 18)
const slopeInS = (s: number) => 12 * (s + 1) * (s - 1) * (s - 2)
const slopeInD = (d: number) => 12 * d * (d - 1) * (d - 3)

/**
 * f = [1 + (s + 1)^2 (3s^2 - 14s + 19)] [30 + d^2 (3d^2 - 16d + 18)], s = x + y,
 * d = 2x - 3y (Goldstein & Price 1971, "On descent from local minima", Math. Comp. 25),
 * usually printed multiplied out in x and y.
 *
 * Domain [-2, 2]^2, values up to a million. Global minimum: f(0, -1) = 3; local ones at
 * (1.2, 0.8), (1.8, 0.2) and (-0.6, -0.4).
 */
export const goldsteinPrice = twoDimensional({
  id: 'goldstein-price',
  label: 'Goldstein and Price',
  formula: String.raw`\begin{aligned}
    f(x, y) &= \bigl[1 + (s + 1)^2 (3s^2 - 14s + 19)\bigr] \\
    &\quad \cdot \bigl[30 + d^2 (3d^2 - 16d + 18)\bigr] \\
    s &= x + y,\quad d = 2x - 3y
    \end{aligned}`,
  lesson:
    'Slopes from a few to a million: plain descent needs a tiny learning rate, scale-free methods do not.',
  domain: [
    [-2, 2],
    [-2, 2],
  ],
  start: [-1.2, -1.6],
  minima: [{ theta: [0, -1], value: 3 }],
  numpy: {
    lines: [
      's = x + y',
      'd = 2 * x - 3 * y',
      'inS = 1 + (s + 1) ** 2 * (3 * s * s - 14 * s + 19)',
      'inD = 30 + d * d * (3 * d * d - 16 * d + 18)',
      'byS = 12 * (s + 1) * (s - 1) * (s - 2) * inD',
      'byD = inS * (12 * d * (d - 1) * (d - 3))',
      'f = inS * inD',
      'd_x = byS + 2 * byD',
      'd_y = byS - 3 * byD',
    ],
    hessian: [
      'ss = 12 * (3 * s * s - 4 * s - 1) * inD',
      'sd = 12 * (s + 1) * (s - 1) * (s - 2) * (12 * d * (d - 1) * (d - 3))',
      'dd = inS * 12 * (3 * d * d - 8 * d + 3)',
      'xy = ss - sd - 6 * dd',
      '[[ss + 4 * sd + 4 * dd, xy], [xy, ss - 6 * sd + 9 * dd]]',
    ],
  },
  value: (x, y) => inS(x + y) * inD(2 * x - 3 * y),
  gradient(x, y, out) {
    const s = x + y
    const d = 2 * x - 3 * y
    const byS = slopeInS(s) * inD(d)
    const byD = inS(s) * slopeInD(d)
    out[0] = byS + 2 * byD
    out[1] = byS - 3 * byD
  },
  hessian(x, y) {
    const s = x + y
    const d = 2 * x - 3 * y
    const ss = 12 * (3 * s * s - 4 * s - 1) * inD(d)
    const sd = slopeInS(s) * slopeInD(d)
    const dd = inS(s) * 12 * (3 * d * d - 8 * d + 3)
    return [ss + 4 * sd + 4 * dd, ss - sd - 6 * dd, ss - 6 * sd + 9 * dd]
  },
})
