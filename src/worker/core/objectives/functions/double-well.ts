import { oneDimensional } from './plain'

/**
 * f(x) = (x^2 - 1)^2 + 0.3 x: two wells, tilted so that the left one is deeper.
 *
 * Domain [-1.7, 1.7]; the start lies on the wrong side. Global minimum
 * f(-1.0355787140888537) = -0.30542848374391596; local minimum
 * f(0.9601495555191055) = 0.29414648102826285; the ridge between them is at
 * 0.07542915856974822.
 */
export const doubleWell = oneDimensional({
  id: 'double-well',
  label: 'Double well',
  formula: String.raw`f(x) = (x^2 - 1)^2 + 0.3\,x`,
  lesson: 'Descent finds the nearest valley, not the deepest; momentum may roll over the ridge.',
  domain: [-1.7, 1.7],
  start: 1.6,
  minima: [{ theta: [-1.0355787140888537], value: -0.30542848374391596 }],
  numpy: {
    lines: ['f = (x * x - 1) ** 2 + 0.3 * x', 'd_x = 4 * x * (x * x - 1) + 0.3'],
    hessian: ['[[12 * x * x - 4]]'],
  },
  value: (x) => (x * x - 1) ** 2 + 0.3 * x,
  slope: (x) => 4 * x * (x * x - 1) + 0.3,
  curvature: (x) => 12 * x * x - 4,
})
