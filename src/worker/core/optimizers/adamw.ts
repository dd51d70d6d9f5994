/**
 * AdamW: weight decay taken out of the gradient, so that Adam's denominator does not scale it.
 *   theta *= 1 - lr wd; then Adam's step
 *
 * Loshchilov and Hutter (2019), Decoupled Weight Decay Regularization.
 * In the paper the decay is multiplied by the schedule's factor alone, in torch by the whole
 * learning rate: the paper's lambda is torch's lr * weightDecay. Keras and optax go with torch.
 */
import { epsilon, flag, learningRate, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer } from './contract'
import { epsilonHat } from './epsilon-hat'
import { fresh, named } from './quantities'
import { beta1, beta2, decayed, epsilonRoot } from './shared'

export const adamw = defineOptimizer({
  id: 'adamw',
  label: 'AdamW',
  summary: 'Adam with weight decay that really is one: it pulls towards zero at the same rate everywhere.',
  paper: 'Loshchilov and Hutter 2019',
  dialects: {
    pytorch: defineDialect({
      source: 'torch.optim.AdamW',
      equations: [
        String.raw`\theta'_{t-1} = (1 - \eta\, \lambda)\, \theta_{t-1}`,
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2`,
        String.raw`v^{\max}_t = \max(v^{\max}_{t-1},\, v_t), \qquad \tilde v_t = \begin{cases} v^{\max}_t & \text{if AMSGrad} \\ v_t & \text{otherwise} \end{cases}`,
        String.raw`\theta_t = \theta'_{t-1} - \frac{\eta}{1 - \beta_1^t} \cdot \frac{m_t}{\sqrt{\tilde v_t} / \sqrt{1 - \beta_2^t} + \epsilon}`,
      ],
      quantities: {
        ...named('g', 'shrunk', 'm', 'v', 'vMax', 'correction1', 'correction2'),
        moment: fresh(String.raw`\tilde v_t`, 'Second moment that is divided by.'),
      },
      code: [
        'shrunk = theta * (1 - lr * weightDecay)',
        'correction1 = 1 - beta1 ** t',
        'correction2 = 1 - beta2 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'v = beta2 * v + (1 - beta2) * g * g',
        'vMax = np.where(amsgrad, np.maximum(vMax, v), vMax)',
        'moment = np.where(amsgrad, vMax, v)',
        'theta = shrunk - (lr / correction1 * m) / (np.sqrt(moment) / np.sqrt(correction2) + eps)',
      ],
      note: 'The decay shrinks theta itself, after the gradient was taken, and is on by default (0.01), so it settles slightly off the minimum; optax has 1e-4 and Keras 0.004.',
      hyper: {
        lr: learningRate(1e-3),
        beta1: beta1(),
        beta2: beta2(0.999),
        eps: epsilon(1e-8),
        weightDecay: weightDecay(0.01),
        amsgrad: flag('AMSGrad', '\\text{AMSGrad}', false),
      },
      init: (dimension) => ({
        m: new Float64Array(dimension),
        v: new Float64Array(dimension),
        vMax: new Float64Array(dimension),
      }),
      step(theta, gradient, { m, v, vMax }, hyper, t, _problem, note) {
        const { lr, beta1, beta2, eps, weightDecay, amsgrad } = hyper
        const shrink = 1 - lr * weightDecay
        const correction1 = 1 - beta1 ** t
        const correction2 = 1 - beta2 ** t
        const stepSize = lr / correction1
        const root2 = Math.sqrt(correction2)
        note?.({ correction1, correction2 })
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          const shrunk = theta[i] * shrink
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] = beta2 * v[i] + (1 - beta2) * g * g
          if (amsgrad) vMax[i] = Math.max(vMax[i], v[i])
          const moment = amsgrad ? vMax[i] : v[i]
          theta[i] = shrunk - (stepSize * m[i]) / (Math.sqrt(moment) / root2 + eps)
          note?.({ shrunk, moment }, i)
        }
      },
    }),
    optax: defineDialect({
      source: 'optax.adamw',
      equations: [
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad \hat m_t = \frac{m_t}{1 - \beta_1^t}`,
        String.raw`v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2, \qquad \hat v_t = \frac{v_t}{1 - \beta_2^t}`,
        String.raw`\theta_t = \theta_{t-1} - \eta \left(\frac{\hat m_t}{\sqrt{\hat v_t + \epsilon_r} + \epsilon} + \lambda\, \theta_{t-1}\right)`,
      ],
      quantities: named('g', 'm', 'v', 'mHat', 'vHat', 'correction1', 'correction2'),
      code: [
        'correction1 = 1 - beta1 ** t',
        'correction2 = 1 - beta2 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'v = beta2 * v + (1 - beta2) * g * g',
        'mHat = m / correction1',
        'vHat = v / correction2',
        'theta = theta - lr * (mHat / (np.sqrt(vHat + epsRoot) + eps) + weightDecay * theta)',
      ],
      note: "PyTorch's arithmetic with a hundredth of its decay (1e-4 for 0.01) and one more small number under the root, 0 unless asked for.",
      hyper: {
        lr: learningRate(1e-3),
        beta1: beta1(),
        beta2: beta2(0.999),
        eps: epsilon(1e-8),
        epsRoot: epsilonRoot(),
        weightDecay: weightDecay(1e-4),
      },
      init: (dimension) => ({ m: new Float64Array(dimension), v: new Float64Array(dimension) }),
      step(theta, gradient, { m, v }, { lr, beta1, beta2, eps, epsRoot, weightDecay }, t, _problem, note) {
        const correction1 = 1 - beta1 ** t
        const correction2 = 1 - beta2 ** t
        note?.({ correction1, correction2 })
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] = beta2 * v[i] + (1 - beta2) * g * g
          const mHat = m[i] / correction1
          const vHat = v[i] / correction2
          const step = mHat / (Math.sqrt(vHat + epsRoot) + eps)
          theta[i] -= lr * decayed(step, theta[i], weightDecay)
          note?.({ mHat, vHat }, i)
        }
      },
    }),
    keras: epsilonHat({
      source: 'keras.optimizers.AdamW',
      note: 'Keras\'s Adam, with its "epsilon hat", and a decay of 0.004 where PyTorch has 0.01 and optax 1e-4.',
      weightDecay: 0.004,
      amsgrad: 'chosen',
    }),
  },
})
