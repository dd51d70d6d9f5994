import type { Issue } from '../issues'
import { pathText } from '../issues'
import { readRule } from './reading'
import type { RuleSpec } from './spec'

/** What is wrong with a rule, each path below it; a fault of the text with the number of its first character, from 1. */
export function ruleIssues(rule: RuleSpec): readonly Issue[] {
  const read = readRule(rule)
  if (read.ok) return []
  const { fault } = read
  if (fault.field !== 'text') return [{ path: pathText([fault.field, fault.key]), message: fault.message }]
  const { message, from } = fault.fault
  return [{ path: 'text', message: `${message} (at character ${from + 1})` }]
}
