/**
 * factor = gamma^u. torch.optim.lr_scheduler.ExponentialLR(gamma), stepped an update.
 * Above 1 it grows: a learning-rate range test (Smith 2017) is a run from a tiny rate with gamma > 1.
 */
import { number } from '../hyper'
import { defineSchedule } from './contract'

export const exponential = defineSchedule({
  id: 'exponential',
  label: 'Exponential',
  formula: String.raw`\eta_u = \eta\, \gamma^u`,
  summary: 'Shrinks by the same factor at every update; above 1 it grows, to find where a run diverges.',
  options: {
    gamma: number('Factor an update', '\\gamma', 0.999, { minExclusive: true, max: 10, scale: 'log' }),
  },
  factor: (update, _total, { gamma }) => gamma ** update,
  python: 'gamma ** update',
})
