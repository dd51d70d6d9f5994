import { FormulaFault } from '../formula/fault'
import { constantNamed } from '../formula/vocabulary'
import { Refusal, refuse, type RuleFault } from './fault'
import { rangeFault } from './hyper'
import { linesOf, ruleNameFault, type Line } from './lines'
import { Reader } from './reader'
import type { Rule } from './rule'
import { ruleLimits, type RuleSpec } from './spec'
import { canonical, isGiven, isOwn, namesIn } from './words'

export type RuleReading =
  { readonly ok: true; readonly rule: Rule } | { readonly ok: false; readonly fault: RuleFault }

/** Reads a rule; never throws, and takes less than a tenth of a second of anything. */
export function readRule(spec: RuleSpec): RuleReading {
  try {
    return { ok: true, rule: understood(spec) }
  } catch (failure) {
    if (failure instanceof FormulaFault) {
      const { message, from, to } = failure
      return { ok: false, fault: { field: 'text', fault: { message, from, to } } }
    }
    if (failure instanceof Refusal) return { ok: false, fault: failure.fault }
    throw failure
  }
}

/** Names of a text that no line of it gives a value; undefined where it can't be read. */
export function freeNamesOf(text: string): readonly string[] | undefined {
  const free = new Set<string>()
  try {
    const lines = linesOf(text)
    const assigned = new Set(lines.map(({ name }) => canonical(name)))
    for (const { expression } of lines) {
      for (const { name } of namesIn(expression)) {
        const isKnown = isOwn(name) || isGiven(name) || assigned.has(name)
        if (!isKnown && constantNamed(name) === undefined && ruleNameFault(name) === undefined) free.add(name)
      }
    }
  } catch (failure) {
    if (failure instanceof FormulaFault) return undefined
    throw failure
  }
  return [...free]
}

/** Of the names in a text, those that a line reads before one gives them a value; undefined where it can't be read. */
export function stateNamesOf(text: string): readonly string[] | undefined {
  const hyper = Object.fromEntries((freeNamesOf(text) ?? []).map((name) => [name, 1]))
  const read = readRule({ text, state: {}, hyper })
  return read.ok ? read.rule.states.map(({ name }) => name) : undefined
}

/** Names that can't be, whatever the text says. */
function checkNames({ hyper, state }: RuleSpec, lines: readonly Line[]): void {
  const assigned = new Set(lines.map(({ name }) => canonical(name)))
  const names = Object.keys(hyper)
  if (names.length > ruleLimits.hyper)
    refuse('hyper', names[ruleLimits.hyper], `a rule has at most ${ruleLimits.hyper} hyper-parameters`)
  for (const name of names) {
    const fault = isGiven(name) || isOwn(name) ? `${name} has a meaning of its own` : ruleNameFault(name)
    if (fault !== undefined) refuse('hyper', name, fault)
    if (assigned.has(name))
      refuse('hyper', name, 'is given a value by a line of the rule, so it is no hyper-parameter')
  }
  for (const [name, start] of Object.entries(state)) {
    if (!assigned.has(name) || isOwn(name)) refuse('state', name, 'is given no value by the rule')
    if (typeof start === 'string' && !names.includes(start))
      refuse('state', name, `begins with ${start}, which is no hyper-parameter of the rule`)
  }
}

/** Names that the text, which can be read, has no use for, and ranges that are none. */
function checkUse({ hyper, state }: RuleSpec, lines: readonly Line[], { states }: Rule): void {
  const read = new Set(lines.flatMap(({ expression }) => namesIn(expression)).map(({ name }) => name))
  const starts = new Set(Object.values(state))
  for (const name of Object.keys(hyper)) {
    if (!read.has(name) && !starts.has(name)) refuse('hyper', name, 'is not in the rule')
    const fault = rangeFault(name, hyper[name])
    if (fault !== undefined) refuse('hyper', name, fault)
  }
  for (const name of Object.keys(state))
    if (!states.some((each) => each.name === name))
      refuse('state', name, 'is given a value before any line reads it, so it begins with nothing')
}

function understood(spec: RuleSpec): Rule {
  const lines = linesOf(spec.text)
  checkNames(spec, lines)
  const reader = new Reader(spec, lines)
  for (const line of lines) reader.read(line)
  const rule = reader.rule()
  checkUse(spec, lines, rule)
  return rule
}
