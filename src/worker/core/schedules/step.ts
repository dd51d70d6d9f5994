/**
 * factor = gamma^floor(u / every): the first `every` updates at the full rate, the next at gamma
 * times it, and so on. torch.optim.lr_scheduler.StepLR(step_size=every, gamma), stepped an update.
 */
import { number } from '../hyper'
import { defineSchedule } from './contract'

export const step = defineSchedule({
  id: 'step',
  label: 'Step',
  formula: String.raw`\eta_u = \eta\, \gamma^{\lfloor u / k \rfloor}`,
  summary: 'Drops by a factor every so many updates.',
  options: {
    every: number('Every', 'k', 1_000, { min: 1, scale: 'log', unit: 'updates' }),
    gamma: number('Factor', '\\gamma', 0.1, { minExclusive: true, max: 10, scale: 'log' }),
  },
  factor: (update, _total, { every, gamma }) => gamma ** Math.floor(update / every),
  python: 'gamma ** (update // every)',
})
