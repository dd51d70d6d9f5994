/**
 * Rprop: only the sign of the gradient counts; each coordinate grows its step while the sign
 * holds and cuts it when the sign flips.
 *   step *= etaPlus | etaMinus | 1, clamped; g = 0 on a flip; theta -= sign(g) step
 *
 * Riedmiller and Braun (1993), A Direct Adaptive Method for Faster Backpropagation Learning.
 * torch implements iRprop- (Igel and Huesken 2000): on a flip it stays where it is for one update,
 * where the original steps back. Meant for the full batch: signs of noisy gradients say little.
 * torch.optim.Rprop has no weight decay; the lab's own dialect adds one, as the lab's `pytorch` did up to
 * experiment@1.
 */
import { learningRate, number, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer, type Dialect } from './contract'
import { carried, fresh, named } from './quantities'
import { decayed } from './shared'

/** What everybody lets be set. */
const stepSizes = {
  lr: { ...learningRate(0.01), label: 'First step size', onlyStarts: true },
  etaMinus: number('Shrink factor', '\\eta^-', 0.5, {
    minExclusive: true,
    max: 1,
    maxExclusive: true,
  }),
  etaPlus: number('Growth factor', '\\eta^+', 1.2, { min: 1, minExclusive: true }),
  stepMin: number('Smallest step', '\\Delta_{\\min}', 1e-6, { scale: 'log' }),
  stepMax: number('Largest step', '\\Delta_{\\max}', 50, { minExclusive: true, scale: 'log' }),
}

interface Resting {
  readonly source: string
  readonly note: string
  readonly penalty: boolean
}

/** Rprop that rests for an update where the sign changes; with a `penalty`, its gradient is added. */
const resting = ({ source, note, penalty }: Resting): Dialect =>
  defineDialect({
    source,
    note,
    equations: [
      ...(penalty ? [String.raw`g_t = \nabla_\theta J(\theta_{t-1}) + \lambda\, \theta_{t-1}`] : []),
      String.raw`\Delta_t = \operatorname{clip}\left(\Delta_{t-1} \cdot \begin{cases} \eta^+ & g_t\, \tilde g_{t-1} > 0 \\ \eta^- & g_t\, \tilde g_{t-1} < 0 \\ 1 & \text{otherwise} \end{cases},\ \Delta_{\min},\ \Delta_{\max}\right)`,
      String.raw`\tilde g_t = \begin{cases} 0 & g_t\, \tilde g_{t-1} < 0 \\ g_t & \text{otherwise} \end{cases}, \qquad \Delta_0 = \eta`,
      String.raw`\theta_t = \theta_{t-1} - \Delta_t \operatorname{sign}(\tilde g_t)`,
    ],
    quantities: {
      ...named('g'),
      stepSize: carried(String.raw`\Delta`, 'Step size of this coordinate.'),
      previous: carried(String.raw`\tilde g`, 'Gradient, 0 where its sign has changed.'),
    },
    code: [
      ...(penalty ? ['g = gradient + weightDecay * theta'] : []),
      'stepSize = np.where(t == 1, lr, stepSize)',
      'agreement = g * previous',
      'factor = np.where(agreement > 0, etaPlus, np.where(agreement < 0, etaMinus, 1))',
      'stepSize = np.minimum(np.maximum(stepSize * factor, stepMin), stepMax)',
      'previous = np.where(agreement < 0, 0, g)',
      'theta = theta - np.sign(previous) * stepSize',
    ],
    hyper: {
      ...stepSizes,
      ...(penalty && { weightDecay: weightDecay(0) }),
    },
    init: (dimension, { lr }) => ({
      stepSize: new Float64Array(dimension).fill(lr),
      previous: new Float64Array(dimension),
    }),
    step(theta, gradient, { stepSize, previous }, hyper, t, _problem, note) {
      const { lr, etaMinus, etaPlus, stepMin, stepMax, weightDecay = 0 } = hyper
      // torch fills its buffer at the first update, with the rate that a schedule has set by then
      if (t === 1) stepSize.fill(lr)
      for (let i = 0; i < theta.length; i++) {
        const g = decayed(gradient[i], theta[i], weightDecay)
        const agreement = g * previous[i]
        const factor = agreement > 0 ? etaPlus : agreement < 0 ? etaMinus : 1
        stepSize[i] = Math.min(Math.max(stepSize[i] * factor, stepMin), stepMax)
        previous[i] = agreement < 0 ? 0 : g
        theta[i] -= Math.sign(previous[i]) * stepSize[i]
        note?.({ g }, i)
      }
    },
  })

