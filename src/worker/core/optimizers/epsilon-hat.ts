import { epsilon, flag, learningRate, weightDecay } from '../hyper'
import { defineDialect, type Dialect } from './contract'
import { fresh, named } from './quantities'
import { beta1, beta2, shrink, shrunk } from './shared'

interface EpsilonHat {
  readonly source: string
  readonly note: string
  /** Its default. */
  readonly weightDecay: number
  /** Whether the largest second moment is divided by; where it can be chosen, it is a hyper-parameter. */
  readonly amsgrad?: boolean | 'chosen'
}

const largest = String.raw`v^{\max}_t = \max(v^{\max}_{t-1},\, v_t)`

/** What is divided by the root of: in NumPy and TeX, with the lines that work it out. */
const divisors = {
  moment: { name: 'v', code: [], tex: 'v_t', equations: [] },
  largest: {
    name: 'vMax',
    code: ['vMax = np.maximum(vMax, v)'],
    tex: String.raw`v^{\max}_t`,
    equations: [largest],
  },
  chosen: {
    name: 'moment',
    code: ['vMax = np.where(amsgrad, np.maximum(vMax, v), vMax)', 'moment = np.where(amsgrad, vMax, v)'],
    tex: String.raw`\tilde v_t`,
    equations: [
      String.raw`${largest}, \qquad \tilde v_t = \begin{cases} v^{\max}_t & \text{if AMSGrad} \\ v_t & \text{otherwise} \end{cases}`,
    ],
  },
} as const

/** Adam, AdamW and AMSGrad as Keras has them: epsilon joins the root before the bias correction does. */
export function epsilonHat({ source, note, weightDecay: byDefault, amsgrad = false }: EpsilonHat): Dialect {
  const divisor = divisors[amsgrad === 'chosen' ? 'chosen' : amsgrad ? 'largest' : 'moment']
  return defineDialect({
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
      ...(amsgrad === 'chosen' && {
        moment: fresh(String.raw`\tilde v_t`, 'Second moment that is divided by.'),
      }),
      alpha: fresh(String.raw`\alpha_t`, 'Learning rate with the bias corrections of both moments.'),
    },
    code: [
      'correction1 = 1 - beta1 ** t',
      'correction2 = 1 - beta2 ** t',
      'alpha = (lr * np.sqrt(correction2)) / correction1',
      'shrunk = theta - theta * weightDecay * lr',
      'm = m + (g - m) * (1 - beta1)',
      'v = v + (g * g - v) * (1 - beta2)',
      ...divisor.code,
      `theta = shrunk - (m * alpha) / (np.sqrt(${divisor.name}) + eps)`,
    ],
    equations: [
      shrunk,
      String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2`,
      ...divisor.equations,
      String.raw`\alpha_t = \eta\, \frac{\sqrt{1 - \beta_2^t}}{1 - \beta_1^t}`,
      String.raw`\theta_t = \theta'_{t-1} - \alpha_t\, \frac{m_t}{\sqrt{${divisor.tex}} + \epsilon}`,
    ],
    hyper: {
      lr: learningRate(1e-3),
      beta1: beta1(),
      beta2: beta2(0.999),
      eps: epsilon(1e-7),
      weightDecay: weightDecay(byDefault),
      ...(amsgrad === 'chosen' && { amsgrad: flag('AMSGrad', '\\text{AMSGrad}', false) }),
    },
    init: (dimension) => ({
      m: new Float64Array(dimension),
      v: new Float64Array(dimension),
      ...(amsgrad && { vMax: new Float64Array(dimension) }),
    }),
    step(theta, gradient, { m, v, vMax = v }, hyper, t, _problem, note) {
      const { lr, beta1, beta2, eps, weightDecay, amsgrad: isAsked = amsgrad === true } = hyper
      const divided = isAsked ? vMax : v
      const correction1 = 1 - beta1 ** t
      const correction2 = 1 - beta2 ** t
      const alpha = (lr * Math.sqrt(correction2)) / correction1
      note?.({ correction1, correction2, alpha })
      shrink(theta, lr, weightDecay, note)
      for (let i = 0; i < theta.length; i++) {
        const g = gradient[i]
        m[i] += (g - m[i]) * (1 - beta1)
        v[i] += (g * g - v[i]) * (1 - beta2)
        if (isAsked) vMax[i] = Math.max(vMax[i], v[i])
        theta[i] -= (m[i] * alpha) / (Math.sqrt(divided[i]) + eps)
        if (amsgrad === 'chosen') note?.({ moment: divided[i] }, i)
      }
    },
  })
}
