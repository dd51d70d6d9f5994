/**
 * AdaBelief: Adam that divides by how far a gradient is from what its mean foretold.
 *   m as Adam's; s = b2 s + (1-b2)(g - m)^2 + eps
 *   theta -= lr (m/(1-b1^t)) / (sqrt(s/(1-b2^t)) + eps)
 *
 * Zhuang et al. (2020), AdaBelief Optimizer: Adapting Stepsizes by the Belief in Observed Gradients,
 * algorithm 2. Epsilon enters twice and, inside s, adds up to eps/(1-b2). The authors' code has
 * eps 1e-16 and rectifies as RAdam by default; optax has 1e-16 and calls the inner one eps_root.
 */
import { epsilon, learningRate } from '../hyper'
import { defineDialect, defineOptimizer } from './contract'
import { carried, fresh, named } from './quantities'
import { beta1, beta2, epsilonRoot, nesterov, nesterovMoment, nesterovMomentCode } from './shared'

const surprises = {
  s: carried('s', 'Mean of the squared surprises so far, the older the less they weigh.'),
  sHat: fresh(String.raw`\hat s_t`, 'Mean of the squared surprises, corrected for its start at zero.'),
}

export const adabelief = defineOptimizer({
  id: 'adabelief',
  label: 'AdaBelief',
  summary: 'Adam that takes long steps where gradients come as foretold and short ones where they surprise.',
  paper: 'Zhuang et al. 2020',
  dialects: {
    paper: defineDialect({
      source: 'Zhuang et al. 2020, algorithm 2',
      equations: [
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad \hat m_t = \frac{m_t}{1 - \beta_1^t}`,
        String.raw`s_t = \beta_2 s_{t-1} + (1 - \beta_2)\, (g_t - m_t)^2 + \epsilon, \qquad \hat s_t = \frac{s_t}{1 - \beta_2^t}`,
        String.raw`\theta_t = \theta_{t-1} - \frac{\eta}{\sqrt{\hat s_t} + \epsilon}\, \hat m_t`,
      ],
      quantities: { ...named('g', 'm', 'mHat', 'correction1', 'correction2'), ...surprises },
      code: [
        'correction1 = 1 - beta1 ** t',
        'correction2 = 1 - beta2 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'surprise = g - m',
        's = beta2 * s + (1 - beta2) * surprise * surprise + eps',
        'mHat = m / correction1',
        'sHat = s / correction2',
        'theta = theta - (lr * mHat) / (np.sqrt(sHat) + eps)',
      ],
      note: 'Epsilon enters twice, into the moment and beside its root; libraries use 1e-16 where the paper says 1e-8, and optax has a setting for each.',
      hyper: { lr: learningRate(1e-3), beta1: beta1(), beta2: beta2(0.999), eps: epsilon(1e-8) },
      init: (dimension) => ({ m: new Float64Array(dimension), s: new Float64Array(dimension) }),
      step(theta, gradient, { m, s }, { lr, beta1, beta2, eps }, t, _problem, note) {
        const correction1 = 1 - beta1 ** t
        const correction2 = 1 - beta2 ** t
        note?.({ correction1, correction2 })
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          m[i] = beta1 * m[i] + (1 - beta1) * g
          const surprise = g - m[i]
          s[i] = beta2 * s[i] + (1 - beta2) * surprise * surprise + eps
          const mHat = m[i] / correction1
          const sHat = s[i] / correction2
          theta[i] -= (lr * mHat) / (Math.sqrt(sHat) + eps)
          note?.({ mHat, sHat }, i)
        }
      },
    }),
    optax: defineDialect({
      source: 'optax.adabelief',
      equations: [
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t`,
        nesterovMoment,
        String.raw`s_t = \beta_2 s_{t-1} + (1 - \beta_2)\, (g_t - m_t)^2 + \epsilon_r, \qquad \hat s_t = \frac{s_t}{1 - \beta_2^t}`,
        String.raw`\theta_t = \theta_{t-1} - \frac{\eta}{\sqrt{\hat s_t} + \epsilon}\, \hat m_t`,
      ],
      quantities: {
        ...named('g', 'm', 'mHat', 'correction1', 'correction1Next', 'correction2'),
        ...surprises,
      },
      code: [
        'correction1 = 1 - beta1 ** t',
        'correction2 = 1 - beta2 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'surprise = g - m',
        's = beta2 * s + (1 - beta2) * surprise * surprise + epsRoot',
        ...nesterovMomentCode,
        'sHat = s / correction2',
        'theta = theta - (lr * mHat) / (np.sqrt(sHat) + eps)',
      ],
      note: "The arithmetic of the paper with its two epsilons apart, both 1e-16 where the paper says 1e-8; Nesterov's momentum is an option.",
      hyper: {
        lr: learningRate(1e-3),
        beta1: beta1(),
        beta2: beta2(0.999),
        eps: epsilon(1e-16),
        epsRoot: { ...epsilonRoot(1e-16), label: 'Epsilon in the moment' },
        nesterov,
      },
      init: (dimension) => ({ m: new Float64Array(dimension), s: new Float64Array(dimension) }),
      step(theta, gradient, { m, s }, { lr, beta1, beta2, eps, epsRoot, nesterov }, t, _problem, note) {
        const correction1 = 1 - beta1 ** t
        const correction1Next = 1 - beta1 ** (t + 1)
        const correction2 = 1 - beta2 ** t
        note?.({ correction1, correction1Next, correction2 })
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          m[i] = beta1 * m[i] + (1 - beta1) * g
          const surprise = g - m[i]
          s[i] = beta2 * s[i] + (1 - beta2) * surprise * surprise + epsRoot
          const mHat = nesterov
            ? beta1 * (m[i] / correction1Next) + (1 - beta1) * (g / correction1)
            : m[i] / correction1
          const sHat = s[i] / correction2
          theta[i] -= (lr * mHat) / (Math.sqrt(sHat) + eps)
          note?.({ mHat, sHat }, i)
        }
      },
    }),
  },
})
