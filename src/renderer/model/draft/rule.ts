import { defaultLabel } from '@core/experiment'
import { defaults } from '@core/hyper'
import { optimizerById } from '@core/optimizers'
import { ruleMethod } from '@core/optimizers/rule'
import { dialectOf } from '@core/rules'
import { freeNamesOf, stateNamesOf } from '@core/rules/reading'
import { defaultOf, type RuleSpec } from '@core/rules/spec'
import { ruleFrom, templates, type Template } from '@core/rules/templates'
import { copyOf, type DraftRun } from './document'

/** Edits of a typed update rule in the document that is being written. */

type Range = Exclude<RuleSpec['hyper'][string], number>
/** A run that brings its own rule. */
export type RuleRun = DraftRun & { rule: RuleSpec }

export const hasRule = (run: DraftRun): run is RuleRun => run.rule !== undefined

/** Of a name that has just come into the text: what methods have for names like it. */
const usual: readonly (readonly [RegExp, Range])[] = [
  [/^lr$/, { default: 0.01, min: 0 }],
  [/^eps/, { default: 1e-8, min: 0 }],
  [/^(b|beta|gamma|mu|rho|momentum|b1|beta1)$/, { default: 0.9, min: 0, max: 1 }],
  [/^(b2|beta2)$/, { default: 0.999, min: 0, max: 1 }],
  [/decay$/i, { default: 0, min: 0 }],
]
const usualRange = (name: string): Range =>
  usual.find(([names]) => names.test(name))?.[1] ?? { default: 1, min: 0 }

export const rangeOf = (held: RuleSpec['hyper'][string]): Range =>
  typeof held === 'number' ? { default: held } : held

const chosen = (names: readonly string[], held: RuleSpec['hyper']): RuleSpec['hyper'] =>
  Object.fromEntries(names.map((name) => [name, Object.hasOwn(held, name) ? held[name] : usualRange(name)]))

/** Names that a rule no longer has go, with their values; new ones come with what is usual for them. */
export function setRuleText(run: RuleRun, text: string): void {
  const { rule } = run
  const free = freeNamesOf(text)
  const states = stateNamesOf(text)
  rule.text = text
  if (states) {
    const kept = Object.entries(rule.state).filter(([name]) => states.includes(name))
    rule.state = Object.fromEntries(kept)
  }
  if (!free) return
  // Also those that a memory begins with, which no line reads.
  const starts = Object.values(rule.state).filter((start) => typeof start === 'string')
  const names = [...new Set([...free, ...starts])]
  const ordered = [...names.filter((name) => name === 'lr'), ...names.filter((name) => name !== 'lr')]
  rule.hyper = chosen(ordered, rule.hyper)
  run.hyper = Object.fromEntries(
    Object.entries(rule.hyper).map(([name, held]) => [
      name,
      Object.hasOwn(run.hyper, name) ? run.hyper[name] : defaultOf(held),
    ]),
  )
}

/** What a hyper-parameter begins with and between which numbers it is; a value that was the default follows it. */
export function setRange(run: RuleRun, name: string, range: Range): void {
  const before = defaultOf(run.rule.hyper[name])
  run.rule.hyper = { ...run.rule.hyper, [name]: range }
  if (run.hyper[name] === before) run.hyper = { ...run.hyper, [name]: range.default }
}

export function setStart(run: RuleRun, name: string, start: number): void {
  const rest = Object.entries(run.rule.state).filter(([other]) => other !== name)
  run.rule.state = Object.fromEntries(start === 0 ? rest : [...rest, [name, start]])
}

/** The same run with a rule of its own, its values as they are where the rule has them. */
export function withRule(run: DraftRun, rule: RuleSpec): RuleRun {
  const rest = copyOf(run)
  delete rest.forkOf
  delete rest.changes
  const method = { optimizer: ruleMethod.id, dialect: ruleMethod.defaultDialect, rule: copyOf(rule) }
  const values = Object.entries(defaults(dialectOf(method)?.hyper ?? {})).map(
    ([name, value]): [string, number] => [name, Number(value)],
  )
  return { ...rest, ...method, hyper: Object.fromEntries(values) }
}

export const firstRule = (): RuleSpec => templates()[0].rule
export { templates, type Template }

/** Whether a method's arithmetic is all there is to it: those that search or solve are beyond rules. */
export const canBeRule = (run: DraftRun): boolean => dialectOf(run)?.asksProblem !== true

/** The method of a run as a rule to change, with its values; undefined where no rule can say it. */
export function asRule(run: DraftRun): RuleRun | undefined {
  const method = optimizerById(run.optimizer)
  const rule = method && ruleFrom(method, run.dialect)
  if (!rule) return undefined
  const next = withRule(run, rule)
  for (const name of Object.keys(next.hyper)) next.hyper[name] = Number(run.hyper[name] ?? next.hyper[name])
  return next
}

/** One more run beside it: the same method, its arithmetic typed out. */
export function copyAsRule(run: DraftRun): DraftRun | undefined {
  const next = asRule(run)
  if (!next) return undefined
  delete next.color
  next.label = `${run.label ?? defaultLabel(run)} as a rule`.slice(-200)
  return next
}
