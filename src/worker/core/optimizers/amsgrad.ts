/**
 * AMSGrad: Adam whose denominator never shrinks, so that its step size cannot grow again.
 *   m, v as Adam's; vmax = max(vmax, v); theta -= lr (m/(1-b1^t)) / (sqrt(vmax) + eps)
 *
 * Reddi, Kale and Kumar (2018), On the Convergence of Adam and Beyond.
 * The paper corrects neither moment, the textbook the first only, torch both: v is biased towards
 * zero at the start, so without its correction the first steps are longer by 1/sqrt(1-b2^t).
 */
import { epsilon, learningRate, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer } from './contract'
import { epsilonHat } from './epsilon-hat'
import { largestMoment, named } from './quantities'
import { beta1, beta2, decayed, epsilonRoot, textbook } from './shared'

export const amsgrad = defineOptimizer({
  id: 'amsgrad',
  label: 'AMSGrad',
  summary: 'Adam with a step size that can only fall, for the cases in which Adam fails to settle.',
  paper: 'Reddi, Kale and Kumar 2018',
  dialects: {
    chapter: defineDialect({
      source: textbook,
      equations: [
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad \hat m_t = \frac{m_t}{1 - \beta_1^t}`,
        String.raw`v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2`,
        String.raw`\hat v_t = \max(\hat v_{t-1},\, v_t)`,
        String.raw`\theta_t = \theta_{t-1} - \frac{\eta}{\sqrt{\hat v_t} + \epsilon}\, \hat m_t`,
      ],
      quantities: {
        ...named('g', 'm', 'v', 'mHat', 'correction1'),
        vMax: largestMoment(String.raw`\hat v`),
      },
      code: [
        'correction1 = 1 - beta1 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'v = beta2 * v + (1 - beta2) * (g * g)',
        'vMax = np.maximum(vMax, v)',
        'mHat = m / correction1',
        'theta = theta - (lr / (np.sqrt(vMax) + eps)) * mHat',
      ],
      note: 'Only the first moment is bias-corrected, in PyTorch both, so the first steps are longer than the learning rate.',
      hyper: { lr: learningRate(0.01), beta1: beta1(), beta2: beta2(0.9), eps: epsilon(1e-6) },
      init: (dimension) => ({
        m: new Float64Array(dimension),
        v: new Float64Array(dimension),
        vMax: new Float64Array(dimension),
      }),
      step(theta, gradient, { m, v, vMax }, { lr, beta1, beta2, eps }, t, _problem, note) {
        const correction1 = 1 - beta1 ** t
        note?.({ correction1 })
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] = beta2 * v[i] + (1 - beta2) * (g * g)
          vMax[i] = Math.max(vMax[i], v[i])
          const mHat = m[i] / correction1
          theta[i] -= (lr / (Math.sqrt(vMax[i]) + eps)) * mHat
          note?.({ mHat }, i)
        }
      },
    }),
    pytorch: defineDialect({
      source: 'torch.optim.Adam, amsgrad=True',
      equations: [
        String.raw`g_t = \nabla_\theta J(\theta_{t-1}) + \lambda\, \theta_{t-1}`,
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2`,
        String.raw`v^{\max}_t = \max(v^{\max}_{t-1},\, v_t)`,
        String.raw`\theta_t = \theta_{t-1} - \frac{\eta}{1 - \beta_1^t} \cdot \frac{m_t}{\sqrt{v^{\max}_t} / \sqrt{1 - \beta_2^t} + \epsilon}`,
      ],
      quantities: named('g', 'm', 'v', 'vMax', 'correction1', 'correction2'),
      code: [
        'g = gradient + weightDecay * theta',
        'correction1 = 1 - beta1 ** t',
        'correction2 = 1 - beta2 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'v = beta2 * v + (1 - beta2) * g * g',
        'vMax = np.maximum(vMax, v)',
        'theta = theta - (lr / correction1 * m) / (np.sqrt(vMax) / np.sqrt(correction2) + eps)',
      ],
      note: 'Both moments are bias-corrected, the second after its maximum is taken; the chapter corrects the first alone.',
      hyper: {
        lr: learningRate(1e-3),
        beta1: beta1(),
        beta2: beta2(0.999),
        eps: epsilon(1e-8),
        weightDecay: weightDecay(0),
      },
      init: (dimension) => ({
        m: new Float64Array(dimension),
        v: new Float64Array(dimension),
        vMax: new Float64Array(dimension),
      }),
      step(theta, gradient, { m, v, vMax }, { lr, beta1, beta2, eps, weightDecay }, t, _problem, note) {
        const correction1 = 1 - beta1 ** t
        const correction2 = 1 - beta2 ** t
        const stepSize = lr / correction1
        const root2 = Math.sqrt(correction2)
        note?.({ correction1, correction2 })
        for (let i = 0; i < theta.length; i++) {
          const g = decayed(gradient[i], theta[i], weightDecay)
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] = beta2 * v[i] + (1 - beta2) * g * g
          vMax[i] = Math.max(vMax[i], v[i])
          theta[i] -= (stepSize * m[i]) / (Math.sqrt(vMax[i]) / root2 + eps)
          note?.({ g }, i)
        }
      },
    }),
    optax: defineDialect({
      source: 'optax.amsgrad',
      equations: [
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad \hat m_t = \frac{m_t}{1 - \beta_1^t}`,
        String.raw`v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2, \qquad \hat v_t = \frac{v_t}{1 - \beta_2^t}`,
        String.raw`v^{\max}_t = \max(v^{\max}_{t-1},\, \hat v_t)`,
        String.raw`\theta_t = \theta_{t-1} - \eta\, \frac{\hat m_t}{\sqrt{v^{\max}_t + \epsilon_r} + \epsilon}`,
      ],
      quantities: {
        ...named('g', 'm', 'v', 'vMax', 'mHat', 'vHat', 'correction1', 'correction2'),
      },
      code: [
        'correction1 = 1 - beta1 ** t',
        'correction2 = 1 - beta2 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'v = beta2 * v + (1 - beta2) * g * g',
        'vHat = v / correction2',
        'vMax = np.maximum(vMax, vHat)',
        'mHat = m / correction1',
        'theta = theta - (lr * mHat) / (np.sqrt(vMax + epsRoot) + eps)',
      ],
      note: 'The maximum is taken after the bias correction, in PyTorch before it: as the corrected moment is largest at the start, the first steep stretch sets the step size for good.',
      hyper: {
        lr: learningRate(1e-3),
        beta1: beta1(),
        beta2: beta2(0.999),
        eps: epsilon(1e-8),
        epsRoot: epsilonRoot(),
      },
      init: (dimension) => ({
        m: new Float64Array(dimension),
        v: new Float64Array(dimension),
        vMax: new Float64Array(dimension),
      }),
      step(theta, gradient, { m, v, vMax }, { lr, beta1, beta2, eps, epsRoot }, t, _problem, note) {
        const correction1 = 1 - beta1 ** t
        const correction2 = 1 - beta2 ** t
        note?.({ correction1, correction2 })
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] = beta2 * v[i] + (1 - beta2) * g * g
          const mHat = m[i] / correction1
          const vHat = v[i] / correction2
          vMax[i] = Math.max(vMax[i], vHat)
          theta[i] -= (lr * mHat) / (Math.sqrt(vMax[i] + epsRoot) + eps)
          note?.({ mHat, vHat }, i)
        }
      },
    }),
    keras: epsilonHat({
      source: 'keras.optimizers.Adam, amsgrad=True',
      note: 'Keras\'s Adam, with its "epsilon hat": both moments are corrected, the second after its maximum is taken, as in PyTorch.',
      weightDecay: 0,
      amsgrad: true,
    }),
  },
})
