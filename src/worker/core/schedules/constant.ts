/** factor = 1: the learning rate as given. torch: no scheduler. */
import { defineSchedule } from './contract'

export const constant = defineSchedule({
  id: 'constant',
  label: 'Constant',
  formula: String.raw`\eta_u = \eta`,
  summary: 'The learning rate as given, all the way.',
  options: {},
  isConstant: true,
  factor: () => 1,
  python: '1.0',
})
