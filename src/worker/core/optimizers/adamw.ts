/**
 * AdamW: weight decay taken out of the gradient, so that Adam's denominator does not scale it.
 *   theta *= 1 - lr wd; then Adam's step
 *
 * Loshchilov and Hutter (2019), Decoupled Weight Decay Regularization.
 * In the paper the decay is multiplied by the schedule's factor alone, in torch by the whole
 * learning rate: the paper's lambda is torch's lr * weightDecay. Keras and optax go with torch.
 */
import { epsilon, learningRate, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer } from './contract'
import { beta1, beta2 } from './shared'

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
        String.raw`\theta_t = \theta'_{t-1} - \frac{\eta}{1 - \beta_1^t} \cdot \frac{m_t}{\sqrt{v_t} / \sqrt{1 - \beta_2^t} + \epsilon}`,
      ],
      note: 'The decay shrinks theta itself, after the gradient was taken, and is on by default (0.01), so it settles slightly off the minimum.',
      hyper: {
        lr: learningRate(1e-3),
        beta1: beta1(),
        beta2: beta2(0.999),
        eps: epsilon(1e-8),
        weightDecay: weightDecay(0.01),
      },
      init: (dimension) => ({ m: new Float64Array(dimension), v: new Float64Array(dimension) }),
      step(theta, gradient, { m, v }, { lr, beta1, beta2, eps, weightDecay }, t) {
        const shrink = 1 - lr * weightDecay
        const stepSize = lr / (1 - beta1 ** t)
        const root2 = Math.sqrt(1 - beta2 ** t)
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          theta[i] *= shrink
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] = beta2 * v[i] + (1 - beta2) * g * g
          theta[i] -= (stepSize * m[i]) / (Math.sqrt(v[i]) / root2 + eps)
        }
      },
    }),
  },
})
