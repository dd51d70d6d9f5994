/**
 * Lion: the sign of a momentum, found by a search over programs.
 *   theta -= lr (sign(b1 m + (1-b1) g) + wd theta); m = b2 m + (1-b2) g
 *
 * Chen et al. (2023), Symbolic Discovery of Optimization Algorithms, algorithm 2.
 * Implementations agree; the paper advises a rate 3 to 10 times smaller than Adam's, as every
 * coordinate moves by the whole rate. With a constant rate it ends in a box of that size.
 */
import { learningRate, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer, type Dialect } from './contract'
import { fresh, moving, named } from './quantities'
import { beta1, beta2, decayed } from './shared'

interface Signed {
  readonly source: string
  readonly note: string
  /** Defaults. */
  readonly rate: number
  readonly weightDecay: number
}

/** The decay may shrink theta first or join the sign: lr (sign + wd theta) is the same either way. */
const signed = ({ source, note, rate, weightDecay: byDefault }: Signed): Dialect =>
  defineDialect({
    source,
    equations: [
      String.raw`c_t = \beta_1 m_{t-1} + (1 - \beta_1)\, g_t`,
      String.raw`\theta_t = \theta_{t-1} - \eta\, (\operatorname{sign}(c_t) + \lambda\, \theta_{t-1})`,
      String.raw`m_t = \beta_2 m_{t-1} + (1 - \beta_2)\, g_t`,
    ],
    quantities: {
      ...named('g', 'm'),
      c: moving('against', fresh('c_t', 'Momentum whose sign is the step.')),
    },
    code: [
      'c = beta1 * m + (1 - beta1) * g',
      'theta = theta - lr * (np.sign(c) + weightDecay * theta)',
      'm = beta2 * m + (1 - beta2) * g',
    ],
    note,
    hyper: {
      lr: learningRate(rate),
      beta1: beta1(),
      beta2: beta2(0.99),
      weightDecay: weightDecay(byDefault),
    },
    init: (dimension) => ({ m: new Float64Array(dimension) }),
    step(theta, gradient, { m }, { lr, beta1, beta2, weightDecay }, _t, _problem, note) {
      for (let i = 0; i < theta.length; i++) {
        const g = gradient[i]
        const c = beta1 * m[i] + (1 - beta1) * g
        theta[i] -= lr * decayed(Math.sign(c), theta[i], weightDecay)
        m[i] = beta2 * m[i] + (1 - beta2) * g
        note?.({ c }, i)
      }
    },
  })

export const lion = defineOptimizer({
  id: 'lion',
  label: 'Lion',
  summary: 'Moves every coordinate by exactly the learning rate, in the direction of its momentum.',
  paper: 'Chen et al. 2023',
  dialects: {
    paper: signed({
      source: 'Chen et al. 2023, algorithm 2',
      note: 'Steps do not shrink near a minimum: without a schedule it circles there at the distance of the learning rate. Keras and optax have the same arithmetic with other defaults.',
      rate: 1e-4,
      weightDecay: 0,
    }),
    optax: signed({
      source: 'optax.lion',
      note: "As Keras and the paper, with a weight decay of 0.001 unless told otherwise. optax names no default rate, so this one is the paper's.",
      rate: 1e-4,
      weightDecay: 1e-3,
    }),
    keras: signed({
      source: 'keras.optimizers.Lion',
      note: "As optax and the paper, with ten times the paper's rate and no weight decay unless asked for.",
      rate: 1e-3,
      weightDecay: 0,
    }),
  },
})
