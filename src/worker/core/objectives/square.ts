import { oneDimensional } from './plain'

/**
 * f(x) = x^2: the chapter's first example.
 *
 * Domain [-1.5, 1.5], start 0.7 as in the chapter. Minimum: f(0) = 0. With learning rate
 * 1, gradient descent jumps between 0.7 and -0.7 for ever; with 0.15 its first step lands
 * on 0.49.
 */
export const square = oneDimensional({
  id: 'square',
  label: 'Square',
  formula: String.raw`f(x) = x^2`,
  lesson: 'The learning rate alone decides whether you creep, arrive, bounce for ever or fly off.',
  domain: [-1.5, 1.5],
  start: 0.7,
  minima: [{ theta: [0], value: 0 }],
  constantCurvature: true,
  value: (x) => x * x,
  slope: (x) => 2 * x,
  curvature: () => 2,
})
