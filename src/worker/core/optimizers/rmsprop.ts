/**
 * RMSProp: Adagrad with a memory that fades.
 *   E = gamma E + (1-gamma) g^2; theta -= lr g / sqrt(E + eps)
 *
 * Hinton (2012), Neural Networks for Machine Learning, lecture 6e; centered: Graves (2013),
 * Generating Sequences With Recurrent Neural Networks.
 * Epsilon is inside the root here, as in TensorFlow and Keras 3, outside in torch. Where the textbook
 * recommends "eta 0.9" it means the decay gamma. torch's centered variance E - avg^2 can round below
 * zero where the gradient hardly changes, and its root is NaN; so is ours.
 */
import { decay, epsilon, flag, learningRate, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer } from './contract'
import { carried, fresh, moving, named } from './quantities'
import { decayed, gamma, initialAccumulator, momentumFactor, shrink, shrunk, textbook } from './shared'

const moments = {
  ...named('g', 'v', 'buffer'),
  average: carried(String.raw`\bar g`, 'Mean of the gradients so far, which centering takes off.'),
  variance: fresh(String.raw`\tilde v_t`, 'What the gradient is divided by the root of.'),
}
const momentsCode = [
  'v = alpha * v + (1 - alpha) * g * g',
  'average = np.where(centered, alpha * average + (1 - alpha) * g, average)',
  'variance = np.where(centered, v - average * average, v)',
]
export const rmsprop = defineOptimizer({
  id: 'rmsprop',
  label: 'RMSProp',
  summary: 'Divides each coordinate by the recent size of its gradient, so all move at a similar pace.',
  paper: 'Hinton 2012, lecture 6e',
  dialects: {
    chapter: defineDialect({
      source: textbook,
      equations: [
        String.raw`E[g^2]_t = \gamma\, E[g^2]_{t-1} + (1 - \gamma)\, g_t^2`,
        String.raw`\theta_t = \theta_{t-1} - \frac{\eta}{\sqrt{E[g^2]_t + \epsilon}}\, g_t`,
      ],
      quantities: {
        ...named('g'),
        E: carried('E[g^2]', 'Mean of the squared gradients so far, the older the less they weigh.'),
      },
      code: ['E = gamma * E + (1 - gamma) * (g * g)', 'theta = theta - (lr / np.sqrt(E + eps)) * g'],
      note: 'Epsilon stands inside the square root, in PyTorch outside; the "recommended eta 0.9" of the text means the decay gamma, not the learning rate.',
      hyper: { lr: learningRate(0.01), gamma: gamma(), eps: epsilon(1e-6) },
      init: (dimension) => ({ E: new Float64Array(dimension) }),
      step(theta, gradient, { E }, { lr, gamma, eps }) {
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          E[i] = gamma * E[i] + (1 - gamma) * (g * g)
          theta[i] -= (lr / Math.sqrt(E[i] + eps)) * g
        }
      },
    }),
    pytorch: defineDialect({
      source: 'torch.optim.RMSprop',
      equations: [
        String.raw`g_t = \nabla_\theta J(\theta_{t-1}) + \lambda\, \theta_{t-1}`,
        String.raw`v_t = \alpha\, v_{t-1} + (1 - \alpha)\, g_t^2`,
        String.raw`\bar g_t = \alpha\, \bar g_{t-1} + (1 - \alpha)\, g_t, \qquad \tilde v_t = \begin{cases} v_t - \bar g_t^2 & \text{if centered} \\ v_t & \text{otherwise} \end{cases}`,
        String.raw`b_t = \mu\, b_{t-1} + \frac{g_t}{\sqrt{\tilde v_t} + \epsilon}`,
        String.raw`\theta_t = \theta_{t-1} - \eta\, b_t`,
      ],
      quantities: moments,
      code: [
        'g = gradient + weightDecay * theta',
        ...momentsCode,
        'buffer = momentum * buffer + g / (np.sqrt(variance) + eps)',
        'theta = theta - lr * buffer',
      ],
      note: 'Epsilon stands outside the square root, in the chapter inside, and gamma is called alpha; centering (dividing by the deviation, not the size) and momentum are options.',
      hyper: {
        lr: learningRate(0.01),
        alpha: decay('Decay', '\\alpha', 0.99),
        eps: epsilon(1e-8),
        momentum: momentumFactor(0),
        centered: flag('Centered', '\\text{centered}', false),
        weightDecay: weightDecay(0),
      },
      init: (dimension) => ({
        v: new Float64Array(dimension),
        average: new Float64Array(dimension),
        buffer: new Float64Array(dimension),
      }),
      step(theta, gradient, { v, average, buffer }, hyper, _t, _problem, note) {
        const { lr, alpha, eps, momentum, centered, weightDecay } = hyper
        for (let i = 0; i < theta.length; i++) {
          const g = decayed(gradient[i], theta[i], weightDecay)
          v[i] = alpha * v[i] + (1 - alpha) * g * g
          let variance = v[i]
          if (centered) {
            average[i] = alpha * average[i] + (1 - alpha) * g
            variance -= average[i] * average[i]
          }
          buffer[i] = momentum * buffer[i] + g / (Math.sqrt(variance) + eps)
          theta[i] -= lr * buffer[i]
          note?.({ g, variance }, i)
        }
      },
    }),
    optax: defineDialect({
      source: 'optax.rmsprop',
      equations: [
        String.raw`v_t = \alpha\, v_{t-1} + (1 - \alpha)\, g_t^2, \qquad \bar g_t = \alpha\, \bar g_{t-1} + (1 - \alpha)\, g_t`,
        String.raw`c_t = \begin{cases} 1 - \alpha^t & \text{if bias-corrected} \\ 1 & \text{otherwise} \end{cases}, \qquad \tilde v_t = \begin{cases} v_t / c_t - (\bar g_t / c_t)^2 & \text{if centered} \\ v_t / c_t & \text{otherwise} \end{cases}`,
        String.raw`s_t = \eta\, g_t / \begin{cases} \sqrt{\tilde v_t + \epsilon} & \text{if epsilon is in the root} \\ \sqrt{\tilde v_t} + \epsilon & \text{otherwise} \end{cases}`,
        String.raw`b_t = \mu\, b_{t-1} + s_t, \qquad \theta_t = \theta_{t-1} - \begin{cases} \mu\, b_t + s_t & \text{if Nesterov} \\ b_t & \text{otherwise} \end{cases}`,
      ],
      quantities: {
        ...moments,
        scaled: moving('against', fresh('s_t', 'Step that the gradient alone would make.')),
        correction: fresh(
          'c_t',
          'Bias correction: the share of both means that has come in, where it is asked for.',
        ),
      },
      code: [
        'v = alpha * v + (1 - alpha) * g * g',
        'average = np.where(centered, alpha * average + (1 - alpha) * g, average)',
        'correction = np.where(biasCorrection, 1 - alpha ** t, 1)',
        'mean = average / correction',
        'variance = np.where(centered, v / correction - mean * mean, v / correction)',
        'scaled = (lr * g) / np.where(epsInRoot, np.sqrt(variance + eps), np.sqrt(variance) + eps)',
        'buffer = momentum * buffer + scaled',
        'theta = theta - np.where(nesterov, momentum * buffer + scaled, buffer)',
      ],
      note: "Epsilon stands inside the square root, as in the chapter, in PyTorch outside; with momentum the rate goes into the buffer, where PyTorch multiplies the whole of it. Bias correction, Nesterov's momentum and PyTorch's place of epsilon are options. optax names no default rate, so this one is ours.",
      hyper: {
        lr: learningRate(0.01),
        alpha: decay('Decay', '\\alpha', 0.9),
        eps: epsilon(1e-8),
        initialAccumulator: initialAccumulator(0, 'v_0'),
        momentum: momentumFactor(0),
        centered: flag('Centered', '\\text{centered}', false),
        epsInRoot: flag('Epsilon in the root', '\\text{epsilon is in the root}', true),
        nesterov: flag('Nesterov', '\\text{Nesterov}', false),
        biasCorrection: flag('Bias correction', '\\text{bias-corrected}', false),
      },
      init: (dimension, { initialAccumulator }) => ({
        v: new Float64Array(dimension).fill(initialAccumulator),
        average: new Float64Array(dimension),
        buffer: new Float64Array(dimension),
      }),
      step(theta, gradient, { v, average, buffer }, hyper, t, _problem, note) {
        const { lr, alpha, eps, momentum, centered, epsInRoot, nesterov, biasCorrection } = hyper
        const correction = biasCorrection ? 1 - alpha ** t : 1
        note?.({ correction })
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          v[i] = alpha * v[i] + (1 - alpha) * g * g
          let variance = v[i] / correction
          if (centered) {
            average[i] = alpha * average[i] + (1 - alpha) * g
            const mean = average[i] / correction
            variance -= mean * mean
          }
          const scaled = (lr * g) / (epsInRoot ? Math.sqrt(variance + eps) : Math.sqrt(variance) + eps)
          buffer[i] = momentum * buffer[i] + scaled
          theta[i] -= nesterov ? momentum * buffer[i] + scaled : buffer[i]
          note?.({ variance, scaled }, i)
        }
      },
    }),
    keras: defineDialect({
      source: 'keras.optimizers.RMSprop',
      equations: [
        shrunk,
        String.raw`v_t = \alpha\, v_{t-1} + (1 - \alpha)\, g_t^2`,
        String.raw`\bar g_t = \alpha\, \bar g_{t-1} + (1 - \alpha)\, g_t, \qquad \tilde v_t = \begin{cases} v_t - \bar g_t^2 & \text{if centered} \\ v_t & \text{otherwise} \end{cases}`,
        String.raw`b_t = \mu\, b_{t-1} + \frac{\eta\, g_t}{\sqrt{\tilde v_t + \epsilon}}`,
        String.raw`\theta_t = \theta'_{t-1} - b_t`,
      ],
      quantities: { ...named('shrunk'), ...moments },
      code: [
        'shrunk = theta - theta * weightDecay * lr',
        ...momentsCode,
        'buffer = momentum * buffer + (lr * g) / np.sqrt(variance + eps)',
        'theta = shrunk - buffer',
      ],
      note: 'As optax, with a larger epsilon and a rate of 0.001, and as the chapter where there is neither centering nor momentum. Weight decay shrinks theta itself.',
      hyper: {
        lr: learningRate(1e-3),
        alpha: decay('Decay', '\\alpha', 0.9),
        eps: epsilon(1e-7),
        momentum: momentumFactor(0),
        centered: flag('Centered', '\\text{centered}', false),
        weightDecay: weightDecay(0),
      },
      init: (dimension) => ({
        v: new Float64Array(dimension),
        average: new Float64Array(dimension),
        buffer: new Float64Array(dimension),
      }),
      step(theta, gradient, { v, average, buffer }, hyper, _t, _problem, note) {
        const { lr, alpha, eps, momentum, centered, weightDecay } = hyper
        shrink(theta, lr, weightDecay, note)
        for (let i = 0; i < theta.length; i++) {
          const g = gradient[i]
          v[i] = alpha * v[i] + (1 - alpha) * g * g
          let variance = v[i]
          if (centered) {
            average[i] = alpha * average[i] + (1 - alpha) * g
            variance -= average[i] * average[i]
          }
          buffer[i] = momentum * buffer[i] + (lr * g) / Math.sqrt(variance + eps)
          theta[i] -= buffer[i]
          note?.({ variance }, i)
        }
      },
    }),
  },
})
