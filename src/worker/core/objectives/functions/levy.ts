import { twoDimensional } from './plain'

const { PI, sin, cos } = Math

/**
 * f = sin^2(pi u) + u^2 (1 + 10 sin^2(pi u + 1)) + v^2 (1 + sin^2(2 pi v)) with
 * u = (x - 1)/4, v = (y - 1)/4: the Levy function of Laguna & Martí 2005 (J. Global Optim.
 * 33) in two dimensions. They write w = 1 + u inside the sines; with u the same values
 * come out exactly 0 at the minimum.
 *
 * Domain [-10, 10]^2. Global minimum: f(1, 1) = 0.
 */
export const levy = twoDimensional({
  id: 'levy',
  label: 'Levy',
  formula: String.raw`\begin{aligned}
    f(x, y) &= \sin^2 \pi u + u^2\bigl(1 + 10\sin^2(\pi u + 1)\bigr) + v^2\bigl(1 + \sin^2 2\pi v\bigr) \\
    u &= \tfrac{x - 1}{4},\quad v = \tfrac{y - 1}{4}
    \end{aligned}`,
  lesson: 'Ridges across a bowl: steps that are too careful never learn that the next valley is deeper.',
  domain: [
    [-10, 10],
    [-10, 10],
  ],
  start: [-6, 7],
  minima: [{ theta: [1, 1], value: 0 }],
  numpy: {
    lines: [
      'u = (x - 1) / 4',
      'v = (y - 1) / 4',
      'a = np.pi * u + 1',
      'in_u = np.sin(np.pi * u) ** 2 + u * u * (1 + 10 * np.sin(a) ** 2)',
      'f = in_u + v * v * (1 + np.sin(2 * np.pi * v) ** 2)',
      'by_u = np.pi * np.sin(2 * np.pi * u) + 2 * u * (1 + 10 * np.sin(a) ** 2) + 10 * np.pi * u * u * np.sin(2 * a)',
      'by_v = 2 * v * (1 + np.sin(2 * np.pi * v) ** 2) + 2 * np.pi * v * v * np.sin(4 * np.pi * v)',
      'd_x = by_u / 4',
      'd_y = by_v / 4',
    ],
    hessian: [
      'uu = 2 * np.pi ** 2 * np.cos(2 * np.pi * u) + 2 * (1 + 10 * np.sin(a) ** 2)',
      'uu = uu + 40 * np.pi * u * np.sin(2 * a) + 20 * (np.pi * u) ** 2 * np.cos(2 * a)',
      'vv = 2 * (1 + np.sin(2 * np.pi * v) ** 2) + 8 * np.pi * v * np.sin(4 * np.pi * v)',
      'vv = vv + 8 * (np.pi * v) ** 2 * np.cos(4 * np.pi * v)',
      '[[uu / 16, 0], [0, vv / 16]]',
    ],
    onlyInScripts: true,
  },
  value(x, y) {
    const u = (x - 1) / 4
    const v = (y - 1) / 4
    return sin(PI * u) ** 2 + u * u * (1 + 10 * sin(PI * u + 1) ** 2) + v * v * (1 + sin(2 * PI * v) ** 2)
  },
  gradient(x, y, out) {
    const u = (x - 1) / 4
    const v = (y - 1) / 4
    const a = PI * u + 1
    const byU = PI * sin(2 * PI * u) + 2 * u * (1 + 10 * sin(a) ** 2) + 10 * PI * u * u * sin(2 * a)
    const byV = 2 * v * (1 + sin(2 * PI * v) ** 2) + 2 * PI * v * v * sin(4 * PI * v)
    out[0] = byU / 4
    out[1] = byV / 4
  },
  hessian(x, y) {
    const u = (x - 1) / 4
    const v = (y - 1) / 4
    const a = PI * u + 1
    const byU =
      2 * PI ** 2 * cos(2 * PI * u) +
      2 * (1 + 10 * sin(a) ** 2) +
      40 * PI * u * sin(2 * a) +
      20 * (PI * u) ** 2 * cos(2 * a)
    const byV =
      2 * (1 + sin(2 * PI * v) ** 2) + 8 * PI * v * sin(4 * PI * v) + 8 * (PI * v) ** 2 * cos(4 * PI * v)
    return [byU / 16, 0, byV / 16]
  },
})
