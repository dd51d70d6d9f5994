import type { HyperValues } from '../hyper'
import type { Dialect } from '../optimizers/contract'
import { matrixOf } from './contraction'

/** Eigenvalues this close to a double one, or to zero, are taken for it. */
const rounding = 1e-12
const halvings = 60

/**
 * Whether errors along a direction of this curvature go to and fro across the minimum in the long run:
 * an eigenvalue of the update is complex or negative. Undefined for methods whose step is not linear, as
 * far as is known, and for those that remember more than one number a parameter.
 */
export function swingsAlong(dialect: Dialect, hyper: HyperValues, curvature: number): boolean | undefined {
  if (!dialect.stableBelow) return undefined
  const matrix = matrixOf(dialect, hyper, curvature)
  if (matrix.length === 1) return matrix[0] < -rounding
  if (matrix.length !== 4) return undefined
  const [a, b, c, d] = matrix
  const [trace, determinant] = [a + d, a * d - b * c]
  const isComplex = trace ** 2 - 4 * determinant < -rounding
  return isComplex || trace < -rounding || determinant < -rounding
}

/**
 * The learning rate up to which errors along a direction of this curvature come down from one side:
 * gradient descent's 1/L, and momentum's (1 - sqrt(gamma))^2 / L, where it is damped critically.
 * @param stableRate from which on they grow
 */
export function swinglessRate(
  dialect: Dialect,
  hyper: HyperValues,
  curvature: number,
  stableRate: number,
): number | undefined {
  const swingsAt = (lr: number): boolean | undefined => swingsAlong(dialect, { ...hyper, lr }, curvature)
  let [without, swinging] = [0, stableRate]
  if (swingsAt(swinging) !== true) return undefined
  for (let k = 0; k < halvings; k++) {
    const middle = (without + swinging) / 2
    if (swingsAt(middle) === true) swinging = middle
    else without = middle
  }
  return without
}
