/**
 * Newton's method: jump to where the local parabola is flat.
 *   solve (H + damping I) p = g; theta -= lr p
 *
 * Newton (1669), Raphson (1690), for several variables Simpson (1740); damped: Levenberg (1944).
 * Nocedal and Wright (2006), Numerical Optimization, chapter 3. Textbooks safeguard it in different
 * ways; this is the bare method, which walks to maxima and saddles as gladly as to minima.
 */
import { learningRate, number } from '../hyper'
import { unheard, type Pulse } from '../pulse'
import { defineDialect, defineOptimizer } from './contract'

/**
 * Solves A x = b by Gaussian elimination with row exchanges; x ends up in b, A is used up.
 * Indefinite matrices are welcome, so not Cholesky. A singular one gives infinities or NaN.
 */
export function solve(A: Float64Array, b: Float64Array, pulse: Pulse = unheard): void {
  const n = b.length
  for (let column = 0; column < n; column++) {
    pulse()
    let pivot = column
    for (let row = column + 1; row < n; row++) {
      if (Math.abs(A[row * n + column]) > Math.abs(A[pivot * n + column])) pivot = row
    }
    if (pivot !== column) {
      for (let k = column; k < n; k++) {
        const kept = A[column * n + k]
        A[column * n + k] = A[pivot * n + k]
        A[pivot * n + k] = kept
      }
      const kept = b[column]
      b[column] = b[pivot]
      b[pivot] = kept
    }
    for (let row = column + 1; row < n; row++) {
      const factor = A[row * n + column] / A[column * n + column]
      for (let k = column + 1; k < n; k++) A[row * n + k] -= factor * A[column * n + k]
      b[row] -= factor * b[column]
    }
  }
  for (let row = n - 1; row >= 0; row--) {
    for (let k = row + 1; k < n; k++) b[row] -= A[row * n + k] * b[k]
    b[row] /= A[row * n + row]
  }
}

export const newton = defineOptimizer({
  id: 'newton',
  label: "Newton's method",
  stepName: "the step of Newton's method",
  summary: 'Uses the curvature too: one step on a parabola, but any flat point will do, even a saddle.',
  paper: 'Newton 1669; Simpson 1740',
  fullBatchOnly: true,
  dialects: {
    paper: defineDialect({
      source: 'Nocedal and Wright 2006, chapter 3',
      equations: [
        String.raw`\left(\nabla^2 J(\theta_{t-1}) + \mu I\right) p_t = \nabla J(\theta_{t-1})`,
        String.raw`\theta_t = \theta_{t-1} - \eta\, p_t`,
      ],
      note: 'Where the curvature is negative it climbs; damping above the size of that curvature makes it descend.',
      hyper: { lr: learningRate(1), damping: number('Damping', '\\mu', 0, { scale: 'log' }) },
      asksProblem: true,
      secondOrder: true,
      init: (dimension) => ({
        hessian: new Float64Array(dimension * dimension),
        direction: new Float64Array(dimension),
      }),
      step(theta, gradient, { hessian, direction }, { lr, damping }, _t, problem) {
        // p = 0 solves the system for a zero gradient, also where the Hessian is singular
        if (gradient.every((g) => g === 0)) return
        problem.hessian(theta, hessian)
        for (let i = 0; i < theta.length; i++) hessian[i * theta.length + i] += damping
        direction.set(gradient)
        solve(hessian, direction, problem.pulse)
        for (let i = 0; i < theta.length; i++) theta[i] -= lr * direction[i]
      },
    }),
  },
})