export const rprop = defineOptimizer({
  id: 'rprop',
  label: 'Rprop',
  summary: 'Ignores how steep it is: a step size a coordinate, longer while the sign of the slope holds.',
  paper: 'Riedmiller and Braun 1993',
  rateOnlyStarts: true,
  dialects: {
    pytorch: resting({
      source: 'torch.optim.Rprop',
      penalty: false,
      note: 'The learning rate is only the size of the first step, so there is nothing to schedule; where the original steps back, a coordinate whose gradient changes sign rests for one update. It makes each step at once, optax one update later.',
    }),
    lab: resting({
      source: 'this lab: torch.optim.Rprop with a weight decay',
      penalty: true,
      note: "PyTorch's arithmetic with a weight decay, an L2 penalty added to the gradient, which PyTorch's has not.",
    }),
    optax: defineDialect({
      source: 'optax.rprop',
      equations: [
        String.raw`s_t = g_t\, d_{t-1}, \qquad \Delta_t = \begin{cases} \operatorname{clip}(\eta^+ \Delta_{t-1},\, \Delta_{\min},\, \Delta_{\max}) & s_t > 0 \\ \operatorname{clip}(\eta^- \Delta_{t-1},\, \Delta_{\min},\, \Delta_{\max}) & s_t < 0 \\ \Delta_{t-1} & \text{otherwise} \end{cases}`,
        String.raw`d_t = \begin{cases} 0 & s_t < 0 \\ \Delta_t \operatorname{sign}(g_t) & \text{otherwise} \end{cases}, \qquad \Delta_0 = \eta,\ d_0 = 0`,
        String.raw`\theta_t = \theta_{t-1} - \begin{cases} 0 & s_t < 0 \\ d_{t-1} & \text{otherwise} \end{cases}`,
      ],
      quantities: {
        ...named('g'),
        stepSize: carried(String.raw`\Delta`, 'Step size of this coordinate.'),
        next: carried('d', 'Step that is worked out in this update and made in the next.'),
        agreement: fresh(
          's_t',
          'Above 0 where the gradient points along the step to be made, below where it has turned.',
        ),
      },
      code: [
        'agreement = g * next',
        'factor = np.where(agreement > 0, etaPlus, etaMinus)',
        'stepSize = np.where(agreement == 0, stepSize, np.minimum(np.maximum(stepSize * factor, stepMin), stepMax))',
        'theta = theta - np.where(agreement < 0, 0, next)',
        'next = np.where(agreement < 0, 0, stepSize * np.sign(g))',
      ],
      note: 'Makes the step that the update before worked out, so the first update stays where it is; PyTorch makes each step at once.',
      hyper: stepSizes,
      init: (dimension, { lr }) => ({
        stepSize: new Float64Array(dimension).fill(lr),
        next: new Float64Array(dimension),
      }),
      step(theta, gradient, { stepSize, next }, { etaMinus, etaPlus, stepMin, stepMax }, _t, _problem, note) {
        for (let i = 0; i < theta.length; i++) {
          const agreement = gradient[i] * next[i]
          const before = next[i]
          if (agreement !== 0) {
            const factor = agreement > 0 ? etaPlus : etaMinus
            stepSize[i] = Math.min(Math.max(stepSize[i] * factor, stepMin), stepMax)
          }
          next[i] = agreement < 0 ? 0 : stepSize[i] * Math.sign(gradient[i])
          if (!(agreement < 0)) theta[i] -= before
          note?.({ agreement }, i)
        }
      },
    }),
  },
})
