/**
 * L-BFGS: Newton's direction, with the curvature learnt from the last ten steps.
 *   d = -H g by the two-loop recursion over pairs (s, y); theta += a d, a by a line search
 *
 * Nocedal (1980), Updating Quasi-Newton Matrices with Limited Storage; Liu and Nocedal (1989).
 * The line search is the bisection for the weak Wolfe conditions (Lewis and Overton 2013), which
 * guarantees s.y > 0. torch.optim.LBFGS has no line search by default and does up to 20 iterations a
 * `step`; SciPy's L-BFGS-B uses More and Thuente's search. Paths differ, minima agree.
 */
import { learningRate } from '../hyper'
import { dot } from '../norms'
import {
  defineDialect,
  defineOptimizer,
  type OptimizerState,
  type Problem,
  type SearchCode,
} from './contract'
import { fresh, moving, named } from './quantities'
import { move } from './shared'

const memory = 10
const sufficientDecrease = 1e-4
const curvature = 0.9
const maxTries = 60

interface State extends OptimizerState {
  /** Differences of theta and of the gradient, a row a pair, the oldest overwritten first. */
  readonly s: Float64Array
  readonly y: Float64Array
  /** s.y of each pair. */
  readonly sy: Float64Array
  /** How many pairs were ever stored since the last reset. */
  readonly pairs: Float64Array
  readonly alpha: Float64Array
  readonly direction: Float64Array
  readonly trial: Float64Array
  readonly trialGradient: Float64Array
  readonly stepSize: Float64Array
  /** Of the objective, where the last step ended. */
  readonly value: Float64Array
}

/** Nocedal and Wright (2006), algorithm 7.4: direction = -H g. */
function twoLoop(gradient: Float64Array, { s, y, sy, pairs, alpha, direction }: State): void {
  const n = gradient.length
  const newest = pairs[0] - 1
  const oldest = Math.max(0, pairs[0] - memory)
  for (let i = 0; i < n; i++) direction[i] = -gradient[i]

  for (let k = newest; k >= oldest; k--) {
    const row = (k % memory) * n
    let along = 0
    for (let i = 0; i < n; i++) along += s[row + i] * direction[i]
    alpha[k % memory] = along / sy[k % memory]
    for (let i = 0; i < n; i++) direction[i] -= alpha[k % memory] * y[row + i]
  }

  if (newest >= 0) {
    const row = (newest % memory) * n
    let yy = 0
    for (let i = 0; i < n; i++) yy += y[row + i] * y[row + i]
    const scale = sy[newest % memory] / yy
    for (let i = 0; i < n; i++) direction[i] *= scale
  }

  for (let k = oldest; k <= newest; k++) {
    const row = (k % memory) * n
    let along = 0
    for (let i = 0; i < n; i++) along += y[row + i] * direction[i]
    const beta = along / sy[k % memory]
    for (let i = 0; i < n; i++) direction[i] += (alpha[k % memory] - beta) * s[row + i]
  }
}

/**
 * Leaves the accepted point in `trial` and its gradient in `trialGradient`; returns the step, 0 where
 * rounding leaves none.
 */
function weakWolfe(
  theta: Float64Array,
  slope: number,
  first: number,
  { direction, trial, trialGradient, value }: State,
  problem: Problem,
): number {
  const before = value[0]
  let low = 0
  let high = Infinity
  let step = first
  for (let tries = 0; tries < maxTries; tries++) {
    move(trial, theta, direction, step)
    const tried = problem.value(trial)
    if (tried <= before + sufficientDecrease * step * slope) {
      value[0] = tried
      problem.gradient(trial, trialGradient)
      if (dot(trialGradient, direction) >= curvature * slope) return step
      low = step
    } else {
      high = step
    }
    step = high === Infinity ? 2 * low : (low + high) / 2
  }
  // Its value and gradient are those that were asked for last.
  move(trial, theta, direction, low)
  return low
}

/** Keeps the step just taken, unless rounding has eaten its curvature. */
function remember(theta: Float64Array, gradient: Float64Array, state: State): void {
  const { s, y, sy, pairs, trial, trialGradient } = state
  const n = theta.length
  const slot = pairs[0] % memory
  let product = 0
  let yy = 0
  for (let i = 0; i < n; i++) {
    const ds = trial[i] - theta[i]
    const dy = trialGradient[i] - gradient[i]
    product += ds * dy
    yy += dy * dy
  }
  if (!(product > Number.EPSILON * yy)) return
  for (let i = 0; i < n; i++) {
    s[slot * n + i] = trial[i] - theta[i]
    y[slot * n + i] = trialGradient[i] - gradient[i]
  }
  sy[slot] = product
  pairs[0] += 1
}

function firstStep(gradient: Float64Array): number {
  let size = 0
  for (let i = 0; i < gradient.length; i++) size += Math.abs(gradient[i])
  return Math.min(1, 1 / size)
}

