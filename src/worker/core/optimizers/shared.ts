import { decay, flag, number, type NumberHyper } from '../hyper'
import type { Note } from './contract'

export const textbook = 'the textbook chapter, its equations and printed code'

/** Which share of the velocity survives an update. */
export const gamma = (value = 0.9): NumberHyper => decay('Decay', '\\gamma', value)
export const momentumFactor = (value: number): NumberHyper => decay('Momentum', '\\mu', value)
export const beta1 = (value = 0.9): NumberHyper => decay('First-moment decay', '\\beta_1', value)
export const beta2 = (value: number): NumberHyper => decay('Second-moment decay', '\\beta_2', value)
/** c1 of the Wolfe conditions. */
export const sufficientDecrease = (value: number): NumberHyper =>
  number('Sufficient decrease', 'c_1', value, {
    minExclusive: true,
    max: 1,
    maxExclusive: true,
    scale: 'log',
  })

/** torch's weight decay: the gradient of an L2 penalty, left alone where the weight is 0. */
export const decayed = (gradient: number, theta: number, weightDecay: number): number =>
  weightDecay === 0 ? gradient : gradient + weightDecay * theta

/** torch's `decoupled_weight_decay`: whether theta shrinks before the step, as AdamW's, or an L2 penalty is added. */
export const decoupled = flag('Decoupled decay', '\\text{decoupled}', false)

/** optax's Nesterov form of a method with moments. */
export const nesterov = flag('Nesterov', '\\text{Nesterov}', false)

/** The first moment corrected for its start, as the next update will have it where that is asked for, in TeX. */
export const nesterovMoment = String.raw`\hat m_t = \begin{cases} \frac{\beta_1 m_t}{1 - \beta_1^{t+1}} + \frac{(1 - \beta_1)\, g_t}{1 - \beta_1^t} & \text{if Nesterov} \\ \frac{m_t}{1 - \beta_1^t} & \text{otherwise} \end{cases}`

/** The same in NumPy. */
export const nesterovMomentCode = [
  'correction1Next = 1 - beta1 ** (t + 1)',
  'mHat = np.where(nesterov, beta1 * (m / correction1Next) + (1 - beta1) * (g / correction1), m / correction1)',
]

/** Either decay, in TeX. */
export const eitherDecay = [
  String.raw`g_t = \nabla_\theta J(\theta_{t-1}) + \begin{cases} 0 & \text{if decoupled} \\ \lambda\, \theta_{t-1} & \text{otherwise} \end{cases}`,
  String.raw`\theta'_{t-1} = \begin{cases} (1 - \eta\, \lambda)\, \theta_{t-1} & \text{if decoupled} \\ \theta_{t-1} & \text{otherwise} \end{cases}`,
]

/** Either decay, in NumPy. */
export const eitherDecayCode = [
  'g = gradient + np.where(decoupled, 0, weightDecay) * theta',
  'shrunk = theta * np.where(decoupled, 1 - lr * weightDecay, 1)',
]

/**
 * Keras's weight decay of every method, and AdamW's: theta shrinks by lr * weightDecay of itself before
 * the step, whose gradient was taken before that.
 */
export function shrink(theta: Float64Array, lr: number, weightDecay: number, note?: Note): void {
  if (weightDecay !== 0) for (let i = 0; i < theta.length; i++) theta[i] -= theta[i] * weightDecay * lr
  if (note) theta.forEach((shrunk, i) => note({ shrunk }, i))
}

/** A small number under the root, beside the one outside it. */
export const epsilonRoot = (value = 0): NumberHyper =>
  number('Epsilon under the root', '\\epsilon_r', value, { scale: 'log' })

export const initialAccumulator = (value: number, symbol: string): NumberHyper =>
  number('Initial accumulator', symbol, value, { scale: 'log', onlyStarts: true })

/** Keras's decoupled decay, in TeX: the parameters that a step starts from. */
export const shrunk = String.raw`\theta'_{t-1} = (1 - \eta\, \lambda)\, \theta_{t-1}`

/** out = from + step * direction */
export function move(out: Float64Array, from: Float64Array, direction: Float64Array, step: number): void {
  for (let i = 0; i < out.length; i++) out[i] = from[i] + step * direction[i]
}
