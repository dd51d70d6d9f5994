import { defineObjective } from '../contract'
import { coordinateNames, noOptions } from './plain'

/** One row in so many is the rare one. */
const rows = 101
/** Slope of the rare row, and of each of the others. */
const rare = 1010
const common = -10
/** Curvature of the walls beyond -1 and 1. */
const stiffness = 100

const wallSlope = (x: number): number => (x > 1 ? stiffness * (x - 1) : x < -1 ? stiffness * (x + 1) : 0)
const wall = (x: number): number => (wallSlope(x) * wallSlope(x)) / (2 * stiffness)

/** Mean slope of all rows. */
const slope = (rare + common * (rows - 1)) / rows
const lowest = -1 - slope / stiffness

/** Of the runs in the paper's own setting. */
const asInThePaper = { dialect: 'pytorch', batch: 1, hyper: { lr: 0.05, beta1: 0.9, beta2: 0.99 } } as const

/**
 * A mean of 101 functions on [-1, 1]: row 0 is 1010 x, every other one -10 x, so that the mean
 * falls, gently, towards -1 while all but one of its rows fall towards 1. Adam's running mean
 * of squares has forgotten the rare large slope by the time it matters, and goes to the
 * wrong end; AMSGrad keeps its maximum and does not.
 *
 * Reddi, Kale & Kumar 2018, "On the Convergence of Adam and Beyond", section 5, where the
 * interval is a constraint; here steep parabolic walls stand at its ends.
 *
 * Domain [-1.3, 1.3]. Minimum at -1 - 10/(101 * 100).
 */
export const reddi = defineObjective({
  id: 'reddi',
  label: "Reddi's online example",
  formula: String.raw`f(x) = \tfrac{1}{101} \sum_{i=0}^{100} c_i x + \text{walls beyond } \pm 1, \qquad c_0 = 1010,\ c_{1..100} = -10`,
  lesson:
    'One row at a time, Adam forgets the rare large gradient and ends at the wrong wall; AMSGrad does not.',
  suggestion: {
    label: 'Use the setting of the paper',
    iterations: 60_000,
    runs: [
      { optimizer: 'adam', ...asInThePaper },
      { optimizer: 'amsgrad', ...asInThePaper },
    ],
  },
  family: 'one-dimensional',
  options: noOptions,
  create: () => {
    const value = (theta: Float64Array): number => slope * theta[0] + wall(theta[0])
    const gradient = (theta: Float64Array, out: Float64Array): void => {
      out[0] = slope + wallSlope(theta[0])
    }
    return {
      dimension: 1,
      rows,
      value,
      gradient,
      evaluate(theta, out) {
        gradient(theta, out)
        return value(theta)
      },
      batchGradient(theta, batch, from, to, out) {
        let sum = 0
        for (let k = from; k < to; k++) sum += batch[k] === 0 ? rare : common
        out[0] = sum / (to - from) + wallSlope(theta[0])
      },
      hessian(theta, out) {
        out[0] = Math.abs(theta[0]) > 1 ? stiffness : 0
      },
      domain: [[-1.3, 1.3]],
      defaultStart: [0],
      minima: [{ theta: [lowest], value: slope * lowest + wall(lowest) }],
      parameterNames: coordinateNames(1),
    }
  },
  python: () => ({
    names: coordinateNames(1),
    rows: { c: `np.array([${rare}.0] + [${common}.0] * ${rows - 1})` },
    value: [
      'beyond = np.where(x > 1, x - 1, np.where(x < -1, x + 1, 0.0))',
      'np.mean(c) * x + 50 * beyond * beyond',
    ],
    gradient: [
      'beyond = np.where(x > 1, x - 1, np.where(x < -1, x + 1, 0.0))',
      '[np.mean(c) + 100 * beyond]',
    ],
    hessian: ['[[np.where(np.abs(x) > 1, 100.0, 0.0)]]'],
  }),
})
