import { twoDimensional } from './plain'

/** Closer to the tip than this, 1/r is no number any more. */
const tip = 1e-300

/** sqrt of the mean square of both coordinates. */
const radius = (x: number, y: number) => Math.hypot(x, y) * Math.SQRT1_2
const waves = (x: number, y: number) => (Math.cos(2 * Math.PI * x) + Math.cos(2 * Math.PI * y)) / 2

/**
 * f = -20 exp(-0.2 r) - exp((cos 2 pi x + cos 2 pi y)/2) + 20 + e, r = sqrt((x^2 + y^2)/2)
 * (Ackley 1987, "A Connectionist Machine for Genetic Hillclimbing").
 *
 * Usually taken on [-32.768, 32.768]^2; drawn on [-5, 5]^2. Global minimum: f(0, 0) = 0,
 * the tip of a cone: the slope does not vanish on the way there. At the tip itself the
 * gradient is given as 0 (one of its subgradients) and the curvature as infinite; so they are
 * where 1/r would overflow.
 */
export const ackley = twoDimensional({
  id: 'ackley',
  label: 'Ackley',
  formula: String.raw`\begin{aligned}
    f(x, y) &= 20 - 20\,e^{-0.2\sqrt{(x^2 + y^2)/2}} \\
    &\quad + e - e^{(\cos 2\pi x + \cos 2\pi y)/2}
    \end{aligned}`,
  lesson: 'An egg box around a funnel: plain descent stops in the first dimple.',
  domain: [
    [-5, 5],
    [-5, 5],
  ],
  start: [3.4, 2.4],
  minima: [{ theta: [0, 0], value: 0 }],
  numpy: {
    lines: [
      'r = np.hypot(x, y) * 0.5 ** 0.5',
      'waves = (np.cos(2 * np.pi * x) + np.cos(2 * np.pi * y)) / 2',
      'f = -20 * np.expm1(-0.2 * r) - np.e * np.expm1(waves - 1)',
      'cone = np.where(r < 1e-300, 0.0, 2 * np.exp(-0.2 * r) / r)',
      'egg = np.pi * np.exp(waves)',
      'd_x = cone * x + egg * np.sin(2 * np.pi * x)',
      'd_y = cone * y + egg * np.sin(2 * np.pi * y)',
    ],
    hessian: [
      'u, v = x / r, y / r',
      'along, across = -0.2 * np.exp(-0.2 * r), np.exp(-0.2 * r) / r',
      'bend = np.pi ** 2 * np.exp(waves)',
      'sx, sy = np.sin(2 * np.pi * x), np.sin(2 * np.pi * y)',
      'xx = along * u * u + across * v * v + bend * (2 * np.cos(2 * np.pi * x) - sx * sx)',
      'xy = (along - across) * u * v - bend * sx * sy',
      'yy = along * v * v + across * u * u + bend * (2 * np.cos(2 * np.pi * y) - sy * sy)',
      '[[xx, xy], [xy, yy]]',
    ],
    onlyInScripts: true,
  },
  // 20 - 20 e^(-r/5) and e - e^waves by expm1: exact at the minimum, accurate around it.
  value: (x, y) => -20 * Math.expm1(-0.2 * radius(x, y)) - Math.E * Math.expm1(waves(x, y) - 1),
  gradient(x, y, out) {
    const r = radius(x, y)
    const cone = r < tip ? 0 : (2 * Math.exp(-0.2 * r)) / r
    const egg = Math.PI * Math.exp(waves(x, y))
    out[0] = cone * x + egg * Math.sin(2 * Math.PI * x)
    out[1] = cone * y + egg * Math.sin(2 * Math.PI * y)
  },
  hessian(x, y) {
    const r = radius(x, y)
    if (r < tip) return [Infinity, 0, Infinity]
    // Of the direction rather than of x and y, whose squares would underflow.
    const [u, v] = [x / r, y / r]
    const along = -0.2 * Math.exp(-0.2 * r)
    const across = Math.exp(-0.2 * r) / r
    const egg = Math.PI ** 2 * Math.exp(waves(x, y))
    const sx = Math.sin(2 * Math.PI * x)
    const sy = Math.sin(2 * Math.PI * y)
    const xx = along * u * u + across * v * v + egg * (2 * Math.cos(2 * Math.PI * x) - sx * sx)
    const xy = (along - across) * u * v - egg * sx * sy
    const yy = along * v * v + across * u * u + egg * (2 * Math.cos(2 * Math.PI * y) - sy * sy)
    return [xx, xy, yy]
  },
})
