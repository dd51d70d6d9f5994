/**
 * Gradient descent with Armijo backtracking: try a long step, halve it until the objective has
 * fallen by at least a share of what the slope promises.
 *   largest s in {lr, lr b, lr b^2, ...} with J(theta - s g) <= J(theta) - c1 s |g|^2
 *
 * Armijo (1966), Minimization of functions having Lipschitz continuous first partial derivatives;
 * Nocedal and Wright (2006), Numerical Optimization, algorithm 3.1.
 * Books differ in b and c1 (Boyd and Vandenberghe: c1 in 0.01 to 0.3); the search restarts from lr at
 * every update. Near the rounding limit only a step too short to move theta qualifies.
 */
import { learningRate, number } from '../hyper'
import { dot } from '../norms'
import { defineDialect, defineOptimizer } from './contract'
import { fresh, named } from './quantities'
import { move, sufficientDecrease } from './shared'

/** From any first step down to where it no longer changes theta, at the slowest shrinking allowed. */
const maxTries = 1_000

export const armijo = defineOptimizer({
  id: 'armijo',
  label: 'Backtracking line search',
  summary: 'Gradient descent that finds its own step size at every update and never climbs.',
  paper: 'Armijo 1966',
  fullBatchOnly: true,
  dialects: {
    paper: defineDialect({
      source: 'Nocedal and Wright 2006, algorithm 3.1',
      equations: [
        String.raw`s_t = \text{the largest of } \eta,\, \eta\, b,\, \eta\, b^2, \ldots \text{ with}`,
        String.raw`J(\theta_{t-1} - s_t\, g_t) \le J(\theta_{t-1}) - c_1\, s_t\, \lVert g_t \rVert^2`,
        String.raw`\theta_t = \theta_{t-1} - s_t\, g_t`,
      ],
      quantities: {
        ...named('g'),
        stepSize: fresh('s_t', 'Step that the search has found, in gradients; 0 where there is none.'),
        slope: fresh(
          String.raw`\lVert g_t \rVert^2`,
          'Square of the length of the gradient: how steep it is.',
        ),
        before: fresh(String.raw`J(\theta_{t-1})`, 'Objective before the update.'),
        value: fresh(String.raw`J(\theta_{t-1} - s_t\, g_t)`, 'Objective where the search has ended.'),
      },
      code: ['theta = theta - stepSize * g'],
      search: {
        lines: [
          'before, square, stepSize = value_of(theta), np.sum(g * g), lr',
          `for tries in range(${maxTries}):`,
          '    if value_of(theta - stepSize * g) <= before - c1 * stepSize * square:',
          '        break',
          '    stepSize = stepSize * shrink',
          'else:',
          '    stepSize = 0.0',
        ],
      },
      note: 'The learning rate is the first step tried; every try costs one evaluation of the whole objective.',
      hyper: {
        lr: learningRate(1),
        c1: sufficientDecrease(1e-4),
        shrink: number('Shrink factor', 'b', 0.5, { min: 0.01, max: 0.95 }),
      },
      asksProblem: true,
      init: (dimension) => ({
        stepSize: new Float64Array(1),
        value: new Float64Array(1),
        trial: new Float64Array(dimension),
      }),
      step(theta, gradient, { stepSize, value, trial }, { lr, c1, shrink }, t, problem, note) {
        // From then on it is that of the last try.
        if (t === 1) value[0] = problem.value(theta)
        const slope = dot(gradient, gradient)
        note?.({ slope, before: value[0] })
        let step = lr
        for (let tries = 0; tries < maxTries; tries++) {
          move(trial, theta, gradient, -step)
          const tried = problem.value(trial)
          if (tried <= value[0] - c1 * step * slope) {
            theta.set(trial)
            value[0] = tried
            stepSize[0] = step
            return
          }
          step *= shrink
        }
        stepSize[0] = 0
      },
    }),
  },
})
