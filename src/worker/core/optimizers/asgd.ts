/**
 * Averaged SGD: a slowly decaying gradient step, and beside it the running mean of the path.
 *   eta_t = lr/(1 + lambd lr (t-1))^alpha; theta = (1 - lambd eta_t) theta - eta_t g
 *   mu_t = 1/max(1, t - 1 - t0); ax += mu_t (theta - ax)
 *
 * Polyak and Juditsky (1992), Acceleration of Stochastic Approximation by Averaging; the decay
 * after Bottou (2010), Large-Scale Machine Learning with Stochastic Gradient Descent.
 * torch leaves the average in its state: theta, and so every curve, is the unaveraged path, and
 * averaging starts only after t0 = 1e6 updates. It works out eta for the next update at the end of
 * this one, so under a schedule its rate lags by one update; here every update uses its own.
 */
import { learningRate, number, weightDecay } from '../hyper'
import { defineDialect, defineOptimizer } from './contract'
import { carried, fresh, named } from './quantities'
import { decayed } from './shared'

export const asgd = defineOptimizer({
  id: 'asgd',
  label: 'Averaged SGD',
  summary: 'SGD with a built-in decay, which also keeps the mean of its path.',
  paper: 'Polyak and Juditsky 1992',
  dialects: {
    pytorch: defineDialect({
      source: 'torch.optim.ASGD',
      equations: [
        String.raw`g_t = \nabla_\theta J(\theta_{t-1}) + \lambda\, \theta_{t-1}`,
        String.raw`\eta_t = \frac{\eta}{(1 + \kappa\, \eta\, (t - 1))^{\alpha}}, \qquad \mu_t = \frac{1}{\max(1,\, t - 1 - t_0)}`,
        String.raw`\theta_t = (1 - \kappa\, \eta_t)\, \theta_{t-1} - \eta_t\, g_t`,
        String.raw`\bar\theta_t = \bar\theta_{t-1} + \mu_t\, (\theta_t - \bar\theta_{t-1})`,
      ],
      quantities: {
        ...named('g'),
        eta: fresh(String.raw`\eta_t`, 'Learning rate of this update, after its own decay.'),
        mu: fresh(String.raw`\mu_t`, 'Weight of the new point in the average.'),
        ax: carried(String.raw`\bar\theta`, 'Average of the path.'),
      },
      code: [
        'g = gradient + weightDecay * theta',
        'eta = lr / (1 + lambd * lr * (t - 1)) ** alpha',
        'mu = 1 / np.maximum(1, t - 1 - t0)',
        'theta = theta * (1 - lambd * eta)',
        'theta = theta - eta * g',
        'ax = np.where(mu == 1, theta, ax + (theta - ax) * mu)',
      ],
      note: 'The average is kept in the state and never moves theta; the decay kappa pulls theta slightly towards zero.',
      hyper: {
        lr: learningRate(0.01),
        lambd: number('Decay', '\\kappa', 1e-4, { scale: 'log' }),
        alpha: number('Power of the decay', '\\alpha', 0.75, { max: 10 }),
        t0: number('Averaging starts after', 't_0', 1e6, { scale: 'log', unit: 'updates' }),
        weightDecay: weightDecay(0),
      },
      init: (dimension) => ({ ax: new Float64Array(dimension) }),
      step(theta, gradient, { ax }, { lr, lambd, alpha, t0, weightDecay }, t, _problem, note) {
        const eta = lr / (1 + lambd * lr * (t - 1)) ** alpha
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
      },
    }),
  },
})
