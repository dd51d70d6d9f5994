/**
 * Nesterov's accelerated gradient: look where the velocity leads, then correct.
 *   g at theta - gamma v; v = gamma v + lr g; theta -= v
 *
 * Nesterov (1983), A method of solving a convex programming problem with convergence rate O(1/k^2);
 * in this form Sutskever et al. (2013), On the importance of initialization and momentum.
 * torch takes the gradient at theta itself: its theta is the lookahead point of the textbook's,
 * so the two paths differ by mu * velocity at every update although they are one method.
 */
import { learningRate, number, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer } from './contract'
import { fresh, moving, named, velocityAs } from './quantities'
import { nesterov } from './quadratic-theory'
import { decayed, gamma, shrink, shrunk, textbook } from './shared'

export const nag = defineOptimizer({
  id: 'nag',
  label: 'Nesterov momentum',
  summary: 'Momentum that takes the gradient where the ball is about to be, and so brakes in time.',
  paper: 'Nesterov 1983; Sutskever et al. 2013',
  bestOnQuadratic: nesterov,
  dialects: {
    chapter: defineDialect({
      source: textbook,
      equations: [
        String.raw`\tilde\theta_t = \theta_{t-1} - \gamma\, v_{t-1}`,
        String.raw`v_t = \gamma\, v_{t-1} + \eta\, \nabla_\theta J(\tilde\theta_t)`,
        String.raw`\theta_t = \theta_{t-1} - v_t`,
      ],
      quantities: {
        v: velocityAs('v', 'against'),
        gradient: moving(
          'against',
          fresh(
            String.raw`\nabla_\theta J(\tilde\theta_t)`,
            'Gradient of the objective at the lookahead point.',
          ),
        ),
        ahead: fresh(
          String.raw`\tilde\theta_t`,
          'Lookahead point: where the velocity alone would lead, and where the gradient is taken.',
        ),
      },
      code: ['v = gamma * v + lr * gradient', 'theta = theta - v'],
      note: 'The gradient is taken at the lookahead point, theta minus gamma times the velocity; PyTorch has that point for its theta.',
      hyper: { lr: learningRate(0.01), gamma: gamma() },
      stableBelow: ({ gamma }) => (2 * (1 + gamma)) / (1 + 2 * gamma),
      init: (dimension) => ({ v: new Float64Array(dimension) }),
      lookaheadCode: ['ahead = theta - gamma * v'],
      lookahead(theta, { v }, { gamma }, out) {
        for (let i = 0; i < theta.length; i++) out[i] = theta[i] - gamma * v[i]
      },
      step(theta, gradient, { v }, { lr, gamma }) {
        for (let i = 0; i < theta.length; i++) {
          v[i] = gamma * v[i] + lr * gradient[i]
          theta[i] -= v[i]
        }
      },
    }),
    pytorch: defineDialect({
      source: 'torch.optim.SGD, nesterov=True',
      equations: [
        String.raw`g_t = \nabla_\theta J(\theta_{t-1}) + \lambda\, \theta_{t-1}`,
        String.raw`b_t = \begin{cases} g_t & t = 1 \\ \mu\, b_{t-1} + g_t & \text{otherwise} \end{cases}`,
        String.raw`\theta_t = \theta_{t-1} - \eta\, (g_t + \mu\, b_t)`,
      ],
      quantities: named('g', 'buffer'),
      code: [
        'g = gradient + weightDecay * theta',
        'buffer = np.where(t == 1, g, momentum * buffer + g)',
        'theta = theta - lr * (g + momentum * buffer)',
      ],
      note: "Theta is the lookahead point itself, so the gradient is taken at theta; the path is the chapter's, seen a little ahead.",
      hyper: {
        lr: learningRate(1e-3),
        momentum: number('Momentum', '\\mu', 0.9, { minExclusive: true, max: 1, maxExclusive: true }),
        weightDecay: weightDecay(0),
      },
      stableBelow: ({ momentum }) => (2 * (1 + momentum)) / (1 + 2 * momentum),
      init: (dimension) => ({ buffer: new Float64Array(dimension) }),
      step(theta, gradient, { buffer }, { lr, momentum, weightDecay }, t, _problem, note) {
        for (let i = 0; i < theta.length; i++) {
          const g = decayed(gradient[i], theta[i], weightDecay)
          buffer[i] = t === 1 ? g : momentum * buffer[i] + g
          theta[i] -= lr * (g + momentum * buffer[i])
          note?.({ g }, i)
        }
      },
    }),
    optax: defineDialect({
      source: 'optax.sgd, nesterov=True',
      equations: [
        String.raw`b_t = \mu\, b_{t-1} + g_t`,
        String.raw`\theta_t = \theta_{t-1} - \eta\, (g_t + \mu\, b_t)`,
      ],
      quantities: named('g', 'buffer'),
      code: ['buffer = momentum * buffer + gradient', 'theta = theta - lr * (gradient + momentum * buffer)'],
      note: 'As PyTorch without its weight decay: theta is the lookahead point itself. optax names no default rate, so this one is ours.',
      hyper: {
        lr: learningRate(0.01),
        momentum: number('Momentum', '\\mu', 0.9, { minExclusive: true, max: 1, maxExclusive: true }),
      },
      stableBelow: ({ momentum }) => (2 * (1 + momentum)) / (1 + 2 * momentum),
      init: (dimension) => ({ buffer: new Float64Array(dimension) }),
      step(theta, gradient, { buffer }, { lr, momentum }) {
        for (let i = 0; i < theta.length; i++) {
          buffer[i] = momentum * buffer[i] + gradient[i]
          theta[i] -= lr * (gradient[i] + momentum * buffer[i])
        }
      },
    }),
    keras: defineDialect({
      source: 'keras.optimizers.SGD, nesterov=True',
      equations: [
        shrunk,
        String.raw`m_t = \mu\, m_{t-1} - \eta\, \nabla_\theta J(\theta_{t-1})`,
        String.raw`\theta_t = \theta'_{t-1} + \mu\, m_t - \eta\, \nabla_\theta J(\theta_{t-1})`,
      ],
      quantities: { ...named('shrunk'), m: velocityAs('m', 'along') },
      code: [
        'shrunk = theta - theta * weightDecay * lr',
        'm = m * momentum - gradient * lr',
        'theta = shrunk + (m * momentum - gradient * lr)',
      ],
      note: "PyTorch's path while the rate is constant; the rate is part of the velocity, so under a schedule it lags behind PyTorch's. Weight decay shrinks theta itself.",
      hyper: {
        lr: learningRate(0.01),
        momentum: number('Momentum', '\\mu', 0.9, { minExclusive: true, max: 1, maxExclusive: true }),
        weightDecay: weightDecay(0),
      },
      init: (dimension) => ({ m: new Float64Array(dimension) }),
      step(theta, gradient, { m }, { lr, momentum, weightDecay }, _t, _problem, note) {
        shrink(theta, lr, weightDecay, note)
        for (let i = 0; i < theta.length; i++) {
          m[i] = m[i] * momentum - gradient[i] * lr
          theta[i] += m[i] * momentum - gradient[i] * lr
        }
      },
    }),
  },
})
