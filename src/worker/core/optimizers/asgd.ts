/**
 * Averaged SGD: a slowly decaying gradient step, and beside it the running mean of the path.
 *   eta_t = lr/(1 + lambd lr (t-1))^alpha; theta = (1 - lambd eta_t) theta - eta_t g
 *   mu_t = 1/max(1, t - 1 - t0); ax += mu_t (theta - ax)
 *
 * Polyak and Juditsky (1992), Acceleration of Stochastic Approximation by Averaging; the decay
 * after Bottou (2010), Large-Scale Machine Learning with Stochastic Gradient Descent.
 * torch leaves the average in its state: theta, and so every curve, is the unaveraged path, and
 * averaging starts only after t0 = 1e6 updates. It works out eta for the next update at the end of
 * this one, so a rate that a schedule or a change moves lags by one update. The lab's own dialect has every
 * update use its own rate, as the lab's `pytorch` did up to experiment@1; without either they are the same.
 */
import { learningRate, number, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer, type Dialect } from './contract'
import { carried, fresh, named } from './quantities'
import { decayed } from './shared'

interface Averaging {
  readonly source: string
  readonly note: string
  /** True where an update goes by the rate that the one before it left. */
  readonly lags: boolean
}

const averaging = ({ source, note, lags }: Averaging): Dialect =>
  defineDialect({
    source,
    note,
    equations: [
      String.raw`g_t = \nabla_\theta J(\theta_{t-1}) + \lambda\, \theta_{t-1}`,
      lags
        ? String.raw`\eta_1 = \eta, \qquad \eta_{t+1} = \frac{\eta}{(1 + \kappa\, \eta\, t)^{\alpha}}`
        : String.raw`\eta_t = \frac{\eta}{(1 + \kappa\, \eta\, (t - 1))^{\alpha}}`,
      String.raw`\mu_t = \frac{1}{\max(1,\, t - 1 - t_0)}`,
      String.raw`\theta_t = (1 - \kappa\, \eta_t)\, \theta_{t-1} - \eta_t\, g_t`,
      String.raw`\bar\theta_t = \bar\theta_{t-1} + \mu_t\, (\theta_t - \bar\theta_{t-1})`,
    ],
    quantities: {
      ...named('g'),
      eta: fresh(String.raw`\eta_t`, 'Learning rate of this update, after its own decay.'),
      mu: fresh(String.raw`\mu_t`, 'Weight of the new point in the average.'),
      ax: carried(String.raw`\bar\theta`, 'Average of the path.'),
      ...(lags && {
        etaNext: fresh(
          String.raw`\eta_{t+1}`,
          'Learning rate that is worked out in this update, for the next.',
        ),
      }),
    },
    code: [
      'g = gradient + weightDecay * theta',
      lags ? 'eta = np.where(t == 1, lr, etaNext)' : 'eta = lr / (1 + lambd * lr * (t - 1)) ** alpha',
      'mu = 1 / np.maximum(1, t - 1 - t0)',
      'theta = theta * (1 - lambd * eta)',
      'theta = theta - eta * g',
      'ax = np.where(mu == 1, theta, ax + (theta - ax) * mu)',
      ...(lags ? ['etaNext = lr / (1 + lambd * lr * t) ** alpha'] : []),
    ],
    hyper: {
      lr: learningRate(0.01),
      lambd: number('Decay', '\\kappa', 1e-4, { scale: 'log' }),
      alpha: number('Power of the decay', '\\alpha', 0.75, { max: 10 }),
      t0: number('Averaging starts after', 't_0', 1e6, { scale: 'log', unit: 'updates' }),
      weightDecay: weightDecay(0),
    },
    init: (dimension) => ({ ax: new Float64Array(dimension), ...(lags && { etaNext: new Float64Array(1) }) }),
    step(theta, gradient, { ax, etaNext }, { lr, lambd, alpha, t0, weightDecay }, t, _problem, note) {
      const lagging = t === 1 ? lr : etaNext?.[0]
      const eta = lagging ?? lr / (1 + lambd * lr * (t - 1)) ** alpha
      const mu = 1 / Math.max(1, t - 1 - t0)
      note?.({ eta, mu })
      for (let i = 0; i < theta.length; i++) {
        const g = decayed(gradient[i], theta[i], weightDecay)
        theta[i] *= 1 - lambd * eta
        theta[i] -= eta * g
        // with mu 1 the sum would round, and torch copies
        ax[i] = mu === 1 ? theta[i] : ax[i] + (theta[i] - ax[i]) * mu
        note?.({ g }, i)
      }
      if (etaNext) etaNext[0] = lr / (1 + lambd * lr * t) ** alpha
    },
  })

export const asgd = defineOptimizer({
  id: 'asgd',
  label: 'Averaged SGD',
  summary: 'SGD with a built-in decay, which also keeps the mean of its path.',
  paper: 'Polyak and Juditsky 1992',
  dialects: {
    pytorch: averaging({
      source: 'torch.optim.ASGD',
      lags: true,
      note: 'The average is kept in the state and never moves theta; the decay kappa pulls theta slightly towards zero. Each update works out the rate of the next, so under a schedule the rate lags by one update, which the lab leaves out.',
    }),
    lab: averaging({
      source: 'this lab: torch.optim.ASGD, each update by its own rate',
      lags: false,
      note: "PyTorch's arithmetic without its lag: each update uses the rate that a schedule has for it. The same where the rate is left alone.",
    }),
  },
})
