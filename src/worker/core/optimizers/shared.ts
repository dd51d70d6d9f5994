import { decay, number, type NumberHyper } from '../hyper'

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

/** out = from + step * direction */
export function move(out: Float64Array, from: Float64Array, direction: Float64Array, step: number): void {
  for (let i = 0; i < out.length; i++) out[i] = from[i] + step * direction[i]
}
