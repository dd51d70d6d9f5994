import { defineObjective } from '../contract'
import { dimensionOption } from './plain'
import { separable, summedPython } from './separable'

const share = (x: string): readonly [string, string] => [
  `${x} * ${x} + 20 * np.sin(${Math.PI} * ${x}) ** 2`,
  `2 * ${x} + ${20 * Math.PI} * np.sin(${2 * Math.PI} * ${x})`,
]

/**
 * f = sum over i of x_i^2 + 10 (1 - cos 2 pi x_i) (Rastrigin 1974; in n dimensions
 * Mühlenbein, Schomisch & Born 1991, Parallel Computing 17).
 *
 * Domain [-5.12, 5.12] a coordinate. Global minimum: f(0, ..., 0) = 0, among about 11^n
 * local ones.
 */
export const rastrigin = defineObjective({
  id: 'rastrigin',
  label: 'Rastrigin',
  formula: String.raw`f(x) = 10n + \sum_{i=1}^{n} x_i^2 - 10\cos 2\pi x_i`,
  lesson: 'A valley in every unit cell: without noise, restarts or luck, you stay where you begin.',
  family: 'n-dimensional',
  options: dimensionOption(1),
  create: ({ dimension }, _table, pulse) =>
    separable({
      dimension,
      pulse,
      domain: [-5.12, 5.12],
      defaultStart: Array.from({ length: dimension }, (_, i) => (i % 2 === 0 ? 3.3 : -2.3)),
      minima: [{ theta: new Array<number>(dimension).fill(0), value: 0 }],
      lines: share,
      // 10 (1 - cos 2 pi x) without its cancellation near whole numbers.
      term: (x) => x * x + 20 * Math.sin(Math.PI * x) ** 2,
      slope: (x) => 2 * x + 20 * Math.PI * Math.sin(2 * Math.PI * x),
      curvature: (x) => 2 + 40 * Math.PI ** 2 * Math.cos(2 * Math.PI * x),
    }),
  python: () => summedPython(share('theta'), '2 + 40 * np.pi ** 2 * np.cos(2 * np.pi * theta)'),
})