/** The same in Python; a step that would not move theta, and pairs without curvature, as above. */
const lbfgsSearch: SearchCode = {
  functions: [
    'def dot(a, b):',
    '    return np.sum(a * b)',
    '',
    '',
    'def two_loop(g, pairs):',
    '    d, weights = -g, []',
    '    for s, y, sy in reversed(pairs):',
    '        weights.append(dot(s, d) / sy)',
    '        d = d - weights[-1] * y',
    '    if pairs:',
    '        s, y, sy = pairs[-1]',
    '        d = d * (sy / dot(y, y))',
    '    for (s, y, sy), weight in zip(pairs, reversed(weights)):',
    '        d = d + (weight - dot(y, d) / sy) * s',
    '    return d',
    '',
    '',
    'def weak_wolfe(value_of, slope_of, theta, direction, fall, step):',
    '    before, low, high = value_of(theta), 0.0, np.inf',
    `    for tries in range(${maxTries}):`,
    '        trial = theta + step * direction',
    `        if value_of(trial) <= before + ${sufficientDecrease} * step * fall:`,
    '            trial_gradient = slope_of(trial)',
    `            if dot(trial_gradient, direction) >= ${curvature} * fall:`,
    '                return step, trial, trial_gradient',
    '            low = step',
    '        else:',
    '            high = step',
    '        step = 2 * low if high == np.inf else (low + high) / 2',
    '    trial = theta + low * direction',
    '    return low, trial, slope_of(trial)',
  ],
  begin: ['pairs = []'],
  lines: [
    'direction = two_loop(g, pairs)',
    'if not dot(direction, g) < 0:',
    '    pairs = []',
    '    direction = -g',
    'fall, stepSize = dot(direction, g), 0.0',
    'if fall != 0:',
    '    first = lr if pairs else lr * min(1.0, 1 / np.sum(np.abs(g)))',
    '    stepSize, trial, trial_gradient = weak_wolfe(value_of, slope_of, theta, direction, fall, first)',
    '    s, y = trial - theta, trial_gradient - g',
    '    if stepSize == 0:',
    '        pairs = []',
    '    elif dot(s, y) > 2.0 ** -52 * dot(y, y):',
    `        pairs = (pairs + [(s, y, dot(s, y))])[-${memory}:]`,
  ],
}

export const lbfgs = defineOptimizer({
  id: 'lbfgs',
  label: 'L-BFGS',
  summary: 'Learns the curvature from its own last ten steps; the standard for smooth problems.',
  paper: 'Nocedal 1980; Liu and Nocedal 1989',
  fullBatchOnly: true,
  dialects: {
    paper: defineDialect({
      source: 'Nocedal and Wright 2006, algorithms 7.4 and 7.5; line search: Lewis and Overton 2013',
      equations: [
        String.raw`s_k = \theta_k - \theta_{k-1}, \qquad y_k = g_{k+1} - g_k, \qquad k = t-10, \ldots, t-1`,
        String.raw`d_t = -H_t\, g_t, \qquad H_t \text{ by BFGS from the pairs } (s_k, y_k), \qquad \text{started at } \frac{s_{t-1}^\top y_{t-1}}{y_{t-1}^\top y_{t-1}}\, I`,
        String.raw`\theta_t = \theta_{t-1} + a_t\, d_t, \qquad a_t \text{ found by doubling and halving from } \eta`,
        String.raw`J(\theta_t) \le J(\theta_{t-1}) + 10^{-4} a_t\, g_t^\top d_t, \qquad g_{t+1}^\top d_t \ge 0.9\, g_t^\top d_t`,
      ],
      quantities: {
        ...named('g'),
        direction: moving(
          'along',
          fresh('d_t', 'Direction of the search: downhill in the curvature that the last steps have shown.'),
        ),
        stepSize: fresh('a_t', 'Step along the direction that the search has found; 0 where there is none.'),
        slope: fresh(String.raw`g_t^\top d_t`, 'How steeply the objective falls along the direction.'),
        before: fresh(String.raw`J(\theta_{t-1})`, 'Objective before the update.'),
        value: fresh(String.raw`J(\theta_t)`, 'Objective after the update.'),
      },
      code: ['theta = theta + stepSize * direction'],
      search: lbfgsSearch,
      note: 'The learning rate is the first step tried along each direction; 1 is right nearly always.',
      hyper: { lr: learningRate(1) },
      asksProblem: true,
      endsOnGradient: true,
      init: (dimension): State => ({
        s: new Float64Array(memory * dimension),
        y: new Float64Array(memory * dimension),
        sy: new Float64Array(memory),
        pairs: new Float64Array(1),
        alpha: new Float64Array(memory),
        direction: new Float64Array(dimension),
        trial: new Float64Array(dimension),
        trialGradient: new Float64Array(dimension),
        stepSize: new Float64Array(1),
        value: new Float64Array(1),
      }),
      step(theta, gradient, state, { lr }, t, problem, note) {
        if (t === 1) state.value[0] = problem.value(theta)
        twoLoop(gradient, state)
        let slope = dot(state.direction, gradient)
        if (!(slope < 0)) {
          state.pairs[0] = 0
          twoLoop(gradient, state)
          slope = dot(state.direction, gradient)
        }
        note?.({ slope, before: state.value[0] })
        state.stepSize[0] = 0
        if (slope === 0) return
        const first = state.pairs[0] === 0 ? lr * firstStep(gradient) : lr
        const step = weakWolfe(theta, slope, first, state, problem)
        if (step === 0) {
          // the next update tries again from the bare gradient
          state.pairs[0] = 0
          return
        }
        remember(theta, gradient, state)
        theta.set(state.trial)
        state.stepSize[0] = step
      },
    }),
  },
})
