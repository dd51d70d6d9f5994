import { epsilon, learningRate, weightDecay } from '../hyper'
import { defineDialect, type Dialect } from './contract'
import { beta1, beta2, shrink, shrunk } from './shared'

interface EpsilonHat {
  readonly source: string
  readonly note: string
  /** Its default. */
  readonly weightDecay: number
  readonly amsgrad?: boolean
}

/** Adam, AdamW and AMSGrad as Keras has them: epsilon joins the root before the bias correction does. */
export const epsilonHat = ({ source, note, weightDecay: byDefault, amsgrad = false }: EpsilonHat): Dialect =>
  defineDialect({
    source,
    note,
    equations: [
      shrunk,
      String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2`,
      ...(amsgrad ? [String.raw`v^{\max}_t = \max(v^{\max}_{t-1},\, v_t)`] : []),
      String.raw`\alpha_t = \eta\, \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}`,
      String.raw`\theta_t = \theta'_{t-1} - \alpha_t\, \frac{m_t}{\sqrt{${amsgrad ? String.raw`v^{\max}_t` : 'v_t'}} + \epsilon}`,
    ],
    hyper: {
      lr: learningRate(1e-3),
      beta1: beta1(),
      beta2: beta2(0.999),
      eps: epsilon(1e-7),
      weightDecay: weightDecay(byDefault),
    },
    init: (dimension) => ({
      m: new Float64Array(dimension),
      v: new Float64Array(dimension),
      ...(amsgrad && { vMax: new Float64Array(dimension) }),
    }),
    step(theta, gradient, { m, v, vMax = v }, { lr, beta1, beta2, eps, weightDecay }, t) {
      const alpha = (lr * Math.sqrt(1 - beta2 ** t)) / (1 - beta1 ** t)
      shrink(theta, lr, weightDecay)
      for (let i = 0; i < theta.length; i++) {
        const g = gradient[i]
        m[i] += (g - m[i]) * (1 - beta1)
        v[i] += (g * g - v[i]) * (1 - beta2)
        vMax[i] = Math.max(vMax[i], v[i])
        theta[i] -= (m[i] * alpha) / (Math.sqrt(vMax[i]) + eps)
      }
    },
  })
