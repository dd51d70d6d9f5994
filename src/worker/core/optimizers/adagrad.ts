/**
 * Adagrad: every coordinate divides its step by the root of all its squared gradients so far.
 *   G += g^2; theta -= lr g / sqrt(G + eps)
 *
 * Duchi, Hazan and Singer (2011), Adaptive Subgradient Methods for Online Learning.
 * The textbook has epsilon inside the root, torch outside: with eps 1e-8 inside, the smallest
 * denominator is 1e-4. torch also decays the learning rate by itself (lrDecay) and can start the
 * sum above zero; Keras and optax start it at 0.1.
 */
import { epsilon, learningRate, number, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer } from './contract'
import { fresh, named } from './quantities'
import { decayed, initialAccumulator, shrink, shrunk, textbook } from './shared'

export const adagrad = defineOptimizer({
  id: 'adagrad',
  label: 'Adagrad',
  summary: 'A learning rate a coordinate that only ever shrinks; strong where gradients are sparse.',
  paper: 'Duchi, Hazan and Singer 2011',
  dialects: {
    chapter: defineDialect({
      source: textbook,
      equations: [
        String.raw`G_t = G_{t-1} + g_t^2`,
        String.raw`\theta_t = \theta_{t-1} - \frac{\eta}{\sqrt{G_t + \epsilon}}\, g_t`,
      ],
      quantities: named('g', 'G'),
      code: ['G = G + g * g', 'theta = theta - (lr / np.sqrt(G + eps)) * g'],
      note: 'Epsilon stands inside the square root, in PyTorch outside: 1e-8 inside weighs as much as 1e-4 outside.',
      hyper: { lr: learningRate(0.01), eps: epsilon(1e-8) },
      init: (dimension) => ({ G: new Float64Array(dimension) }),
      step(theta, gradient, { G }, { lr, eps }) {
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          G[i] += g * g
          theta[i] -= (lr / Math.sqrt(G[i] + eps)) * g
        }
      },
    }),
    pytorch: defineDialect({
      source: 'torch.optim.Adagrad',
      equations: [
        String.raw`g_t = \nabla_\theta J(\theta_{t-1}) + \lambda\, \theta_{t-1}`,
        String.raw`\eta_t = \frac{\eta}{1 + (t - 1)\, \delta}`,
        String.raw`G_t = G_{t-1} + g_t^2`,
        String.raw`\theta_t = \theta_{t-1} - \frac{\eta_t}{\sqrt{G_t} + \epsilon}\, g_t`,
      ],
      quantities: {
        ...named('g', 'G'),
        rate: fresh(String.raw`\eta_t`, 'Learning rate of this update, after its own decay.'),
      },
      code: [
        'g = gradient + weightDecay * theta',
        'rate = lr / (1 + (t - 1) * lrDecay)',
        'G = G + g * g',
        'theta = theta - (rate * g) / (np.sqrt(G) + eps)',
      ],
      note: 'Epsilon stands outside the square root, in the chapter inside; the learning rate can decay by itself, and the sum can start above zero.',
      hyper: {
        lr: learningRate(0.01),
        lrDecay: number('Learning-rate decay', '\\delta', 0, { scale: 'log' }),
        initialAccumulator: number('Initial accumulator', 'G_0', 0, { scale: 'log', onlyStarts: true }),
        eps: epsilon(1e-10),
        weightDecay: weightDecay(0),
      },
      init: (dimension, { initialAccumulator }) => ({
        G: new Float64Array(dimension).fill(initialAccumulator),
      }),
      step(theta, gradient, { G }, { lr, lrDecay, eps, weightDecay }, t, _problem, note) {
        const rate = lr / (1 + (t - 1) * lrDecay)
        note?.({ rate })
        for (let i = 0; i < theta.length; i++) {
          const g = decayed(gradient[i], theta[i], weightDecay)
          G[i] += g * g
          theta[i] -= (rate * g) / (Math.sqrt(G[i]) + eps)
          note?.({ g }, i)
        }
      },
    }),
    optax: defineDialect({
      source: 'optax.adagrad',
      equations: [
        String.raw`G_t = G_{t-1} + g_t^2`,
        String.raw`\theta_t = \theta_{t-1} - \frac{\eta}{\sqrt{G_t + \epsilon}}\, g_t`,
      ],
      quantities: named('g', 'G'),
      code: ['G = G + g * g', 'theta = theta - np.where(G > 0, lr * g * (1 / np.sqrt(G + eps)), 0)'],
      note: 'Epsilon stands inside the square root, as in the chapter, and the sum starts at 0.1, so the first steps are shorter. optax names no default rate, so this one is ours.',
      hyper: {
        lr: learningRate(0.01),
        initialAccumulator: initialAccumulator(0.1, 'G_0'),
        eps: epsilon(1e-7),
      },
      init: (dimension, { initialAccumulator }) => ({
        G: new Float64Array(dimension).fill(initialAccumulator),
      }),
      step(theta, gradient, { G }, { lr, eps }) {
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          G[i] += g * g
          theta[i] -= G[i] > 0 ? lr * g * (1 / Math.sqrt(G[i] + eps)) : 0
        }
      },
    }),
    keras: defineDialect({
      source: 'keras.optimizers.Adagrad',
      equations: [
        shrunk,
        String.raw`G_t = G_{t-1} + g_t^2`,
        String.raw`\theta_t = \theta'_{t-1} - \frac{\eta\, g_t}{\sqrt{G_t + \epsilon}}`,
      ],
      quantities: named('g', 'shrunk', 'G'),
      code: [
        'shrunk = theta - theta * weightDecay * lr',
        'G = G + g * g',
        'theta = shrunk - (lr * g) / np.sqrt(G + eps)',
      ],
      note: 'As optax, epsilon inside the square root and a sum that starts at 0.1, with a rate of 0.001; weight decay shrinks theta itself.',
      hyper: {
        lr: learningRate(1e-3),
        initialAccumulator: initialAccumulator(0.1, 'G_0'),
        eps: epsilon(1e-7),
        weightDecay: weightDecay(0),
      },
      init: (dimension, { initialAccumulator }) => ({
        G: new Float64Array(dimension).fill(initialAccumulator),
      }),
      step(theta, gradient, { G }, { lr, eps, weightDecay }, _t, _problem, note) {
        shrink(theta, lr, weightDecay, note)
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          G[i] += g * g
          theta[i] -= (lr * g) / Math.sqrt(G[i] + eps)
        }
      },
    }),
  },
})
