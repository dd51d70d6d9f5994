import { extremes, extremesOf, type Extremes } from './eigenvalues'
import { dot } from './norms'
import type { Objective } from './objectives/contract'

/** The extreme eigenvalues of a Hessian: how steeply the gradient turns, at the most and at the least. */
export type Curvature = Extremes

/** What curvature is worked out of; a batch of rows has as much. */
export type Sloped = Pick<Objective, 'dimension' | 'gradient' | 'hessian' | 'constantCurvature'> &
  Partial<Pick<Objective, 'rows' | 'domain' | 'pulse'>>

/** Up to this dimension the whole matrix is turned, beyond it vectors are multiplied. */
const turned = 32
/** A larger Hessian is not worth its square of numbers, unless a gradient goes through rows of data. */
const widest = 128
/** The cube root of the machine's precision balances rounding against truncation. */
const stride = 6e-6

/** How long a parameter is, in its own unit: half of the box worth drawing; of a quadratic any length will do. */
const lengthOf = ({ domain }: Sloped): number =>
  domain ? domain.reduce((most, [low, high]) => Math.max(most, (high - low) / 2), 0) : 1

/** The Hessian by central differences of the gradient, symmetrised, row-major. */
function differences(objective: Sloped, theta: Float64Array, out: Float64Array): void {
  const { dimension } = objective
  const point = theta.slice()
  const above = new Float64Array(dimension)
  const below = new Float64Array(dimension)
  const length = lengthOf(objective)
  for (let i = 0; i < dimension; i++) {
    const h = stride * Math.max(length, Math.abs(theta[i]))
    point[i] = theta[i] + h
    objective.gradient(point, above)
    point[i] = theta[i] - h
    objective.gradient(point, below)
    point[i] = theta[i]
    for (let j = 0; j < dimension; j++) out[i * dimension + j] = (above[j] - below[j]) / (2 * h)
  }
  for (let i = 0; i < dimension; i++) {
    for (let j = 0; j < i; j++) {
      const mean = (out[i * dimension + j] + out[j * dimension + i]) / 2
      out[i * dimension + j] = mean
      out[j * dimension + i] = mean
    }
  }
}

type Product = (vector: Float64Array, out: Float64Array) => void

/** The Hessian times a unit vector, by a central difference of the gradient along it. */
function differenceAlong(objective: Sloped, theta: Float64Array): Product {
  const { dimension } = objective
  const point = new Float64Array(dimension)
  const below = new Float64Array(dimension)
  const h = stride * Math.max(lengthOf(objective), ...theta.map(Math.abs))
  const move = (vector: Float64Array, by: number): void => {
    for (let i = 0; i < dimension; i++) point[i] = theta[i] + by * vector[i]
  }
  return (vector, out) => {
    move(vector, -h)
    objective.gradient(point, below)
    move(vector, h)
    objective.gradient(point, out)
    for (let i = 0; i < dimension; i++) out[i] = (out[i] - below[i]) / (2 * h)
  }
}

const timesMatrix =
  (matrix: Float64Array, size: number): Product =>
  (vector, out) => {
    for (let i = 0; i < size; i++) {
      let sum = 0
      for (let j = 0; j < size; j++) sum += matrix[i * size + j] * vector[j]
      out[i] = sum
    }
  }

/** Worked out once for each objective that has the same everywhere. */
const constants = new WeakMap<Sloped, Curvature>()

/**
 * The extreme curvatures of an objective at a point: by turning the Hessian up to 32 parameters, by
 * Lanczos' method beyond; the Hessian in closed form where there is one (of a plain function up to
 * 128 parameters), by central differences of the gradient elsewhere. Undefined where it is not finite.
 */
export function curvatureAt(objective: Sloped, theta: Float64Array): Curvature | undefined {
  const known = constants.get(objective)
  if (known) return known
  const found = workedOut(objective, theta)
  if (found && objective.constantCurvature) constants.set(objective, found)
  return found
}

function workedOut(objective: Sloped, theta: Float64Array): Curvature | undefined {
  const { dimension, rows = 0 } = objective
  if (dimension <= turned) {
    const hessian = hessianAt(objective, theta)
    return hessian && extremes(hessian, dimension)
  }
  if (!objective.hessian || (dimension > widest && rows === 0)) {
    return extremesOf(differenceAlong(objective, theta), dimension, objective.pulse)
  }
  const hessian = hessianAt(objective, theta)
  return hessian && extremesOf(timesMatrix(hessian, dimension), dimension, objective.pulse)
}

/** Row-major; undefined where it is not finite. */
export function hessianAt(objective: Sloped, theta: Float64Array): Float64Array | undefined {
  const hessian = new Float64Array(objective.dimension ** 2)
  if (objective.hessian) objective.hessian(theta, hessian)
  else differences(objective, theta, hessian)
  return hessian.every(Number.isFinite) ? hessian : undefined
}

/** The curvature along a direction: how much the gradient changes in it. */
export function curvatureAlong(objective: Sloped, theta: Float64Array, direction: Float64Array): number {
  const length = Math.hypot(...direction)
  const unit = direction.map((value) => value / length)
  const turnedInto = new Float64Array(objective.dimension)
  differenceAlong(objective, theta)(unit, turnedInto)
  return dot(turnedInto, unit)
}
