import { epsilon, learningRate, weightDecay } from '../hyper'
import { defineDialect, type Dialect } from './contract'
import { fresh, named } from './quantities'
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
    quantities: {
      ...named(
        'g',
        'shrunk',
        'm',
        'v',
        'correction1',
        'correction2',
        ...(amsgrad ? (['vMax'] as const) : []),
      ),
      alpha: fresh(String.raw`\alpha_t`, 'Learning rate with the bias corrections of both moments.'),
    },
    code: [
      'correction1 = 1 - beta1 ** t',
      'correction2 = 1 - beta2 ** t',
      'alpha = (lr * np.sqrt(correction2)) / correction1',
      'shrunk = theta - theta * weightDecay * lr',
      'm = m + (g - m) * (1 - beta1)',
      'v = v + (g * g - v) * (1 - beta2)',
      ...(amsgrad ? ['vMax = np.maximum(vMax, v)'] : []),
      `theta = shrunk - (m * alpha) / (np.sqrt(${amsgrad ? 'vMax' : 'v'}) + eps)`,
    ],
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
    step(theta, gradient, { m, v, vMax = v }, { lr, beta1, beta2, eps, weightDecay }, t, _problem, note) {
      const correction1 = 1 - beta1 ** t
      const correction2 = 1 - beta2 ** t
      const alpha = (lr * Math.sqrt(correction2)) / correction1
      note?.({ correction1, correction2, alpha })
      shrink(theta, lr, weightDecay, note)
      for (let i = 0; i < theta.length; i++) {
        const g = gradient[i]
        m[i] += (g - m[i]) * (1 - beta1)
        v[i] += (g * g - v[i]) * (1 - beta2)
        vMax[i] = Math.max(vMax[i], v[i])
        theta[i] -= (m[i] * alpha) / (Math.sqrt(vMax[i]) + eps)
      }
    },
  })
