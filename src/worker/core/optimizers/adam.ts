/**
 * Adam: momentum over RMSProp, both corrected for having started at zero.
 *   m = b1 m + (1-b1) g; v = b2 v + (1-b2) g^2
 *   theta -= lr (m/(1-b1^t)) / (sqrt(v/(1-b2^t)) + eps)
 *
 * Kingma and Ba (2015), Adam: A Method for Stochastic Optimization, algorithm 1.
 * The textbook prints beta2 = 0.9 where paper and frameworks have 0.999, and eps 1e-6 for 1e-8.
 * torch adds eps after the bias correction, as the paper's algorithm; TensorFlow and Keras use the
 * paper's "epsilon hat", added before it, which is larger in effect on the first updates.
 */
import { epsilon, learningRate, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer } from './contract'
import { epsilonHat } from './epsilon-hat'
import { named } from './quantities'
import {
  beta1,
  beta2,
  decayed,
  decoupled,
  eitherDecay,
  eitherDecayCode,
  epsilonRoot,
  textbook,
} from './shared'

export const adam = defineOptimizer({
  id: 'adam',
  label: 'Adam',
  summary: 'Momentum with a step size a coordinate; the usual first choice.',
  paper: 'Kingma and Ba 2015',
  dialects: {
    chapter: defineDialect({
      source: textbook,
      equations: [
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t`,
        String.raw`v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2`,
        String.raw`\hat m_t = \frac{m_t}{1 - \beta_1^t}, \qquad \hat v_t = \frac{v_t}{1 - \beta_2^t}`,
        String.raw`\theta_t = \theta_{t-1} - \frac{\eta}{\sqrt{\hat v_t} + \epsilon}\, \hat m_t`,
      ],
      quantities: named('g', 'm', 'v', 'mHat', 'vHat', 'correction1', 'correction2'),
      code: [
        'correction1 = 1 - beta1 ** t',
        'correction2 = 1 - beta2 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'v = beta2 * v + (1 - beta2) * (g * g)',
        'mHat = m / correction1',
        'vHat = v / correction2',
        'theta = theta - (lr / (np.sqrt(vHat) + eps)) * mHat',
      ],
      note: 'The arithmetic of PyTorch without its weight decay; the printed code has beta2 = 0.9, where the paper and the frameworks have 0.999.',
      hyper: { lr: learningRate(0.01), beta1: beta1(), beta2: beta2(0.9), eps: epsilon(1e-6) },
      init: (dimension) => ({ m: new Float64Array(dimension), v: new Float64Array(dimension) }),
      step(theta, gradient, { m, v }, { lr, beta1, beta2, eps }, t, _problem, note) {
        const correction1 = 1 - beta1 ** t
        const correction2 = 1 - beta2 ** t
        note?.({ correction1, correction2 })
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] = beta2 * v[i] + (1 - beta2) * (g * g)
          const mHat = m[i] / correction1
          const vHat = v[i] / correction2
          theta[i] -= (lr / (Math.sqrt(vHat) + eps)) * mHat
          note?.({ mHat, vHat }, i)
        }
      },
    }),
    pytorch: defineDialect({
      source: 'torch.optim.Adam',
      equations: [
        ...eitherDecay,
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t`,
        String.raw`v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2`,
        String.raw`\theta_t = \theta'_{t-1} - \frac{\eta}{1 - \beta_1^t} \cdot \frac{m_t}{\sqrt{v_t} / \sqrt{1 - \beta_2^t} + \epsilon}`,
      ],
      quantities: named('g', 'shrunk', 'm', 'v', 'correction1', 'correction2'),
      code: [
        ...eitherDecayCode,
        'correction1 = 1 - beta1 ** t',
        'correction2 = 1 - beta2 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'v = beta2 * v + (1 - beta2) * g * g',
        'theta = shrunk - (lr / correction1 * m) / (np.sqrt(v) / np.sqrt(correction2) + eps)',
      ],
      note: "The chapter's arithmetic with the defaults of the paper and an optional weight decay: an L2 penalty added to the gradient or, decoupled, AdamW's.",
      hyper: {
        lr: learningRate(1e-3),
        beta1: beta1(),
        beta2: beta2(0.999),
        eps: epsilon(1e-8),
        weightDecay: weightDecay(0),
        decoupled,
      },
      init: (dimension) => ({ m: new Float64Array(dimension), v: new Float64Array(dimension) }),
      step(theta, gradient, { m, v }, hyper, t, _problem, note) {
        const { lr, beta1, beta2, eps, weightDecay, decoupled } = hyper
        const penalty = decoupled ? 0 : weightDecay
        const keep = decoupled ? 1 - lr * weightDecay : 1
        const correction1 = 1 - beta1 ** t
        const correction2 = 1 - beta2 ** t
        const stepSize = lr / correction1
        const root2 = Math.sqrt(correction2)
        note?.({ correction1, correction2 })
        for (let i = 0; i < theta.length; i++) {
          const g = decayed(gradient[i], theta[i], penalty)
          const shrunk = theta[i] * keep
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] = beta2 * v[i] + (1 - beta2) * g * g
          theta[i] = shrunk - (stepSize * m[i]) / (Math.sqrt(v[i]) / root2 + eps)
          note?.({ g, shrunk }, i)
        }
      },
    }),
    optax: defineDialect({
      source: 'optax.adam',
      equations: [
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad \hat m_t = \frac{m_t}{1 - \beta_1^t}`,
        String.raw`v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2, \qquad \hat v_t = \frac{v_t}{1 - \beta_2^t}`,
        String.raw`\theta_t = \theta_{t-1} - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t + \epsilon_r} + \epsilon}`,
      ],
      quantities: named('g', 'm', 'v', 'mHat', 'vHat', 'correction1', 'correction2'),
      code: [
        'correction1 = 1 - beta1 ** t',
        'correction2 = 1 - beta2 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'v = beta2 * v + (1 - beta2) * g * g',
        'mHat = m / correction1',
        'vHat = v / correction2',
        'theta = theta - (lr * mHat) / (np.sqrt(vHat + epsRoot) + eps)',
      ],
      note: "The paper's and PyTorch's arithmetic with one more small number, under the root, which is 0 unless asked for. optax names no default rate, so this one is PyTorch's.",
      hyper: {
        lr: learningRate(1e-3),
        beta1: beta1(),
        beta2: beta2(0.999),
        eps: epsilon(1e-8),
        epsRoot: epsilonRoot(),
      },
      init: (dimension) => ({ m: new Float64Array(dimension), v: new Float64Array(dimension) }),
      step(theta, gradient, { m, v }, { lr, beta1, beta2, eps, epsRoot }, t, _problem, note) {
        const correction1 = 1 - beta1 ** t
        const correction2 = 1 - beta2 ** t
        note?.({ correction1, correction2 })
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] = beta2 * v[i] + (1 - beta2) * g * g
          const mHat = m[i] / correction1
          const vHat = v[i] / correction2
          theta[i] -= (lr * mHat) / (Math.sqrt(vHat + epsRoot) + eps)
          note?.({ mHat, vHat }, i)
        }
      },
    }),
    keras: epsilonHat({
      source: 'keras.optimizers.Adam',
      note: 'The paper\'s "epsilon hat": epsilon is added before the bias correction, so it weighs 1/sqrt(1 - beta2^t) times as much, 32 times at the first update; it is 1e-7 where PyTorch and optax have 1e-8. Weight decay shrinks theta itself.',
      weightDecay: 0,
    }),
  },
})
