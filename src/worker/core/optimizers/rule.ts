import type { Optimizer } from './contract'

/**
 * The method of a run that brings its own update rule. It is no method of the catalog: its one dialect is in the
 * run, and `dialectOf` in `core/rules` has it.
 */
export const ruleMethod: Optimizer = {
  id: 'rule',
  label: 'Your own rule',
  stepName: "the rule's step",
  summary: 'An update that you type yourself, in the language of formulas.',
  paper: '',
  dialects: {},
  defaultDialect: 'own',
  fullBatchOnly: false,
  needsMinimum: false,
  rateOnlyStarts: false,
}
