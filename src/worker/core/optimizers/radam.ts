/**
 * RAdam: Adam whose adaptive step is held back while its second moment rests on few gradients.
 *   rho_t = rho_inf - 2 t b2^t/(1-b2^t); above 5: Adam's step times r_t; else theta -= lr m/(1-b1^t)
 *
 * Liu et al. (2020), On the Variance of the Adaptive Learning Rate and Beyond.
 * The paper rectifies from rho_t > 4 and has no epsilon; torch, as the authors' code, waits for
 * rho_t > 5 and adds epsilon before the bias correction, unlike its own Adam. The first updates
 * (5 with b2 = 0.999) are plain momentum, so a large gradient makes a long first step.
 */
import { epsilon, learningRate, number, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer } from './contract'
import { fresh, named } from './quantities'
import {
  beta1,
  beta2,
  decayed,
  decoupled,
  eitherDecay,
  eitherDecayCode,
  epsilonRoot,
  nesterov,
  nesterovMoment,
  nesterovMomentCode,
} from './shared'

const rectification = {
  rhoInf: fresh(
    String.raw`\rho_\infty`,
    'How many gradients the second moment rests on in the long run, in effect.',
  ),
  rho: fresh(String.raw`\rho_t`, 'How many gradients the second moment rests on by now, in effect.'),
  r: fresh(
    'r_t',
    'Rectification: the share of the step that so few gradients are worth; no number while they are too few.',
  ),
}

