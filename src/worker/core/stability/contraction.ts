import type { HyperValues } from '../hyper'
import type { Dialect, OptimizerState, Problem } from '../optimizers/contract'
import { unheard } from '../pulse'

/** After the first update, which in some dialects is another one. */
const later = 2
/** Squarings of the matrix of an update: its power is then the billionth. */
const squarings = 30

/** Methods with a known bound ask the problem for nothing. */
const nothingAsked = (): never => {
  throw new Error('a method whose bound is known asks for gradients alone')
}
const problem: Problem = {
  dimension: 1,
  value: nothingAsked,
  gradient: nothingAsked,
  hessian: nothingAsked,
  minimum: 0,
  pulse: unheard,
}

/** One update on curvature x^2 / 2 as a matrix on the parameter and the method's memory, row-major. */
export function matrixOf(dialect: Dialect, hyper: HyperValues, curvature: number): Float64Array {
  const names = Object.keys(dialect.init(1, hyper))
  const size = 1 + names.length
  const matrix = new Float64Array(size * size)
  for (let column = 0; column < size; column++) {
    const theta = Float64Array.of(column === 0 ? 1 : 0)
    const memory: OptimizerState = Object.fromEntries(
      names.map((name, index) => [name, Float64Array.of(column === index + 1 ? 1 : 0)]),
    )
    const at = theta.slice()
    dialect.lookahead?.(theta, memory, hyper, at)
    dialect.step(theta, Float64Array.of(curvature * at[0]), memory, hyper, later, problem)
    ;[theta, ...names.map((name) => memory[name])].forEach(([value], row) => {
      matrix[row * size + column] = value
    })
  }
  return matrix
}

function squared(matrix: Float64Array, size: number): Float64Array {
  const product = new Float64Array(size * size)
  for (let row = 0; row < size; row++) {
    for (let column = 0; column < size; column++) {
      for (let k = 0; k < size; k++)
        product[row * size + column] += matrix[row * size + k] * matrix[k * size + column]
    }
  }
  return product
}

/** The largest modulus of an eigenvalue: the norm of a high power, to one over that power (Gelfand's formula). */
function spectralRadius(matrix: Float64Array): number {
  const size = Math.sqrt(matrix.length)
  let power = matrix
  let logarithm = 0
  for (let k = 0; k < squarings; k++) {
    const norm = Math.hypot(...power)
    if (!(norm > 0)) return 0
    logarithm += Math.log(norm) / 2 ** k
    power = squared(
      power.map((value) => value / norm),
      size,
    )
  }
  return Math.exp(logarithm)
}

/**
 * What the error along a direction of this curvature shrinks to from one update to the next, in the long
 * run: above 1 it grows. From the method's own step, which is linear there. Undefined for methods whose
 * step is not, as far as is known.
 */
export function contractionAlong(
  dialect: Dialect,
  hyper: HyperValues,
  curvature: number,
): number | undefined {
  if (!dialect.stableBelow) return undefined
  return spectralRadius(matrixOf(dialect, hyper, curvature))
}
