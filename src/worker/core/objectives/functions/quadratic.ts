import { list } from '../../lists'
import { pythonArray } from '../../python'
import { z } from '../../zod'
import { defineObjective } from '../contract'
import { separable, summedPython } from './separable'

const share = (x: string, c: string): readonly [string, string] => [`(${c} * ${x} * ${x}) / 2`, `${c} * ${x}`]

/**
 * f = 1/2 sum over i of c_i x_i^2: all there is to say about learning rates near a minimum.
 * Gradient descent needs lr < 2 / max c and its rate is set by the condition number
 * max c / min c. A curvature of 0 makes a flat direction, a negative one a saddle.
 *
 * Domain [-1.5, 1.5] a coordinate, start (1, ..., 1). Minimum: f(0, ..., 0) = 0 as long as
 * no curvature is negative (one of many where some are 0), none otherwise.
 */
export const quadratic = defineObjective({
  id: 'quadratic',
  label: 'Quadratic bowl',
  formula: String.raw`f(x) = \tfrac12 \sum_{i=1}^{n} c_i x_i^2`,
  lesson: 'The steepest direction limits the learning rate, the flattest one sets the time it takes.',
  family: 'n-dimensional',
  options: z.strictObject({
    curvatures: list(z.number(), 1, 1000)
      .prefault([1, 10])
      .meta({ title: 'Curvatures', description: 'One a parameter: how steep the bowl is along it' }),
  }),
  create: ({ curvatures }, _table, pulse) =>
    separable({
      dimension: curvatures.length,
      pulse,
      domain: [-1.5, 1.5],
      defaultStart: curvatures.map(() => 1),
      minima: curvatures.every((c) => c >= 0) ? [{ theta: curvatures.map(() => 0), value: 0 }] : [],
      constantCurvature: true,
      lines: (x, i) => share(x, String(curvatures[i])),
      term: (x, i) => (curvatures[i] * x * x) / 2,
      slope: (x, i) => curvatures[i] * x,
      curvature: (_, i) => curvatures[i],
    }),
  python: ({ curvatures }) => summedPython(share('theta', 'c'), 'c', [`c = ${pythonArray(curvatures)}`]),
})