export const radam = defineOptimizer({
  id: 'radam',
  label: 'RAdam',
  summary: 'Adam with a warm-up of its own, from the variance of its second moment.',
  paper: 'Liu et al. 2020',
  dialects: {
    pytorch: defineDialect({
      source: 'torch.optim.RAdam',
      equations: [
        ...eitherDecay,
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2`,
        String.raw`\hat m_t = \frac{m_t}{1 - \beta_1^t}, \qquad \rho_\infty = \frac{2}{1 - \beta_2} - 1, \qquad \rho_t = \rho_\infty - \frac{2 t \beta_2^t}{1 - \beta_2^t}`,
        String.raw`r_t = \sqrt{\frac{(\rho_t - 4)(\rho_t - 2)\, \rho_\infty}{(\rho_\infty - 4)(\rho_\infty - 2)\, \rho_t}}`,
        String.raw`\theta_t = \theta'_{t-1} - \begin{cases} \eta\, r_t\, \hat m_t\, \dfrac{\sqrt{1 - \beta_2^t}}{\sqrt{v_t} + \epsilon} & \rho_t > 5 \\ \eta\, \hat m_t & \text{otherwise} \end{cases}`,
      ],
      quantities: {
        ...named('g', 'shrunk', 'm', 'v', 'mHat', 'correction1', 'correction2'),
        ...rectification,
      },
      code: [
        ...eitherDecayCode,
        'correction1 = 1 - beta1 ** t',
        'correction2 = 1 - beta2 ** t',
        'rhoInf = 2 / (1 - beta2) - 1',
        'rho = rhoInf - (2 * t * beta2 ** t) / correction2',
        'r = np.sqrt(((rho - 4) * (rho - 2) * rhoInf) / ((rhoInf - 4) * (rhoInf - 2) * rho))',
        'm = beta1 * m + (1 - beta1) * g',
        'v = beta2 * v + (1 - beta2) * g * g',
        'mHat = m / correction1',
        'theta = shrunk - np.where(rho > 5, mHat * lr * (np.sqrt(correction2) / (np.sqrt(v) + eps)) * r, mHat * lr)',
      ],
      note: 'The first updates are plain momentum, in proportion to the gradient; the adaptive step starts once rho exceeds 5 (the paper says 4), and epsilon is added before the bias correction, in optax after it.',
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
        const rhoInf = 2 / (1 - beta2) - 1
        const rho = rhoInf - (2 * t * beta2 ** t) / correction2
        const rectified = rho > 5
        const r = Math.sqrt(((rho - 4) * (rho - 2) * rhoInf) / ((rhoInf - 4) * (rhoInf - 2) * rho))
        const root2 = Math.sqrt(correction2)
        note?.({ correction1, correction2, rhoInf, rho, r })
        for (let i = 0; i < theta.length; i++) {
          const g = decayed(gradient[i], theta[i], penalty)
          const shrunk = theta[i] * keep
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] = beta2 * v[i] + (1 - beta2) * g * g
          const mHat = m[i] / correction1
          theta[i] = shrunk - (rectified ? mHat * lr * (root2 / (Math.sqrt(v[i]) + eps)) * r : mHat * lr)
          note?.({ g, shrunk, mHat }, i)
        }
      },
    }),
    optax: defineDialect({
      source: 'optax.radam',
      equations: [
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2`,
        nesterovMoment,
        String.raw`\hat v_t = \frac{v_t}{1 - \beta_2^t}, \qquad \rho_\infty = \frac{2}{1 - \beta_2} - 1, \qquad \rho_t = \rho_\infty - \frac{2 t \beta_2^t}{1 - \beta_2^t}`,
        String.raw`r_t = \sqrt{\frac{(\rho_t - 4)(\rho_t - 2)\, \rho_\infty}{(\rho_\infty - 4)(\rho_\infty - 2)\, \rho_t}}`,
        String.raw`\theta_t = \theta_{t-1} - \begin{cases} \eta\, r_t\, \dfrac{\hat m_t}{\sqrt{\hat v_t + \epsilon_r} + \epsilon} & \rho_t \ge \rho_{\min} \\ \eta\, \hat m_t & \text{otherwise} \end{cases}`,
      ],
      quantities: {
        ...named('g', 'm', 'v', 'mHat', 'vHat', 'correction1', 'correction1Next', 'correction2'),
        ...rectification,
      },
      code: [
        'correction1 = 1 - beta1 ** t',
        'correction2 = 1 - beta2 ** t',
        'rhoInf = 2 / (1 - beta2) - 1',
        'rho = rhoInf - (2 * t * beta2 ** t) / correction2',
        'r = np.sqrt(((rho - 4) * (rho - 2) * rhoInf) / ((rhoInf - 4) * (rhoInf - 2) * rho))',
        'm = beta1 * m + (1 - beta1) * g',
        'v = beta2 * v + (1 - beta2) * g * g',
        ...nesterovMomentCode,
        'vHat = v / correction2',
        'theta = theta - lr * np.where(rho >= threshold, (r * mHat) / (np.sqrt(vHat + epsRoot) + eps), mHat)',
      ],
      note: "Epsilon is added after the bias correction, in PyTorch before it, and the adaptive step starts where rho reaches the threshold, in PyTorch where it exceeds 5; Nesterov's momentum is an option.",
      hyper: {
        lr: learningRate(1e-3),
        beta1: beta1(),
        beta2: beta2(0.999),
        eps: epsilon(1e-8),
        epsRoot: epsilonRoot(),
        threshold: number('Threshold', '\\rho_{\\min}', 5, { min: 4, minExclusive: true }),
        nesterov,
      },
      init: (dimension) => ({ m: new Float64Array(dimension), v: new Float64Array(dimension) }),
      step(theta, gradient, { m, v }, hyper, t, _problem, note) {
        const { lr, beta1, beta2, eps, epsRoot, threshold, nesterov } = hyper
        const correction1 = 1 - beta1 ** t
        const correction1Next = 1 - beta1 ** (t + 1)
        const correction2 = 1 - beta2 ** t
        const rhoInf = 2 / (1 - beta2) - 1
        const rho = rhoInf - (2 * t * beta2 ** t) / correction2
        const rectified = rho >= threshold
        const r = Math.sqrt(((rho - 4) * (rho - 2) * rhoInf) / ((rhoInf - 4) * (rhoInf - 2) * rho))
        note?.({ correction1, correction1Next, correction2, rhoInf, rho, r })
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] = beta2 * v[i] + (1 - beta2) * g * g
          const mHat = nesterov
            ? beta1 * (m[i] / correction1Next) + (1 - beta1) * (g / correction1)
            : m[i] / correction1
          const vHat = v[i] / correction2
          const step = rectified ? (r * mHat) / (Math.sqrt(vHat + epsRoot) + eps) : mHat
          theta[i] -= lr * step
          note?.({ mHat, vHat }, i)
        }
      },
    }),
  },
})
