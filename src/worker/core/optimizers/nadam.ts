/**
 * Nadam: Adam with Nesterov's lookahead folded into the first moment.
 *   mt = b1 m/(1-b1^(t+1)) + (1-b1) g/(1-b1^t); theta -= lr mt / (sqrt(v/(1-b2^t)) + eps)
 *
 * Dozat (2016), Incorporating Nesterov Momentum into Adam.
 * The textbook's printed code names `grad`, which is never defined, updates with m-hat where its
 * text says m-bar, and divides v by 1 - b2^0 = 0 on the first update; the superscripts in its
 * equations are indices of a schedule, not powers. This dialect is Dozat's with a constant b1.
 * torch and Keras follow his schedule mu_t = b1 (1 - 0.5 * 0.96^(t psi)) with psi = 0.004: b1 is
 * approached from half its size. Before 2.0, torch took mu_t twice into the product that corrects the
 * momentum term (pytorch/pytorch#92699 mended it): that is `pytorch-1.13`.
 */
import { epsilon, learningRate, number, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer, type Dialect } from './contract'
import { carried, fresh, named } from './quantities'
import {
  beta1,
  beta2,
  decayed,
  decoupled,
  eitherDecay,
  eitherDecayCode,
  epsilonRoot,
  shrink,
  shrunk,
} from './shared'

interface Scheduled {
  readonly source: string
  readonly note: string
  /** The product of the momenta up to the next update, in TeX, in NumPy and in numbers. */
  readonly next: string
  readonly nextCode: string
  productNext(product: number, mu: number, muNext: number): number
  /** Whether its weight decay can be decoupled; else it is an L2 penalty. */
  readonly decouples?: boolean
}

const momenta = {
  mu: fresh(String.raw`\mu_t`, 'Momentum of this update, by its schedule.'),
  muNext: fresh(String.raw`\mu_{t+1}`, 'Momentum of the next update, by its schedule.'),
  muProduct: carried(String.raw`\Pi`, 'Product of the momenta of all updates so far.'),
}

