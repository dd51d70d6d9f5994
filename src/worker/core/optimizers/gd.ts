/**
 * Gradient descent: theta -= lr * g.
 *
 * Cauchy (1847), Methode generale pour la resolution des systemes d'equations simultanees;
 * with a random row or batch: Robbins and Monro (1951), A Stochastic Approximation Method.
 * Which of batch, stochastic or mini-batch descent it is, the batch decides, not the method.
 * Libraries differ only in what they add: torch has an L2 penalty (weightDecay), the textbook none.
 */
import { learningRate, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer } from './contract'
import { named } from './quantities'
import { descent } from './quadratic-theory'
import { decayed, shrink, shrunk, textbook } from './shared'

export const gd = defineOptimizer({
  id: 'gd',
  label: 'Gradient descent',
  summary: 'A step straight downhill, in proportion to the slope.',
  paper: 'Cauchy 1847; stochastic: Robbins and Monro 1951',
  bestOnQuadratic: descent,
  nameWith: (batch) => (batch === 'full' ? 'GD' : batch === 1 ? 'SGD' : `Mini-batch GD (${batch})`),
  dialects: {
    chapter: defineDialect({
      source: textbook,
      equations: [String.raw`\theta_t = \theta_{t-1} - \eta\, \nabla_\theta J(\theta_{t-1})`],
      quantities: {},
      code: ['theta = theta - lr * gradient'],
      note: "The plain step, without PyTorch's weight decay; the full batch makes it gradient descent, batch 1 SGD, batch n mini-batch gradient descent.",
      hyper: { lr: learningRate(0.01) },
      stableBelow: () => 2,
      init: () => ({}),
      step(theta, gradient, _state, { lr }) {
        for (let i = 0; i < theta.length; i++) theta[i] -= lr * gradient[i]
      },
    }),
    pytorch: defineDialect({
      source: 'torch.optim.SGD, momentum 0',
      equations: [
        String.raw`g_t = \nabla_\theta J(\theta_{t-1}) + \lambda\, \theta_{t-1}`,
        String.raw`\theta_t = \theta_{t-1} - \eta\, g_t`,
      ],
      quantities: named('g'),
      code: ['g = gradient + weightDecay * theta', 'theta = theta - lr * g'],
      note: "The chapter's step with an optional weight decay, an L2 penalty added to the gradient.",
      hyper: { lr: learningRate(1e-3), weightDecay: weightDecay(0) },
      stableBelow: () => 2,
      init: () => ({}),
      step(theta, gradient, _state, { lr, weightDecay }, _t, _problem, note) {
        for (let i = 0; i < theta.length; i++) {
          const g = decayed(gradient[i], theta[i], weightDecay)
          theta[i] -= lr * g
          note?.({ g }, i)
        }
      },
    }),
    optax: defineDialect({
      source: 'optax.sgd',
      equations: [String.raw`\theta_t = \theta_{t-1} - \eta\, \nabla_\theta J(\theta_{t-1})`],
      quantities: {},
      code: ['theta = theta - lr * gradient'],
      note: 'The plain step, as the chapter has it; optax names no default rate, so this one is ours.',
      hyper: { lr: learningRate(0.01) },
      stableBelow: () => 2,
      init: () => ({}),
      step(theta, gradient, _state, { lr }) {
        for (let i = 0; i < theta.length; i++) theta[i] -= lr * gradient[i]
      },
    }),
    keras: defineDialect({
      source: 'keras.optimizers.SGD, momentum 0',
      equations: [shrunk, String.raw`\theta_t = \theta'_{t-1} - \eta\, \nabla_\theta J(\theta_{t-1})`],
      quantities: named('shrunk'),
      code: ['shrunk = theta - theta * weightDecay * lr', 'theta = shrunk - lr * gradient'],
      note: "The plain step; weight decay shrinks theta itself, which here is the same as PyTorch's penalty.",
      hyper: { lr: learningRate(0.01), weightDecay: weightDecay(0) },
      stableBelow: () => 2,
      init: () => ({}),
      step(theta, gradient, _state, { lr, weightDecay }, _t, _problem, note) {
        shrink(theta, lr, weightDecay, note)
        for (let i = 0; i < theta.length; i++) theta[i] -= lr * gradient[i]
      },
    }),
  },
})
