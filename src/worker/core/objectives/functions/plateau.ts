import { oneDimensional } from './plain'

/** So far out that x^2 overflows; the function is flat long before. */
const isFar = (x: number): boolean => Math.abs(x) > 1e154

/**
 * f(x) = x^2 / (1 + x^2) (Geman & McClure 1985): a hole in a plain. Beyond |x| = 1/sqrt(3)
 * it curves downwards, and far out the slope falls off as 2/x^3.
 *
 * Domain [-6, 6]. Minimum: f(0) = 0.
 */
export const plateau = oneDimensional({
  id: 'plateau',
  label: 'Plateau',
  formula: String.raw`f(x) = \frac{x^2}{1 + x^2}`,
  lesson: 'On a plateau the gradient vanishes; methods that rescale it still make their way.',
  domain: [-6, 6],
  start: 4,
  minima: [{ theta: [0], value: 0 }],
  numpy: {
    lines: [
      'isFar = np.abs(x) > 1e154',
      'f = np.where(isFar, 1, (x * x) / (1 + x * x))',
      'd_x = np.where(isFar, 0, (2 * x) / (1 + x * x) ** 2)',
    ],
    hessian: ['[[np.where(np.abs(x) > 1e154, 0.0, (2 - 6 * x * x) / (1 + x * x) ** 3)]]'],
  },
  value: (x) => (isFar(x) ? 1 : (x * x) / (1 + x * x)),
  slope: (x) => (isFar(x) ? 0 : (2 * x) / (1 + x * x) ** 2),
  curvature: (x) => (isFar(x) ? 0 : (2 - 6 * x * x) / (1 + x * x) ** 3),
})
