/**
 * Heavy-ball momentum: v = gamma v + lr g; theta -= v.
 *
 * Polyak (1964), Some methods of speeding up the convergence of iteration methods.
 * The textbook keeps the learning rate inside the velocity, torch outside: with a constant rate
 * the paths agree, under a schedule they do not. torch's buffer starts as the first gradient,
 * whatever the dampening; with momentum 0 it keeps no buffer and ignores the dampening.
 */
import { learningRate, number, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer } from './contract'
import { named, velocityAs } from './quantities'
import { heavyBall } from './quadratic-theory'
import { decayed, gamma, momentumFactor, shrink, shrunk, textbook } from './shared'

export const momentum = defineOptimizer({
  id: 'momentum',
  label: 'Momentum',
  summary: 'A heavy ball: keeps most of its velocity, so it damps zigzags and crosses flat stretches.',
  paper: 'Polyak 1964; Qian 1999',
  bestOnQuadratic: heavyBall,
  dialects: {
    chapter: defineDialect({
      source: textbook,
      equations: [
        String.raw`v_t = \gamma\, v_{t-1} + \eta\, \nabla_\theta J(\theta_{t-1})`,
        String.raw`\theta_t = \theta_{t-1} - v_t`,
      ],
      quantities: { v: velocityAs('v', 'against') },
      code: ['v = gamma * v + lr * gradient', 'theta = theta - v'],
      note: 'The learning rate is part of the velocity, so a change of it is felt only gradually, in PyTorch at once; with a constant rate both take the same path.',
      hyper: { lr: learningRate(0.01), gamma: gamma() },
      stableBelow: ({ gamma }) => 2 * (1 + gamma),
      init: (dimension) => ({ v: new Float64Array(dimension) }),
      step(theta, gradient, { v }, { lr, gamma }) {
        for (let i = 0; i < theta.length; i++) {
          v[i] = gamma * v[i] + lr * gradient[i]
          theta[i] -= v[i]
        }
      },
    }),
    pytorch: defineDialect({
      source: 'torch.optim.SGD, momentum > 0',
      equations: [
        String.raw`g_t = \nabla_\theta J(\theta_{t-1}) + \lambda\, \theta_{t-1}`,
        String.raw`b_t = \begin{cases} g_t & t = 1 \\ \mu\, b_{t-1} + (1 - \tau)\, g_t & \text{otherwise} \end{cases}`,
        String.raw`\theta_t = \theta_{t-1} - \eta\, b_t`,
      ],
      quantities: named('g', 'buffer'),
      code: [
        'g = gradient + weightDecay * theta',
        'buffer = np.where((t == 1) | (momentum == 0), g, momentum * buffer + (1 - dampening) * g)',
        'theta = theta - lr * buffer',
      ],
      note: 'The learning rate multiplies the whole buffer, so a change of it is felt at once, in the chapter gradually; the buffer begins as the first gradient, whatever the dampening.',
      hyper: {
        lr: learningRate(1e-3),
        momentum: momentumFactor(0.9),
        dampening: number('Dampening', '\\tau', 0, { max: 1 }),
        weightDecay: weightDecay(0),
      },
      stableBelow: ({ momentum, dampening }) => (2 * (1 + momentum)) / (momentum === 0 ? 1 : 1 - dampening),
      init: (dimension) => ({ buffer: new Float64Array(dimension) }),
      step(theta, gradient, { buffer }, { lr, momentum, dampening, weightDecay }, t, _problem, note) {
        const fresh = t === 1 || momentum === 0
        for (let i = 0; i < theta.length; i++) {
          const g = decayed(gradient[i], theta[i], weightDecay)
          buffer[i] = fresh ? g : momentum * buffer[i] + (1 - dampening) * g
          theta[i] -= lr * buffer[i]
          note?.({ g }, i)
        }
      },
    }),
    optax: defineDialect({
      source: 'optax.sgd, momentum > 0',
      equations: [String.raw`b_t = \mu\, b_{t-1} + g_t`, String.raw`\theta_t = \theta_{t-1} - \eta\, b_t`],
      quantities: named('g', 'buffer'),
      code: ['buffer = momentum * buffer + gradient', 'theta = theta - lr * buffer'],
      note: 'As PyTorch without dampening and weight decay: the learning rate multiplies the whole buffer, so a change of it is felt at once. optax names no default rate, so this one is ours.',
      hyper: { lr: learningRate(0.01), momentum: momentumFactor(0.9) },
      stableBelow: ({ momentum }) => 2 * (1 + momentum),
      init: (dimension) => ({ buffer: new Float64Array(dimension) }),
      step(theta, gradient, { buffer }, { lr, momentum }) {
        for (let i = 0; i < theta.length; i++) {
          buffer[i] = momentum * buffer[i] + gradient[i]
          theta[i] -= lr * buffer[i]
        }
      },
    }),
    keras: defineDialect({
      source: 'keras.optimizers.SGD, momentum > 0',
      equations: [
        shrunk,
        String.raw`m_t = \mu\, m_{t-1} - \eta\, \nabla_\theta J(\theta_{t-1})`,
        String.raw`\theta_t = \theta'_{t-1} + m_t`,
      ],
      quantities: { ...named('shrunk'), m: velocityAs('m', 'along') },
      code: [
        'shrunk = theta - theta * weightDecay * lr',
        'm = m * momentum - gradient * lr',
        'theta = shrunk + m',
      ],
      note: 'As the chapter, with the sign of the velocity turned: the learning rate is part of it, so a change of it is felt only gradually. Weight decay shrinks theta itself and never enters the velocity.',
      hyper: { lr: learningRate(0.01), momentum: momentumFactor(0.9), weightDecay: weightDecay(0) },
      init: (dimension) => ({ m: new Float64Array(dimension) }),
      step(theta, gradient, { m }, { lr, momentum, weightDecay }, _t, _problem, note) {
        shrink(theta, lr, weightDecay, note)
        for (let i = 0; i < theta.length; i++) {
          m[i] = m[i] * momentum - gradient[i] * lr
          theta[i] += m[i]
        }
      },
    }),
  },
})
