import { changedSchema, hyperSchema, type Change, type RunSpec } from '../experiment-schema'
import { issuesFrom, pathText, type Issue } from '../issues'
import { dialectOf, type MethodOfRun } from './index'
import { ruleIssues } from './issues'

/** What is wrong with the rule that a run brings, and with its values, whose ranges the rule has. */
export function ownIssues(run: RunSpec, index: number): Issue[] {
  if (!run.rule) return []
  const below = (path: string): string => `${pathText(['runs', index])}.${path}`
  const faults = ruleIssues(run.rule)
  if (faults.length > 0) return faults.map(({ path, message }) => ({ path: below(`rule.${path}`), message }))
  const parsed = hyperSchema(dialectOf(run)?.hyper ?? {}).safeParse(run.hyper, { reportInput: true })
  const values = parsed.success ? [] : issuesFrom(parsed.error.issues)
  const changed = (run.changes ?? []).flatMap(({ set }, place) =>
    setIssues(run, set).map(({ path, message }) => ({ path: `changes[${place}].${path}`, message })),
  )
  const issues = [
    ...values.map(({ path, message }) => ({ path: path === '' ? 'hyper' : `hyper.${path}`, message })),
    ...changed,
  ]
  return issues.map(({ path, message }) => ({ path: below(path), message }))
}

/** What is wrong with values that a run under way is to have, each path below `set`. */
export function setIssues(run: MethodOfRun, set: Change['set']): Issue[] {
  const specs = dialectOf(run)?.hyper ?? {}
  const parsed = changedSchema(specs).safeParse(set, { reportInput: true })
  const issues = parsed.success ? [] : issuesFrom(parsed.error.issues)
  return issues.map(({ path, message }) => ({ path: path === '' ? 'set' : `set.${path}`, message }))
}
