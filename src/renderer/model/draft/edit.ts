import { colorsOf, defaultLabel, randomStart, type DataSource } from '@core/experiment'
import { defaults, type HyperSpecs } from '@core/hyper'
import { objectiveById } from '@core/objectives'
import type { DataKind, ObjectiveKind, Suggestion } from '@core/objectives/contract'
import { optimizerById, optimizers } from '@core/optimizers'
import type { DialectId } from '@core/optimizers/contract'
import { ruleMethod } from '@core/optimizers/rule'
import { dialectOf, isSchedulable } from '@core/rules'
import { copyOf, type Draft, type DraftRun } from './document'
import { rangesUnder, setRange } from './sweep'
import { asRule, firstRule, withRule } from './rule'

const found = (id: string) => optimizerById(id) ?? optimizers[0]

/** A run of the method, everything at its default. */
export function newRun(id: string): DraftRun {
  const optimizer = found(id)
  const dialect = optimizer.defaultDialect
  const run: DraftRun = {
    optimizer: optimizer.id,
    dialect,
    batch: 'full',
    sampling: 'shuffle',
    hyper: defaults(optimizer.dialects[dialect]?.hyper ?? {}),
    schedule: { id: 'constant', warmup: 0 },
  }
  return id === ruleMethod.id ? withRule(run, firstRule()) : run
}

/** Keeps the values that were changed by hand, where the other method has a value of that name. */
function carriedOver(run: DraftRun, to: Pick<DraftRun, 'optimizer' | 'dialect' | 'rule'>) {
  const from: HyperSpecs = dialectOf(run)?.hyper ?? {}
  const specs: HyperSpecs = dialectOf(to)?.hyper ?? {}
  const values: Record<string, number | boolean> = defaults(specs)
  for (const [name, spec] of Object.entries(specs)) {
    const held = run.hyper[name]
    const changed = name in from && held !== from[name]?.default
    if (changed && held !== undefined && typeof held === typeof spec.default) values[name] = held
  }
  return values
}

/** Another method is no fork of a run, and what was to change may be none of its settings. */
function withoutChanges(run: DraftRun): DraftRun {
  const own = copyOf(run)
  delete own.changes
  delete own.forkOf
  delete own.rule
  return own
}

/** The same run with another method: batch, seed and changed values stay where they still mean something. */
export function withOptimizer(run: DraftRun, id: string): DraftRun {
  const own = id === ruleMethod.id ? asRule(run) : undefined
  if (own) return own
  const fresh = newRun(id)
  const fullBatchOnly = found(id).fullBatchOnly
  return {
    ...withoutChanges(run),
    optimizer: fresh.optimizer,
    dialect: fresh.dialect,
    ...(fresh.rule ? { rule: fresh.rule } : {}),
    hyper: carriedOver(run, fresh),
    batch: fullBatchOnly ? 'full' : run.batch,
    schedule: isSchedulable(fresh) ? copyOf(run.schedule) : fresh.schedule,
  }
}

/** The same run in another source's arithmetic. */
export function withDialect(run: DraftRun, dialect: DialectId): DraftRun {
  return { ...withoutChanges(run), dialect, hyper: carriedOver(run, { optimizer: run.optimizer, dialect }) }
}

/** Whether batches can be drawn: from data, or from rows that the objective brings itself. */
export const hasRows = (kind: ObjectiveKind): boolean =>
  kind.data !== undefined || kind.create(kind.options.parse({})).rows > 0

/** Drops a start that was chosen for other parameters; a random one suits any. */
export function dropPoint(draft: Draft): void {
  if (draft.start !== randomStart) delete draft.start
}

/** Data that were chosen stay; those that another kind of objective was only given to begin with do not. */
function dataFor({ example }: DataKind, { objective: { id, data } }: Draft): DataSource {
  const before = objectiveById(id)?.data?.example
  const chosen = data !== undefined && JSON.stringify(data) !== JSON.stringify(before)
  return copyOf(chosen ? data : example)
}

/** The runs, less those that without their batches are the same as one before them. */
function withoutTwins(runs: readonly DraftRun[], before: readonly DraftRun[]): DraftRun[] {
  const saying = runs.map((run) => JSON.stringify({ ...run, color: undefined }))
  return runs.filter((_, place) => before[place].batch === 'full' || saying.indexOf(saying[place]) === place)
}

