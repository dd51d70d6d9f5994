import { hessianAt } from '../curvature'
import { eigenpairs } from '../eigenvalues'
import type { Objective } from '../objectives/contract'

/** A direction in which an objective of constant curvature is a parabola by itself. */
export interface Mode {
  readonly curvature: number
  /**
   * How far points are from the minimum along the direction, without a sign.
   * @param theta parameter j of point k at theta[j][k]
   */
  errors(theta: readonly Float64Array[], points: number): Float64Array
}

/** Undefined where the curvature is not the same everywhere, or no minimum is known. */
export function modesOf(objective: Objective): readonly Mode[] | undefined {
  const [minimum] = objective.minima
  if (!objective.constantCurvature || !minimum) return undefined
  const hessian = hessianAt(objective, Float64Array.from(minimum.theta))
  if (!hessian) return undefined
  return eigenpairs(hessian, objective.dimension).map(({ value, vector }) => ({
    curvature: value,
    errors(theta, points) {
      const out = new Float64Array(points)
      theta.forEach((values, j) => {
        const [share, goal] = [vector[j], minimum.theta[j]]
        for (let k = 0; k < points; k++) out[k] += share * (values[k] - goal)
      })
      return out.map(Math.abs)
    },
  }))
}
