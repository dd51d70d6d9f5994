/**
 * factor = 1 / (1 + decay u): half the rate after 1/decay updates. The rate's sum diverges and the
 * sum of its squares does not, as Robbins and Monro (1951) ask of SGD. torch has no scheduler of this
 * name: LambdaLR(lambda u: 1 / (1 + decay * u)); it is Adagrad's lr_decay, and Keras'
 * InverseTimeDecay(decay_steps=1, decay_rate=decay).
 */
import { number } from '../hyper'
import { defineSchedule } from './contract'

export const inverseTime = defineSchedule({
  id: 'inverse-time',
  label: 'Inverse time',
  formula: String.raw`\eta_u = \frac{\eta}{1 + d\, u}`,
  summary: 'Falls as one over the number of updates: slowly enough to arrive, fast enough to settle.',
  options: { decay: number('Decay an update', 'd', 0.001, { scale: 'log' }) },
  factor: (update, _total, { decay }) => 1 / (1 + decay * update),
  python: '1 / (1 + decay * update)',
})
