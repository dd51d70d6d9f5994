import type { Pulse } from '../../pulse'
import type { Interval, Minimum, Objective, PythonLines } from '../contract'
import { coordinateNames, noBatches } from './plain'

interface Separable {
  readonly dimension: number
  readonly pulse: Pulse | undefined
  /** The box, the same for every coordinate. */
  readonly domain: Interval
  readonly defaultStart: readonly number[]
  readonly minima: readonly Minimum[]
  readonly constantCurvature?: boolean
  /** The same in NumPy: of a coordinate by its name and its number, `f` and `d`. */
  lines?(x: string, i: number): readonly [f: string, d: string]
  /** Coordinate i's share of the value, and its first and second derivative. */
  term(x: number, i: number): number
  slope(x: number, i: number): number
  curvature(x: number, i: number): number
}

/** The sum begins with 0: a share of -0 alone would be another one. */
function summed(
  names: readonly string[],
  lines: (x: string, i: number) => readonly [string, string],
): readonly string[] {
  const slopes = names.map((x, i) => `d_${x} = ${lines(x, i)[1]}`)
  const shares = names.map((x, i) => `f = ${i === 0 ? '0' : 'f'} + (${lines(x, i)[0]})`)
  return [...slopes, ...shares]
}

/**
 * The same for scripts, of all coordinates at once.
 * @param share what `lines` says of `theta`
 * @param curvature of each coordinate
 * @param given assigns what these use
 */
export const summedPython = (
  [f, d]: readonly [f: string, d: string],
  curvature: string,
  given: readonly string[] = [],
): PythonLines => ({
  value: [...given, `np.sum(${f})`],
  gradient: [...given, d],
  hessian: [...given, `np.diag(${curvature})`],
})

/** A sum of functions of one coordinate each. */
export function separable(draft: Separable): Objective {
  const { dimension, pulse, domain, defaultStart, minima, constantCurvature, lines, term, slope, curvature } =
    draft
  const value = (theta: Float64Array) => {
    let sum = 0
    for (let i = 0; i < dimension; i++) sum += term(theta[i], i)
    return sum
  }
  const gradient = (theta: Float64Array, out: Float64Array) => {
    for (let i = 0; i < dimension; i++) out[i] = slope(theta[i], i)
  }
  return {
    dimension,
    rows: 0,
    pulse,
    value,
    gradient,
    evaluate(theta, out) {
      gradient(theta, out)
      return value(theta)
    },
    batchGradient: noBatches,
    ...(lines && { arithmetic: { kind: 'lines', lines: () => summed(coordinateNames(dimension), lines) } }),
    hessian(theta, out) {
      out.fill(0)
      for (let i = 0; i < dimension; i++) out[i * dimension + i] = curvature(theta[i], i)
    },
    constantCurvature,
    domain: new Array<Interval>(dimension).fill(domain),
    defaultStart,
    minima,
    parameterNames: coordinateNames(dimension),
  }
}
