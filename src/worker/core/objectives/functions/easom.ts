import { twoDimensional } from './plain'

// f = -a(x) a(y) with a(x) = cos(x) exp(-(x - pi)^2). Far out the exponential is 0, and what it is
// multiplied by overflows.
const bump = (x: number) => Math.cos(x) * Math.exp(-((x - Math.PI) ** 2))
const bumpSlope = (x: number) => {
  const u = x - Math.PI
  const fall = Math.exp(-u * u)
  return fall === 0 ? 0 : -fall * (Math.sin(x) + 2 * u * Math.cos(x))
}
const bumpCurvature = (x: number) => {
  const u = x - Math.PI
  const fall = Math.exp(-u * u)
  return fall === 0 ? 0 : fall * (4 * u * Math.sin(x) + (4 * u * u - 3) * Math.cos(x))
}

/**
 * f = -cos(x) cos(y) exp(-(x - pi)^2 - (y - pi)^2) (Easom 1990; Jamil & Yang 2013).
 *
 * Usually taken on [-100, 100]^2, where the hole is invisible; drawn on [-1, 7]^2. Global
 * minimum: f(pi, pi) = -1, pi = 3.141592653589793.
 */
export const easom = twoDimensional({
  id: 'easom',
  label: 'Easom',
  formula: String.raw`f(x, y) = -\cos x \,\cos y \; e^{-(x - \pi)^2 - (y - \pi)^2}`,
  lesson: 'A hole in an endless plain: a little outside there is no slope left to follow.',
  domain: [
    [-1, 7],
    [-1, 7],
  ],
  start: [4.2, 2],
  minima: [{ theta: [Math.PI, Math.PI], value: -1 }],
  numpy: {
    lines: [
      'u = x - np.pi',
      'v = y - np.pi',
      'a = np.exp(-u * u)',
      'b = np.exp(-v * v)',
      'f = -(np.cos(x) * a) * (np.cos(y) * b)',
      'by_x = np.where(a == 0, 0.0, -a * (np.sin(x) + 2 * u * np.cos(x)))',
      'by_y = np.where(b == 0, 0.0, -b * (np.sin(y) + 2 * v * np.cos(y)))',
      'd_x = -by_x * (np.cos(y) * b)',
      'd_y = -(np.cos(x) * a) * by_y',
    ],
    hessian: [
      'xx = np.where(a == 0, 0.0, a * (4 * u * np.sin(x) + (4 * u * u - 3) * np.cos(x)))',
      'yy = np.where(b == 0, 0.0, b * (4 * v * np.sin(y) + (4 * v * v - 3) * np.cos(y)))',
      '[[-xx * np.cos(y) * b, -by_x * by_y], [-by_x * by_y, -np.cos(x) * a * yy]]',
    ],
    onlyInScripts: true,
  },
  value: (x, y) => -bump(x) * bump(y),
  gradient(x, y, out) {
    out[0] = -bumpSlope(x) * bump(y)
    out[1] = -bump(x) * bumpSlope(y)
  },
  hessian: (x, y) => [-bumpCurvature(x) * bump(y), -bumpSlope(x) * bumpSlope(y), -bump(x) * bumpCurvature(y)],
})