/** Nadam with a momentum mu_t that changes from update to update. */
const scheduled = ({ source, note, next, nextCode, productNext, decouples = false }: Scheduled): Dialect =>
  defineDialect({
    source,
    equations: [
      ...(decouples
        ? eitherDecay
        : [String.raw`g_t = \nabla_\theta J(\theta_{t-1}) + \lambda\, \theta_{t-1}`]),
      String.raw`\mu_t = \beta_1 \left(1 - \tfrac{1}{2} \cdot 0.96^{t \psi}\right), \qquad \Pi_t = \Pi_{t-1}\, \mu_t`,
      String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t`,
      String.raw`v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2, \qquad \hat v_t = \frac{v_t}{1 - \beta_2^t}`,
      String.raw`\theta_t = \theta${decouples ? "'" : ''}_{t-1} - \frac{\eta\, (1 - \mu_t)}{1 - \Pi_t} \cdot \frac{g_t}{\sqrt{\hat v_t} + \epsilon} - \frac{\eta\, \mu_{t+1}}{1 - ${next}} \cdot \frac{m_t}{\sqrt{\hat v_t} + \epsilon}`,
    ],
    note,
    quantities: {
      ...named('g', ...(decouples ? (['shrunk'] as const) : []), 'm', 'v', 'vHat', 'correction2'),
      ...momenta,
    },
    code: [
      ...(decouples ? eitherDecayCode : ['g = gradient + weightDecay * theta']),
      'mu = beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay))',
      'muNext = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentumDecay))',
      'muProduct = muProduct * mu',
      'correction2 = 1 - beta2 ** t',
      'm = beta1 * m + (1 - beta1) * g',
      'v = beta2 * v + (1 - beta2) * g * g',
      'vHat = v / correction2',
      `theta = ${decouples ? 'shrunk' : 'theta'} - (lr * (1 - mu) / (1 - muProduct) * g) / (np.sqrt(vHat) + eps)`,
      `theta = theta - (lr * muNext / (1 - ${nextCode}) * m) / (np.sqrt(vHat) + eps)`,
    ],
    hyper: {
      lr: learningRate(2e-3),
      beta1: beta1(),
      beta2: beta2(0.999),
      eps: epsilon(1e-8),
      momentumDecay: number('Momentum decay', '\\psi', 0.004, { scale: 'log' }),
      weightDecay: weightDecay(0),
      ...(decouples && { decoupled }),
    },
    init: (dimension) => ({
      m: new Float64Array(dimension),
      v: new Float64Array(dimension),
      muProduct: new Float64Array(1).fill(1),
    }),
    step(theta, gradient, { m, v, muProduct }, hyper, t, _problem, note) {
      const { lr, beta1, beta2, eps, momentumDecay, weightDecay, decoupled = false } = hyper
      const penalty = decoupled ? 0 : weightDecay
      const keep = decoupled ? 1 - lr * weightDecay : 1
      const mu = beta1 * (1 - 0.5 * 0.96 ** (t * momentumDecay))
      const muNext = beta1 * (1 - 0.5 * 0.96 ** ((t + 1) * momentumDecay))
      muProduct[0] *= mu
      const correction2 = 1 - beta2 ** t
      const gradientRate = (lr * (1 - mu)) / (1 - muProduct[0])
      const momentRate = (lr * muNext) / (1 - productNext(muProduct[0], mu, muNext))
      note?.({ mu, muNext, correction2 })
      for (let i = 0; i < theta.length; i++) {
        const g = decayed(gradient[i], theta[i], penalty)
        const shrunk = theta[i] * keep
        m[i] = beta1 * m[i] + (1 - beta1) * g
        v[i] = beta2 * v[i] + (1 - beta2) * g * g
        const vHat = v[i] / correction2
        const denominator = Math.sqrt(vHat) + eps
        theta[i] = shrunk - (gradientRate * g) / denominator
        theta[i] -= (momentRate * m[i]) / denominator
        note?.(decouples ? { g, shrunk, vHat } : { g, vHat }, i)
      }
    },
  })

const mended = {
  next: String.raw`\Pi_t\, \mu_{t+1}`,
  nextCode: 'muProduct * muNext',
  productNext: (product: number, _mu: number, muNext: number) => product * muNext,
}

export const nadam = defineOptimizer({
  id: 'nadam',
  label: 'Nadam',
  summary: 'Adam that already counts the momentum of its next update.',
  paper: 'Dozat 2016',
  dialects: {
    chapter: defineDialect({
      source: "the textbook chapter, after its equations' source: Dozat 2016 with constant beta1",
      equations: [
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t`,
        String.raw`v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2, \qquad \hat v_t = \frac{v_t}{1 - \beta_2^t}`,
        String.raw`\bar m_t = \frac{\beta_1\, m_t}{1 - \beta_1^{t+1}} + \frac{(1 - \beta_1)\, g_t}{1 - \beta_1^t}`,
        String.raw`\theta_t = \theta_{t-1} - \frac{\eta}{\sqrt{\hat v_t} + \epsilon}\, \bar m_t`,
      ],
      quantities: named('g', 'm', 'v', 'vHat', 'mBar', 'correction1', 'correction1Next', 'correction2'),
      code: [
        'correction1 = 1 - beta1 ** t',
        'correction1Next = 1 - beta1 ** (t + 1)',
        'correction2 = 1 - beta2 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'v = beta2 * v + (1 - beta2) * (g * g)',
        'vHat = v / correction2',
        'mBar = (beta1 * m) / correction1Next + ((1 - beta1) * g) / correction1',
        'theta = theta - (lr / (np.sqrt(vHat) + eps)) * mBar',
      ],
      note: 'Beta1 is constant; in PyTorch it follows a schedule, whose indices the chapter prints as if they were powers. The printed code cannot run (grad is never defined, its first update divides by zero), so this follows its source, Dozat.',
      hyper: { lr: learningRate(0.01), beta1: beta1(), beta2: beta2(0.999), eps: epsilon(1e-6) },
      init: (dimension) => ({ m: new Float64Array(dimension), v: new Float64Array(dimension) }),
      step(theta, gradient, { m, v }, { lr, beta1, beta2, eps }, t, _problem, note) {
        const correction1 = 1 - beta1 ** t
        const correction1Next = 1 - beta1 ** (t + 1)
        const correction2 = 1 - beta2 ** t
        note?.({ correction1, correction1Next, correction2 })
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] = beta2 * v[i] + (1 - beta2) * (g * g)
          const mBar = (beta1 * m[i]) / correction1Next + ((1 - beta1) * g) / correction1
          const vHat = v[i] / correction2
          theta[i] -= (lr / (Math.sqrt(vHat) + eps)) * mBar
          note?.({ vHat, mBar }, i)
        }
      },
    }),
    pytorch: scheduled({
      source: 'torch.optim.NAdam',
      ...mended,
      decouples: true,
      note: 'The momentum rises by a schedule from half of beta1, as Dozat has it, where the chapter keeps it constant. PyTorch 1.13 counted mu twice in the product.',
    }),
    'pytorch-1.13': scheduled({
      source: 'torch.optim.NAdam, 1.10 to 1.13',
      next: String.raw`\Pi_t\, \mu_t\, \mu_{t+1}`,
      nextCode: 'muProduct * mu * muNext',
      note: 'Counts mu twice in the product of the momentum term, which PyTorch 2 mended; the chapter keeps beta1 constant.',
      productNext: (product, mu, muNext) => product * mu * muNext,
    }),
    paper: scheduled({
      source: 'Dozat 2016 with its schedule of the momentum',
      ...mended,
      note: "PyTorch's arithmetic: the momentum rises by a schedule from half of beta1, where the chapter keeps it constant.",
    }),
    optax: defineDialect({
      source: 'optax.nadamw, weight decay 0: optax.nadam',
      equations: [
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2`,
        String.raw`\bar m_t = \frac{\beta_1\, m_t}{1 - \beta_1^{t+1}} + \frac{(1 - \beta_1)\, g_t}{1 - \beta_1^t}, \qquad \hat v_t = \frac{v_t}{1 - \beta_2^t}`,
        String.raw`\theta_t = \theta_{t-1} - \eta \left(\frac{\bar m_t}{\sqrt{\hat v_t + \epsilon_r} + \epsilon} + \lambda\, \theta_{t-1}\right)`,
      ],
      quantities: named('g', 'm', 'v', 'vHat', 'mBar', 'correction1', 'correction1Next', 'correction2'),
      code: [
        'correction1 = 1 - beta1 ** t',
        'correction1Next = 1 - beta1 ** (t + 1)',
        'correction2 = 1 - beta2 ** t',
        'm = beta1 * m + (1 - beta1) * g',
        'v = beta2 * v + (1 - beta2) * g * g',
        'mBar = beta1 * (m / correction1Next) + (1 - beta1) * (g / correction1)',
        'vHat = v / correction2',
        'theta = theta - (lr * mBar) / (np.sqrt(vHat + epsRoot) + eps) - lr * weightDecay * theta',
      ],
      note: "The chapter's arithmetic, beta1 constant, where PyTorch and Keras schedule it; one more small number under the root is 0 unless asked for, and so is a decay that shrinks theta itself.",
      hyper: {
        lr: learningRate(1e-3),
        beta1: beta1(),
        beta2: beta2(0.999),
        eps: epsilon(1e-8),
        epsRoot: epsilonRoot(),
        weightDecay: weightDecay(0),
      },
      init: (dimension) => ({ m: new Float64Array(dimension), v: new Float64Array(dimension) }),
      step(theta, gradient, { m, v }, { lr, beta1, beta2, eps, epsRoot, weightDecay }, t, _problem, note) {
        const correction1 = 1 - beta1 ** t
        const correction1Next = 1 - beta1 ** (t + 1)
        const correction2 = 1 - beta2 ** t
        note?.({ correction1, correction1Next, correction2 })
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          m[i] = beta1 * m[i] + (1 - beta1) * g
          v[i] = beta2 * v[i] + (1 - beta2) * g * g
          const mBar = beta1 * (m[i] / correction1Next) + (1 - beta1) * (g / correction1)
          const vHat = v[i] / correction2
          const decay = weightDecay === 0 ? 0 : lr * weightDecay * theta[i]
          theta[i] = theta[i] - (lr * mBar) / (Math.sqrt(vHat + epsRoot) + eps) - decay
          note?.({ vHat, mBar }, i)
        }
      },
    }),
    keras: defineDialect({
      source: 'keras.optimizers.Nadam',
      equations: [
        shrunk,
        String.raw`\mu_t = \beta_1 \left(1 - \tfrac{1}{2} \cdot 0.96^t\right), \qquad \Pi_t = \Pi_{t-1}\, \mu_t`,
        String.raw`m_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t, \qquad v_t = \beta_2 v_{t-1} + (1 - \beta_2)\, g_t^2`,
        String.raw`\bar m_t = \frac{\mu_{t+1}\, m_t}{1 - \Pi_t\, \mu_{t+1}} + \frac{(1 - \mu_t)\, g_t}{1 - \Pi_t}`,
        String.raw`\theta_t = \theta'_{t-1} - \eta\, \frac{\bar m_t}{\sqrt{v_t / (1 - \beta_2^t)} + \epsilon}`,
      ],
      quantities: { ...named('g', 'shrunk', 'm', 'v', 'mBar', 'correction2'), ...momenta },
      code: [
        'mu = beta1 * (1 - 0.5 * 0.96 ** t)',
        'muNext = beta1 * (1 - 0.5 * 0.96 ** (t + 1))',
        'muProduct = muProduct * mu',
        'correction2 = 1 - beta2 ** t',
        'shrunk = theta - theta * weightDecay * lr',
        'm = m + (g - m) * (1 - beta1)',
        'v = v + (g * g - v) * (1 - beta2)',
        'mBar = muNext / (1 - muProduct * muNext) * m + (1 - mu) / (1 - muProduct) * g',
        'theta = shrunk - (mBar * lr) / (np.sqrt(v / correction2) + eps)',
      ],
      note: "PyTorch's arithmetic with a momentum that rises 250 times as fast: 0.96^t, where PyTorch has 0.96^(0.004 t). Weight decay shrinks theta itself.",
      hyper: {
        lr: learningRate(1e-3),
        beta1: beta1(),
        beta2: beta2(0.999),
        eps: epsilon(1e-7),
        weightDecay: weightDecay(0),
      },
      init: (dimension) => ({
        m: new Float64Array(dimension),
        v: new Float64Array(dimension),
        muProduct: new Float64Array(1).fill(1),
      }),
      step(theta, gradient, { m, v, muProduct }, { lr, beta1, beta2, eps, weightDecay }, t, _problem, note) {
        const mu = beta1 * (1 - 0.5 * 0.96 ** t)
        const muNext = beta1 * (1 - 0.5 * 0.96 ** (t + 1))
        muProduct[0] *= mu
        const momentShare = muNext / (1 - muProduct[0] * muNext)
        const gradientShare = (1 - mu) / (1 - muProduct[0])
        const correction2 = 1 - beta2 ** t
        note?.({ mu, muNext, correction2 })
        shrink(theta, lr, weightDecay, note)
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          m[i] += (g - m[i]) * (1 - beta1)
          v[i] += (g * g - v[i]) * (1 - beta2)
          const mBar = momentShare * m[i] + gradientShare * g
          theta[i] -= (mBar * lr) / (Math.sqrt(v[i] / correction2) + eps)
          note?.({ mBar }, i)
        }
      },
    }),
  },
})
