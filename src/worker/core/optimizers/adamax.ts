/**
 * AdaMax: Adam with the largest recent gradient in place of the mean square.
 *   m as Adam's; v = max(b2 v, |g|); theta -= lr (m/(1-b1^t)) / (v + eps)
 *
 * Kingma and Ba (2015), Adam: A Method for Stochastic Optimization, section 7.1.
 * The paper has no epsilon and divides 0 by 0 while a gradient is 0. The textbook adds it to the
 * denominator, torch to |g| inside the maximum, so that it fades with b2.
 */
import { epsilon, learningRate, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer } from './contract'
import { largest, named } from './quantities'
import { beta1, beta2, decayed, shrink, shrunk, textbook } from './shared'

export const adamax = defineOptimizer({
  id: 'adamax',
  label: 'AdaMax',
  summary: 'Adam scaled by the largest recent gradient; no step is longer than the learning rate.',
  paper: 'Kingma and Ba 2015, section 7.1',
  dialects: {
    chapter: defineDialect({
      source: textbook,
      equations: [
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad \hat m_t = \frac{m_t}{1 - \beta_1^t}`,
        String.raw`v_t = \max(\beta_2 v_{t-1},\, |g_t|)`,
        String.raw`\theta_t = \theta_{t-1} - \frac{\eta}{v_t + \epsilon}\, \hat m_t`,
      ],
      quantities: { ...named('g', 'm', 'mHat', 'correction1'), v: largest('v') },
      code: [
        'correction1 = 1 - beta1 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'mHat = m / correction1',
        'v = np.maximum(beta2 * v, np.abs(g))',
        'theta = theta - (lr / (v + eps)) * mHat',
      ],
      note: 'Epsilon is added to the denominator, in PyTorch to the size of the gradient inside the maximum.',
      hyper: { lr: learningRate(0.01), beta1: beta1(), beta2: beta2(0.999), eps: epsilon(1e-6) },
      init: (dimension) => ({ m: new Float64Array(dimension), v: new Float64Array(dimension) }),
      step(theta, gradient, { m, v }, { lr, beta1, beta2, eps }, t, _problem, note) {
        const correction1 = 1 - beta1 ** t
        note?.({ correction1 })
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] = Math.max(beta2 * v[i], Math.abs(g))
          const mHat = m[i] / correction1
          theta[i] -= (lr / (v[i] + eps)) * mHat
          note?.({ mHat }, i)
        }
      },
    }),
    pytorch: defineDialect({
      source: 'torch.optim.Adamax',
      equations: [
        String.raw`g_t = \nabla_\theta J(\theta_{t-1}) + \lambda\, \theta_{t-1}`,
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t`,
        String.raw`u_t = \max(\beta_2 u_{t-1},\, |g_t| + \epsilon)`,
        String.raw`\theta_t = \theta_{t-1} - \frac{\eta}{1 - \beta_1^t} \cdot \frac{m_t}{u_t}`,
      ],
      quantities: { ...named('g', 'm', 'correction1'), u: largest('u') },
      code: [
        'g = gradient + weightDecay * theta',
        'correction1 = 1 - beta1 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'u = np.maximum(beta2 * u, np.abs(g) + eps)',
        'theta = theta - (lr / correction1 * m) / u',
      ],
      note: 'Epsilon is added to the size of the gradient inside the maximum, in the chapter to the denominator.',
      hyper: {
        lr: learningRate(2e-3),
        beta1: beta1(),
        beta2: beta2(0.999),
        eps: epsilon(1e-8),
        weightDecay: weightDecay(0),
      },
      init: (dimension) => ({ m: new Float64Array(dimension), u: new Float64Array(dimension) }),
      step(theta, gradient, { m, u }, { lr, beta1, beta2, eps, weightDecay }, t, _problem, note) {
        const correction1 = 1 - beta1 ** t
        const stepSize = lr / correction1
        note?.({ correction1 })
        for (let i = 0; i < theta.length; i++) {
          const g = decayed(gradient[i], theta[i], weightDecay)
          m[i] = beta1 * m[i] + (1 - beta1) * g
          u[i] = Math.max(beta2 * u[i], Math.abs(g) + eps)
          theta[i] -= (stepSize * m[i]) / u[i]
          note?.({ g }, i)
        }
      },
    }),
    optax: defineDialect({
      source: 'optax.adamax',
      equations: [
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad \hat m_t = \frac{m_t}{1 - \beta_1^t}`,
        String.raw`u_t = \max(\beta_2 u_{t-1},\, |g_t| + \epsilon)`,
        String.raw`\theta_t = \theta_{t-1} - \eta\, \frac{\hat m_t}{u_t}`,
      ],
      quantities: { ...named('g', 'm', 'mHat', 'correction1'), u: largest('u') },
      code: [
        'correction1 = 1 - beta1 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'mHat = m / correction1',
        'u = np.maximum(beta2 * u, np.abs(g) + eps)',
        'theta = theta - lr * (mHat / u)',
      ],
      note: "PyTorch's arithmetic without its weight decay. optax names no default rate, so this one is PyTorch's.",
      hyper: { lr: learningRate(2e-3), beta1: beta1(), beta2: beta2(0.999), eps: epsilon(1e-8) },
      init: (dimension) => ({ m: new Float64Array(dimension), u: new Float64Array(dimension) }),
      step(theta, gradient, { m, u }, { lr, beta1, beta2, eps }, t, _problem, note) {
        const correction1 = 1 - beta1 ** t
        note?.({ correction1 })
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          m[i] = beta1 * m[i] + (1 - beta1) * g
          u[i] = Math.max(beta2 * u[i], Math.abs(g) + eps)
          const mHat = m[i] / correction1
          theta[i] -= lr * (mHat / u[i])
          note?.({ mHat }, i)
        }
      },
    }),
    keras: defineDialect({
      source: 'keras.optimizers.Adamax',
      equations: [
        shrunk,
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t`,
        String.raw`u_t = \max(\beta_2 u_{t-1},\, |g_t|)`,
        String.raw`\theta_t = \theta'_{t-1} - \frac{\eta\, m_t}{(1 - \beta_1^t)(u_t + \epsilon)}`,
      ],
      quantities: { ...named('g', 'shrunk', 'm', 'correction1'), u: largest('u') },
      code: [
        'shrunk = theta - theta * weightDecay * lr',
        'correction1 = 1 - beta1 ** t',
        'm = m + (g - m) * (1 - beta1)',
        'u = np.maximum(beta2 * u, np.abs(g))',
        'theta = shrunk - (lr * m) / (correction1 * (u + eps))',
      ],
      note: "The chapter's arithmetic, epsilon added to the denominator, with a rate of 0.001; weight decay shrinks theta itself.",
      hyper: {
        lr: learningRate(1e-3),
        beta1: beta1(),
        beta2: beta2(0.999),
        eps: epsilon(1e-7),
        weightDecay: weightDecay(0),
      },
      init: (dimension) => ({ m: new Float64Array(dimension), u: new Float64Array(dimension) }),
      step(theta, gradient, { m, u }, { lr, beta1, beta2, eps, weightDecay }, t, _problem, note) {
        const correction1 = 1 - beta1 ** t
        note?.({ correction1 })
        shrink(theta, lr, weightDecay, note)
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          m[i] += (g - m[i]) * (1 - beta1)
          u[i] = Math.max(beta2 * u[i], Math.abs(g))
          theta[i] -= (lr * m[i]) / (correction1 * (u[i] + eps))
        }
      },
    }),
  },
})
