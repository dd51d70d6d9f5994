/**
 * Yogi: Adam whose second moment changes by addition, so that it forgets large gradients slowly.
 *   m = b1 m + (1-b1) g; v -= (1-b2) sign(v - g^2) g^2; theta -= lr m / (sqrt(v) + eps)
 *
 * Zaheer et al. (2018), Adaptive Methods for Nonconvex Optimization, algorithm 2.
 * The paper corrects no bias and starts v at 0; TensorFlow, optax and pytorch-optimizer start it at
 * 1e-6 and correct both moments as Adam does.
 */
import { epsilon, learningRate, number } from '../hyper'
import { defineDialect, defineOptimizer } from './contract'
import { named } from './quantities'
import { beta1, beta2 } from './shared'

export const yogi = defineOptimizer({
  id: 'yogi',
  label: 'Yogi',
  summary: 'Adam with a step size that cannot jump up after large gradients have passed.',
  paper: 'Zaheer et al. 2018',
  dialects: {
    paper: defineDialect({
      source: 'Zaheer et al. 2018, algorithm 2',
      equations: [
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t`,
        String.raw`v_t = v_{t-1} - (1 - \beta_2)\, \operatorname{sign}(v_{t-1} - g_t^2)\, g_t^2`,
        String.raw`\theta_t = \theta_{t-1} - \frac{\eta}{\sqrt{v_t} + \epsilon}\, m_t`,
      ],
      quantities: named('g', 'm', 'v'),
      code: [
        'm = beta1 * m + (1 - beta1) * g',
        'v = v - (1 - beta2) * np.sign(v - g * g) * (g * g)',
        'theta = theta - (lr * m) / (np.sqrt(v) + eps)',
      ],
      note: 'No bias correction, unlike optax and most libraries, and a large epsilon, 1e-3, as the paper advises.',
      hyper: {
        lr: learningRate(0.01),
        beta1: beta1(),
        beta2: beta2(0.999),
        eps: epsilon(1e-3),
        initialAccumulator: number('Initial accumulator', 'v_0', 0, { scale: 'log', onlyStarts: true }),
      },
      init: (dimension, { initialAccumulator }) => ({
        m: new Float64Array(dimension),
        v: new Float64Array(dimension).fill(initialAccumulator),
      }),
      step(theta, gradient, { m, v }, { lr, beta1, beta2, eps }) {
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          const square = g * g
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] -= (1 - beta2) * Math.sign(v[i] - square) * square
          theta[i] -= (lr * m[i]) / (Math.sqrt(v[i]) + eps)
        }
      },
    }),
    optax: defineDialect({
      source: 'optax.yogi',
      equations: [
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad \hat m_t = \frac{m_t}{1 - \beta_1^t}`,
        String.raw`v_t = v_{t-1} - (1 - \beta_2)\, \operatorname{sign}(v_{t-1} - g_t^2)\, g_t^2, \qquad \hat v_t = \frac{v_t}{1 - \beta_2^t}`,
        String.raw`\theta_t = \theta_{t-1} - \eta\, \frac{\hat m_t}{\sqrt{\hat v_t} + \epsilon}, \qquad m_0 = v_0 = 10^{-6}`,
      ],
      quantities: named('g', 'm', 'v', 'mHat', 'vHat', 'correction1', 'correction2'),
      code: [
        'correction1 = 1 - beta1 ** t',
        'correction2 = 1 - beta2 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'v = v - (1 - beta2) * np.sign(v - g * g) * (g * g)',
        'mHat = m / correction1',
        'vHat = v / correction2',
        'theta = theta - (lr * mHat) / (np.sqrt(vHat) + eps)',
      ],
      note: 'Both moments start at 1e-6 and are bias-corrected as in Adam, where the paper starts at 0 and corrects nothing.',
      hyper: {
        lr: learningRate(0.01),
        beta1: beta1(),
        beta2: beta2(0.999),
        eps: epsilon(1e-3),
      },
      init: (dimension) => ({
        m: new Float64Array(dimension).fill(1e-6),
        v: new Float64Array(dimension).fill(1e-6),
      }),
      step(theta, gradient, { m, v }, { lr, beta1, beta2, eps }, t, _problem, note) {
        const correction1 = 1 - beta1 ** t
        const correction2 = 1 - beta2 ** t
        note?.({ correction1, correction2 })
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          const square = g * g
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] -= (1 - beta2) * Math.sign(v[i] - square) * square
          const mHat = m[i] / correction1
          const vHat = v[i] / correction2
          theta[i] -= (lr * mHat) / (Math.sqrt(vHat) + eps)
          note?.({ mHat, vHat }, i)
        }
      },
    }),
  },
})