/**
 * The document with another objective, its options at their defaults and the noise as it was. A
 * start that was chosen goes back to the objective's own; batches need rows, so without any every run takes the
 * whole objective, and one that is then the same as another is left out.
 */
export function withObjective(draft: Draft, id: string): Draft {
  const kind = objectiveById(id)
  if (!kind) return draft
  const next = copyOf(draft)
  const options = kind.options.parse({})
  const { sigma } = next.objective
  next.objective = {
    id,
    ...options,
    ...(kind.data ? { data: dataFor(kind.data, draft) } : {}),
    ...(sigma === undefined ? {} : { sigma }),
  }
  dropPoint(next)
  if (!hasRows(kind)) {
    for (const run of next.runs) run.batch = 'full'
    // A fork calls the run that it is of by its name, which may be that of one left out.
    if (!next.runs.some(({ forkOf }) => forkOf)) next.runs = withoutTwins(next.runs, draft.runs)
  }
  return next
}

/** The document with the runs and the budget that show what its objective teaches, and nothing in their way. */
export function withSuggestion(draft: Draft, { iterations, runs }: Suggestion): Draft {
  const next = withObjective(draft, draft.objective.id)
  delete next.start
  delete next.objective.sigma
  next.iterations = iterations
  next.runs = runs.map(({ optimizer, dialect, batch, hyper }): DraftRun => {
    const fresh = newRun(optimizer)
    const run = dialect ? withDialect(fresh, dialect) : fresh
    return { ...run, batch: batch ?? 'full', hyper: { ...run.hyper, ...hyper } }
  })
  return next
}

/**
 * Every run that was in the list keeps its colour, wherever it stands now; one that has come takes the
 * first shade of its method that is free. A list whose colours are those it would have anyway says
 * nothing of them.
 */
export function keepColors(before: readonly DraftRun[], runs: readonly DraftRun[]): void {
  const known = colorsOf(before)
  const colors = colorsOf(
    runs.map((run) => ({
      optimizer: run.optimizer,
      color: before.includes(run) ? known[before.indexOf(run)] : undefined,
    })),
  )
  const implied = colorsOf(runs.map(({ optimizer }) => ({ optimizer })))
  const isImplied = colors.every((color, place) => color === implied[place])
  runs.forEach((run, place) => {
    if (isImplied) delete run.color
    else run.color = colors[place]
  })
}

/** Runs that lose their batches when the objective has no rows. */
export const batchedRuns = (draft: Draft): number => draft.runs.filter((run) => run.batch !== 'full').length

/** The label of a run with this rate, less the rate where it names it. */
const withoutRate = (label: string, rate: number): string => {
  const [, name, written] = /^(.*), lr (\S+)$/.exec(label) ?? []
  return name !== undefined && Number(written) === rate ? name : label
}

/** What a label may say of its run. */
export interface Said {
  readonly method: string
  /** Undefined for a method without one, and for many of them. */
  readonly rate: unknown
}
export const saidOf = (run: DraftRun): Said => ({
  method: defaultLabel(run),
  rate: rangesUnder(run, 'hyper').lr ? undefined : run.hyper.lr,
})

/** The label of a run that has become another, where it names its rate: `Adam, lr 0.5`. Undefined for none of its own. */
export function relabelled(label: string, before: Said, now: Said): string | undefined {
  const end = `, lr ${String(before.rate)}`
  if (before.rate === undefined || !label.endsWith(end)) return label
  const name = label.slice(0, -end.length)
  const own = name === before.method ? now.method : name
  if (now.rate !== undefined) return `${own}, lr ${String(now.rate)}`
  return own === now.method ? undefined : own
}

/** The same run with so many times the learning rate, and with that part of it, labelled by the rate. */
export function rateVariations(run: DraftRun, factor: number): DraftRun[] {
  const rate = Number(run.hyper.lr)
  const label = withoutRate(run.label ?? defaultLabel(run), rate)
  const alike = copyOf(run)
  // Each of them stands for its one rate.
  setRange(alike, 'hyper.lr', undefined)
  return [factor * rate, rate / factor].map((lr) => {
    const tidy = Number(lr.toPrecision(4))
    return { ...copyOf(alike), hyper: { ...copyOf(run.hyper), lr: tidy }, label: `${label}, lr ${tidy}` }
  })
}
