import { oneDimensional } from './plain'

/**
 * f(x) = x^2: the textbook chapter's first example.
 *
 * Domain [-1.5, 1.5], start 0.7 as in the chapter. Minimum: f(0) = 0. With learning rate
 * 1, gradient descent jumps between 0.7 and -0.7 for ever; with 0.15 its first step lands
 * on 0.49. The chapter's third figure adds the slope where it should be taken off.
 */
export const square = oneDimensional({
  id: 'square',
  label: 'Square',
  formula: String.raw`f(x) = x^2`,
  lesson:
    'From x = 0.7, a learning rate of 0.15 steps to 0.49 and on to 0; a rate of 1 jumps to -0.7 and back for ever.',
  suggestion: {
    label: 'Use the rates of the textbook chapter',
    iterations: 20,
    runs: [
      { optimizer: 'gd', hyper: { lr: 0.15 } },
      { optimizer: 'gd', hyper: { lr: 1 } },
    ],
  },
  domain: [-1.5, 1.5],
  start: 0.7,
  minima: [{ theta: [0], value: 0 }],
  constantCurvature: true,
  numpy: {
    lines: ['f = x * x', 'd_x = 2 * x'],
    hessian: ['[[2]]'],
  },
  value: (x) => x * x,
  slope: (x) => 2 * x,
  curvature: () => 2,
})
