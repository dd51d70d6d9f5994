import { twoDimensional } from './plain'

/**
 * f = (x^2 + y - 11)^2 + (x + y^2 - 7)^2, Himmelblau 1972, "Applied Nonlinear
 * Programming".
 *
 * Domain [-6, 6]^2; the start lies near the local maximum at about (-0.27, -0.92).
 * Minima, all 0: (3, 2), (-2.805118086952745, 3.131312518250573),
 * (-3.779310253377747, -3.2831859912861696), (3.5844283403304917, -1.8481265269644036).
 */
export const himmelblau = twoDimensional({
  id: 'himmelblau',
  label: 'Himmelblau',
  formula: String.raw`f(x, y) = (x^2 + y - 11)^2 + (x + y^2 - 7)^2`,
  lesson: 'Four equal minima: the start and the size of the first steps choose among them.',
  domain: [
    [-6, 6],
    [-6, 6],
  ],
  start: [0, 0],
  minima: [
    { theta: [3, 2], value: 0 },
    { theta: [-2.805118086952745, 3.131312518250573], value: 0 },
    { theta: [-3.779310253377747, -3.2831859912861696], value: 0 },
    { theta: [3.5844283403304917, -1.8481265269644036], value: 0 },
  ],
  numpy: {
    lines: [
      'a = x * x + y - 11',
      'b = x + y * y - 7',
      'f = a ** 2 + b ** 2',
      'd_x = 4 * x * a + 2 * b',
      'd_y = 2 * a + 4 * y * b',
    ],
    hessian: ['xy = 4 * (x + y)', '[[12 * x * x + 4 * y - 42, xy], [xy, 12 * y * y + 4 * x - 26]]'],
  },
  value: (x, y) => (x * x + y - 11) ** 2 + (x + y * y - 7) ** 2,
  gradient(x, y, out) {
    const a = x * x + y - 11
    const b = x + y * y - 7
    out[0] = 4 * x * a + 2 * b
    out[1] = 2 * a + 4 * y * b
  },
  hessian: (x, y) => [12 * x * x + 4 * y - 42, 4 * (x + y), 12 * y * y + 4 * x - 26],
})
