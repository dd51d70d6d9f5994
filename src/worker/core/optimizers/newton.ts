/**
 * Newton's method: jump to where the local parabola is flat.
 *   solve (H + damping I) p = g; theta -= lr p
 *
 * Newton (1669), Raphson (1690), for several variables Simpson (1740); damped: Levenberg (1944).
 * Nocedal and Wright (2006), Numerical Optimization, chapter 3. Textbooks safeguard it in different
 * ways; this is the bare method, which walks to maxima and saddles as gladly as to minima.
 */
import { learningRate, number } from '../hyper'
import { solve } from '../linear-system'
import { defineDialect, defineOptimizer } from './contract'
import { fresh, moving } from './quantities'

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
      quantities: {
        gradient: moving('against', fresh(String.raw`\nabla J(\theta_{t-1})`, 'Gradient of the objective.')),
        direction: moving(
          'against',
          fresh('p_t', 'Step that would lead to where the local parabola is flat.'),
        ),
      },
      code: ['theta = theta - lr * direction'],
      search: {
        lines: [
          'direction = 0 * g',
          'if np.any(g != 0):',
          '    direction = np.linalg.solve(curvature_of(theta) + damping * np.eye(len(g)), g)',
        ],
      },
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
        if (gradient.every((g) => g === 0)) {
          direction.fill(0)
          return
        }
        problem.hessian(theta, hessian)
        for (let i = 0; i < theta.length; i++) hessian[i * theta.length + i] += damping
        direction.set(gradient)
        solve(hessian, direction, problem.pulse)
        for (let i = 0; i < theta.length; i++) theta[i] -= lr * direction[i]
      },
    }),
  },
})
