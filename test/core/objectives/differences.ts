import type { Objective } from '@core/objectives/contract'

/**
 * For five-point central differences: short enough for the shortest waves in the catalog
 * (error ~ h^4), long enough for rounding (error ~ 1e-16 / h of the value).
 */
const step = 2e-4

function difference(of: (x: number) => number, x: number): number {
  const h = step * Math.max(1, Math.abs(x))
  return (8 * (of(x + h) - of(x - h)) - (of(x + 2 * h) - of(x - 2 * h))) / (12 * h)
}

const moved = (theta: Float64Array, i: number, to: number) => theta.with(i, to)

/** The gradient by differences of values. */
export function differencedGradient(objective: Objective, theta: Float64Array): Float64Array {
  return theta.map((x, i) => difference((to) => objective.value(moved(theta, i, to)), x))
}

/** The Hessian by differences of gradients, row-major: entry (i, j) is dg_i / dx_j. */
export function differencedHessian(objective: Objective, theta: Float64Array): Float64Array {
  const n = theta.length
  const out = new Float64Array(n * n)
  const gradient = new Float64Array(n)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < n; j++) {
      const along = (to: number) => {
        objective.gradient(moved(theta, j, to), gradient)
        return gradient[i]
      }
      out[i * n + j] = difference(along, theta[j])
    }
  }
  return out
}

export const largest = (values: Iterable<number>) => Math.max(0, ...Array.from(values, Math.abs))
