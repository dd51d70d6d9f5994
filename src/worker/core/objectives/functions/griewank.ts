import { z } from '../../zod'
import { defineObjective } from '../contract'
import { coordinateNames, twoDimensional } from './plain'
import { arithmeticOf, pythonOf } from './written'

const slopes = [
  'v = y * 0.7071067811865476',
  'd_x = x / 2000 + np.sin(x) * np.cos(v)',
  'd_y = y / 2000 + 0.7071067811865476 * np.cos(x) * np.sin(v)',
]
const hessian = [
  'both = np.cos(x) * np.cos(v)',
  'xy = -0.7071067811865476 * np.sin(x) * np.sin(v)',
  '[[1 / 2000 + both, xy], [xy, 1 / 2000 + both / 2]]',
]
const asPrinted = { lines: [...slopes, 'f = (x * x + y * y) / 4000 + 1 - np.cos(x) * np.cos(v)'], hessian }
const halved = {
  lines: [
    ...slopes,
    'sines = np.sin(x / 2) ** 2',
    'others = np.sin(v / 2) ** 2',
    'f = (x * x + y * y) / 4000 + 2 * (sines * np.cos(v / 2) ** 2 + others * np.cos(x / 2) ** 2)',
  ],
  hessian,
}

const printed = twoDimensional({
  id: 'griewank',
  label: 'Griewank',
  formula: String.raw`f(x, y) = \frac{x^2 + y^2}{4000} + 1 - \cos x \,\cos\frac{y}{\sqrt 2}`,
  lesson: 'Every dimple looks like the bottom; the bowl that would lead on is far too shallow to feel.',
  domain: [
    [-10, 10],
    [-10, 10],
  ],
  start: [7.5, 5],
  minima: [{ theta: [0, 0], value: 0 }],
  numpy: asPrinted,
  value: (x, y) => (x * x + y * y) / 4000 + 1 - Math.cos(x) * Math.cos(y * Math.SQRT1_2),
  gradient(x, y, out) {
    const v = y * Math.SQRT1_2
    out[0] = x / 2000 + Math.sin(x) * Math.cos(v)
    out[1] = y / 2000 + Math.SQRT1_2 * Math.cos(x) * Math.sin(v)
  },
  hessian(x, y) {
    const v = y * Math.SQRT1_2
    const both = Math.cos(x) * Math.cos(v)
    return [1 / 2000 + both, -Math.SQRT1_2 * Math.sin(x) * Math.sin(v), 1 / 2000 + both / 2]
  },
})

const exact = (x: number, y: number): number => {
  const v = y * Math.SQRT1_2
  const sines = Math.sin(x / 2) ** 2
  const others = Math.sin(v / 2) ** 2
  return (x * x + y * y) / 4000 + 2 * (sines * Math.cos(v / 2) ** 2 + others * Math.cos(x / 2) ** 2)
}

/**
 * f = (x^2 + y^2)/4000 + 1 - cos(x) cos(y/sqrt 2) (Griewank 1981, "Generalized descent for
 * global optimization", JOTA 34).
 *
 * Usually taken on [-600, 600]^2, where only the bowl shows; drawn on [-10, 10]^2, where
 * only the ripples do. Global minimum: f(0, 0) = 0.
 *
 * As printed, 1 - cos x cos(y/sqrt 2) loses near 0 what it subtracts: at 1e-8 nothing is left. It is worked
 * out as 2 (s^2 C^2 + S^2 c^2), of the sines and cosines of the half angles, where nothing is subtracted;
 * `value: "as-printed"` has the difference, as all experiments of format 1 had.
 */
export const griewank = defineObjective({
  ...printed,
  options: z.strictObject({
    value: z.enum(['exact', 'as-printed']).default('exact').meta({
      description: 'As printed, 1 - cos x cos(y/sqrt 2) loses its digits near 0',
    }),
  }),
  create({ value }) {
    const objective = printed.create({})
    if (value === 'as-printed') return objective
    return {
      ...objective,
      ...arithmeticOf(halved),
      value: ([x, y]) => exact(x, y),
      evaluate(theta, out) {
        objective.gradient(theta, out)
        return exact(theta[0], theta[1])
      },
    }
  },
  python: ({ value }) => pythonOf(coordinateNames(2), value === 'exact' ? halved : asPrinted),
})
