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
import { decayed, gamma, shrink, shrunk, textbook } from './shared'

/** The step of coordinate i before its rate, of means of squared gradients v and of squared steps u. */
function delta(g: number, v: Float64Array, u: Float64Array, i: number, rho: number, eps: number): number {
  v[i] = rho * v[i] + (1 - rho) * g * g
  const step = (Math.sqrt(u[i] + eps) / Math.sqrt(v[i] + eps)) * g
  u[i] = rho * u[i] + (1 - rho) * step * step
  return step
}

const pytorch = defineDialect({
  source: 'torch.optim.Adadelta',
  equations: [
    String.raw`g_t = \nabla_\theta J(\theta_{t-1}) + \lambda\, \theta_{t-1}`,
    String.raw`v_t = \rho\, v_{t-1} + (1 - \rho)\, g_t^2`,
    String.raw`\Delta_t = \frac{\sqrt{u_{t-1} + \epsilon}}{\sqrt{v_t + \epsilon}}\, g_t`,
    String.raw`u_t = \rho\, u_{t-1} + (1 - \rho)\, \Delta_t^2`,
    String.raw`\theta_t = \theta_{t-1} - \eta\, \Delta_t`,
  ],
  note: "The step is multiplied by a learning rate, which neither the chapter nor the paper has, and the chapter's gamma is called rho.",
  hyper: {
    lr: learningRate(1),
    rho: decay('Decay', '\\rho', 0.9),
    eps: epsilon(1e-6),
    weightDecay: weightDecay(0),
  },
  init: (dimension) => ({ v: new Float64Array(dimension), u: new Float64Array(dimension) }),
  step(theta, gradient, { v, u }, { lr, rho, eps, weightDecay }) {
    for (let i = 0; i < theta.length; i++) {
      theta[i] -= lr * delta(decayed(gradient[i], theta[i], weightDecay), v, u, i, rho, eps)
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
      note: 'There is no learning rate, where PyTorch multiplies the step by one; epsilon alone sets how fast it gets going.',
      hyper: { gamma: gamma(), eps: epsilon(1e-5) },
      init: (dimension) => ({ E: new Float64Array(dimension), D: new Float64Array(dimension) }),
      step(theta, gradient, { E, D }, { gamma, eps }) {
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          E[i] = gamma * E[i] + (1 - gamma) * (g * g)
          const delta = (-Math.sqrt(D[i] + eps) / Math.sqrt(E[i] + eps)) * g
          D[i] = gamma * D[i] + (1 - gamma) * (delta * delta)
          theta[i] += delta
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
      note: "PyTorch's arithmetic with a rate of 0.001 where PyTorch, like the paper, has 1: left alone, it hardly moves. Weight decay shrinks theta itself.",
      hyper: {
        lr: learningRate(1e-3),
        rho: decay('Decay', '\\rho', 0.95),
        eps: epsilon(1e-7),
        weightDecay: weightDecay(0),
      },
      init: (dimension) => ({ v: new Float64Array(dimension), u: new Float64Array(dimension) }),
      step(theta, gradient, { v, u }, { lr, rho, eps, weightDecay }) {
        shrink(theta, lr, weightDecay)
        for (let i = 0; i < theta.length; i++) theta[i] -= lr * delta(gradient[i], v, u, i, rho, eps)
      },
    }),
  },
})
