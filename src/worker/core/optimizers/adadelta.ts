/**
 * Adadelta: the step is the gradient in the units of past steps.
 *   E = gamma E + (1-gamma) g^2; d = -sqrt(D + eps)/sqrt(E + eps) g
 *   D = gamma D + (1-gamma) d^2; theta += d
 *
 * Zeiler (2012), ADADELTA: An Adaptive Learning Rate Method.
 * The paper and the textbook have no learning rate; torch multiplies the step by one (default 1),
 * Keras by 0.001, which makes it look broken. Epsilon sets the size of the first steps: it starts slowly.
 */
import { decay, epsilon, learningRate, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer } from './contract'
import { carried, fresh, moving, named } from './quantities'
import { decayed, gamma, shrink, shrunk, textbook } from './shared'

/** The step of coordinate i before its rate, of means of squared gradients v and of squared steps u. */
function delta(g: number, v: Float64Array, u: Float64Array, i: number, rho: number, eps: number): number {
  v[i] = rho * v[i] + (1 - rho) * g * g
  const step = (Math.sqrt(u[i] + eps) / Math.sqrt(v[i] + eps)) * g
  u[i] = rho * u[i] + (1 - rho) * step * step
  return step
}

const moments = {
  v: carried('v', 'Mean of the squared gradients so far, the older the less they weigh.'),
  u: carried('u', 'Mean of the squared steps so far, the older the less they weigh.'),
  change: moving(
    'against',
    fresh(String.raw`\Delta_t`, 'Step before it is multiplied by the learning rate.'),
  ),
}
const momentsCode = [
  'v = rho * v + (1 - rho) * g * g',
  'change = (np.sqrt(u + eps) / np.sqrt(v + eps)) * g',
  'u = rho * u + (1 - rho) * change * change',
]

const pytorch = defineDialect({
  source: 'torch.optim.Adadelta',
  equations: [
    String.raw`g_t = \nabla_\theta J(\theta_{t-1}) + \lambda\, \theta_{t-1}`,
    String.raw`v_t = \rho\, v_{t-1} + (1 - \rho)\, g_t^2`,
    String.raw`\Delta_t = \frac{\sqrt{u_{t-1} + \epsilon}}{\sqrt{v_t + \epsilon}}\, g_t`,
    String.raw`u_t = \rho\, u_{t-1} + (1 - \rho)\, \Delta_t^2`,
    String.raw`\theta_t = \theta_{t-1} - \eta\, \Delta_t`,
  ],
  quantities: { ...named('g'), ...moments },
  code: ['g = gradient + weightDecay * theta', ...momentsCode, 'theta = theta - lr * change'],
  note: "The step is multiplied by a learning rate, which neither the chapter nor the paper has, and the chapter's gamma is called rho.",
  hyper: {
    lr: learningRate(1),
    rho: decay('Decay', '\\rho', 0.9),
    eps: epsilon(1e-6),
    weightDecay: weightDecay(0),
  },
  init: (dimension) => ({ v: new Float64Array(dimension), u: new Float64Array(dimension) }),
  step(theta, gradient, { v, u }, { lr, rho, eps, weightDecay }, _t, _problem, note) {
    for (let i = 0; i < theta.length; i++) {
      const g = decayed(gradient[i], theta[i], weightDecay)
      const change = delta(g, v, u, i, rho, eps)
      theta[i] -= lr * change
      note?.({ g, change }, i)
    }
  },
})

export const adadelta = defineOptimizer({
  id: 'adadelta',
  label: 'Adadelta',
  summary: 'Needs no learning rate: past steps set the size of the next one.',
  paper: 'Zeiler 2012',
  dialects: {
    chapter: defineDialect({
      source: textbook,
      equations: [
        String.raw`E[g^2]_t = \gamma\, E[g^2]_{t-1} + (1 - \gamma)\, g_t^2`,
        String.raw`\Delta\theta_t = -\frac{\sqrt{E[\Delta\theta^2]_{t-1} + \epsilon}}{\sqrt{E[g^2]_t + \epsilon}}\, g_t`,
        String.raw`E[\Delta\theta^2]_t = \gamma\, E[\Delta\theta^2]_{t-1} + (1 - \gamma)\, \Delta\theta_t^2`,
        String.raw`\theta_t = \theta_{t-1} + \Delta\theta_t`,
      ],
      quantities: {
        ...named('g'),
        E: carried('E[g^2]', 'Mean of the squared gradients so far, the older the less they weigh.'),
        D: carried(
          String.raw`E[\Delta\theta^2]`,
          'Mean of the squared steps so far, the older the less they weigh.',
        ),
        delta: moving('along', fresh(String.raw`\Delta\theta_t`, 'Step that the update takes.')),
      },
      code: [
        'E = gamma * E + (1 - gamma) * (g * g)',
        'delta = (-np.sqrt(D + eps) / np.sqrt(E + eps)) * g',
        'D = gamma * D + (1 - gamma) * (delta * delta)',
        'theta = theta + delta',
      ],
      note: 'There is no learning rate, where PyTorch multiplies the step by one; epsilon alone sets how fast it gets going.',
      hyper: { gamma: gamma(), eps: epsilon(1e-5) },
      init: (dimension) => ({ E: new Float64Array(dimension), D: new Float64Array(dimension) }),
      step(theta, gradient, { E, D }, { gamma, eps }, _t, _problem, note) {
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          E[i] = gamma * E[i] + (1 - gamma) * (g * g)
          const delta = (-Math.sqrt(D[i] + eps) / Math.sqrt(E[i] + eps)) * g
          D[i] = gamma * D[i] + (1 - gamma) * (delta * delta)
          theta[i] += delta
          note?.({ delta }, i)
        }
      },
    }),
    pytorch,
    optax: {
      ...pytorch,
      source: 'optax.adadelta',
      note: "PyTorch's arithmetic and defaults. The rate may be left out in optax, and is then 1.",
    },
    keras: defineDialect({
      source: 'keras.optimizers.Adadelta',
      equations: [
        shrunk,
        String.raw`v_t = \rho\, v_{t-1} + (1 - \rho)\, g_t^2`,
        String.raw`\Delta_t = \frac{\sqrt{u_{t-1} + \epsilon}}{\sqrt{v_t + \epsilon}}\, g_t`,
        String.raw`u_t = \rho\, u_{t-1} + (1 - \rho)\, \Delta_t^2`,
        String.raw`\theta_t = \theta'_{t-1} - \eta\, \Delta_t`,
      ],
      quantities: { ...named('g', 'shrunk'), ...moments },
      code: ['shrunk = theta - theta * weightDecay * lr', ...momentsCode, 'theta = shrunk - lr * change'],
      note: "PyTorch's arithmetic with a rate of 0.001 where PyTorch, like the paper, has 1: left alone, it hardly moves. Weight decay shrinks theta itself.",
      hyper: {
        lr: learningRate(1e-3),
        rho: decay('Decay', '\\rho', 0.95),
        eps: epsilon(1e-7),
        weightDecay: weightDecay(0),
      },
      init: (dimension) => ({ v: new Float64Array(dimension), u: new Float64Array(dimension) }),
      step(theta, gradient, { v, u }, { lr, rho, eps, weightDecay }, _t, _problem, note) {
        shrink(theta, lr, weightDecay, note)
        for (let i = 0; i < theta.length; i++) {
          const change = delta(gradient[i], v, u, i, rho, eps)
          theta[i] -= lr * change
          note?.({ change }, i)
        }
      },
    }),
  },
})
