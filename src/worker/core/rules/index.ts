import { optimizerById } from '../optimizers'
import { takesSchedule, type Dialect, type DialectId } from '../optimizers/contract'
import { dialectOfRule } from './dialect'
import type { RuleSpec } from './spec'

/** What says which arithmetic a run has. */
export interface MethodOfRun {
  readonly optimizer: string
  readonly dialect: DialectId
  readonly rule?: RuleSpec
}

/** The same for runs of the same arithmetic. */
export const methodKey = ({ optimizer, dialect, rule }: MethodOfRun): string =>
  JSON.stringify([optimizer, dialect, rule ?? null])

/** The arithmetic of a run: its method's in a dialect, or its own; undefined where there is none. */
export const dialectOf = ({ optimizer, dialect, rule }: MethodOfRun): Dialect | undefined =>
  rule ? dialectOfRule(rule) : optimizerById(optimizer)?.dialects[dialect]

/** Whether the learning rate of a run can be scheduled. */
export function isSchedulable({ optimizer, dialect, rule }: MethodOfRun): boolean {
  if (rule) return Object.hasOwn(rule.hyper, 'lr')
  const method = optimizerById(optimizer)
  return method !== undefined && takesSchedule(method, dialect)
}
