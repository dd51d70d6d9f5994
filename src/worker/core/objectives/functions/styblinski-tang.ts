import { defineObjective } from '../contract'
import { dimensionOption } from './plain'
import { separable, summedPython } from './separable'

const lowest = { x: -2.903534027771177, value: -39.16616570377141 }

const share = (x: string): readonly [string, string] => [
  `(((${x} * ${x} - 16) * ${x} + 5) * ${x}) / 2`,
  `(2 * ${x} * ${x} - 16) * ${x} + 2.5`,
]

/**
 * f = 1/2 sum over i of x_i^4 - 16 x_i^2 + 5 x_i (Styblinski & Tang 1990, "Experiments in
 * nonconvex optimization", Neural Networks 3).
 *
 * Domain [-5, 5] a coordinate. Global minimum: -39.16616570377141 n with every coordinate
 * at -2.903534027771177; the other well of a coordinate, at 2.746802770990837, is
 * -25.02944665528394 deep.
 */
export const styblinskiTang = defineObjective({
  id: 'styblinski-tang',
  label: 'Styblinski and Tang',
  formula: String.raw`f(x) = \tfrac12 \sum_{i=1}^{n} x_i^4 - 16x_i^2 + 5x_i`,
  lesson: 'Two wells a coordinate, one deeper: with every dimension it is likelier to miss the best.',
  family: 'n-dimensional',
  options: dimensionOption(1),
  create: ({ dimension }, _table, pulse) =>
    separable({
      dimension,
      pulse,
      domain: [-5, 5],
      defaultStart: Array.from({ length: dimension }, (_, i) => (i % 2 === 0 ? -0.5 : 4.5)),
      minima: [{ theta: new Array<number>(dimension).fill(lowest.x), value: dimension * lowest.value }],
      lines: share,
      term: (x) => (((x * x - 16) * x + 5) * x) / 2,
      slope: (x) => (2 * x * x - 16) * x + 2.5,
      curvature: (x) => 6 * x * x - 16,
    }),
  python: () => summedPython(share('theta'), '6 * theta * theta - 16'),
})
