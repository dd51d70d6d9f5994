import { oneDimensional } from './plain'

const k = 10 * Math.PI

/** Closer to 0 than this, the quotient is its own series: the terms it is made of cancel there, or overflow. */
const near = 1e-4

/** sin(k x) / (2 x) and its first two derivatives. */
function wave(x: number): number {
  const u = (k * x) ** 2
  return Math.abs(x) < near ? (k / 2) * (1 - (u / 6) * (1 - u / 20)) : Math.sin(k * x) / (2 * x)
}
function waveSlope(x: number): number {
  const u = (k * x) ** 2
  if (Math.abs(x) < near) return ((-(k ** 3) * x) / 6) * (1 - (u / 10) * (1 - u / 28))
  return (k * Math.cos(k * x)) / (2 * x) - Math.sin(k * x) / (2 * x * x)
}
function waveCurvature(x: number): number {
  const u = (k * x) ** 2
  if (Math.abs(x) < near) return (-(k ** 3) / 6) * (1 - ((3 * u) / 10) * (1 - (5 * u) / 84))
  return Math.sin(k * x) * (1 / x ** 3 - (k * k) / (2 * x)) - (k * Math.cos(k * x)) / (x * x)
}

/**
 * f(x) = sin(10 pi x) / (2x) + (x - 1)^4, from Gramacy & Lee 2012, "Cases for the nugget
 * in modeling computer experiments", Statistics and Computing 22.
 *
 * Domain [0.5, 2.5], where the minimum is f(0.5485634445276052) = -0.8690111349894998
 * (the 0.548563444114526 often quoted is correct to nine digits). Left of the domain the function goes
 * lower, where the excess loss is negative; at 0 it is continued.
 */
export const gramacyLee = oneDimensional({
  id: 'gramacy-lee',
  label: 'Gramacy and Lee',
  formula: String.raw`f(x) = \frac{\sin(10 \pi x)}{2x} + (x - 1)^4`,
  lesson:
    'Many valleys: where you end depends on where you start. Left of 0.5 lie lower ones than the marked minimum.',
  domain: [0.5, 2.5],
  start: 1.25,
  minima: [{ theta: [0.5485634445276052], value: -0.8690111349894998 }],
  numpy: {
    lines: [
      'k = 10 * np.pi',
      'f = np.sin(k * x) / (2 * x) + (x - 1) ** 4',
      'd_x = k * np.cos(k * x) / (2 * x) - np.sin(k * x) / (2 * x * x) + 4 * (x - 1) ** 3',
    ],
    hessian: [
      'wave = np.sin(k * x) * (1 / x ** 3 - k * k / (2 * x)) - k * np.cos(k * x) / (x * x)',
      '[[wave + 12 * (x - 1) ** 2]]',
    ],
    onlyInScripts: true,
  },
  value: (x) => wave(x) + (x - 1) ** 4,
  slope: (x) => waveSlope(x) + 4 * (x - 1) ** 3,
  curvature: (x) => waveCurvature(x) + 12 * (x - 1) ** 2,
})
