import type { Interval, Minimum, Objective } from '../contract'
import { coordinateNames, noBatches } from './plain'

interface Separable {
  readonly dimension: number
  /** The box, the same for every coordinate. */
  readonly domain: Interval
  readonly defaultStart: readonly number[]
  readonly minima: readonly Minimum[]
  readonly constantCurvature?: boolean
  /** Coordinate i's share of the value, and its first and second derivative. */
  term(x: number, i: number): number
  slope(x: number, i: number): number
  curvature(x: number, i: number): number
}

/** A sum of functions of one coordinate each. */
export function separable(draft: Separable): Objective {
  const { dimension, domain, defaultStart, minima, constantCurvature, term, slope, curvature } = draft
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
    value,
    gradient,
    evaluate(theta, out) {
      gradient(theta, out)
      return value(theta)
    },
    batchGradient: noBatches,
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
