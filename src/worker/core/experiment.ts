import { z } from './zod'
import { featuresOf, type DataSource } from './data/source'
import {
  experimentSchema,
  firstShade,
  randomStart,
  type Change,
  type Experiment,
  type ObjectiveSpec,
  type RunSpec,
} from './experiment-schema'
import { defaults } from './hyper'
import { upgraded } from './experiment-upgrade'
import { countText, issuesFrom, pathText, type Issue, type Parsed } from './issues'
import { limits } from './limits'
import { mostFaults } from './lists'
import { objectiveById } from './objectives'
import { optimizerById } from './optimizers'
import { visibleJson } from './plain-text'
import { readIssues } from './read-options'
import { dialectOf, isSchedulable } from './rules'
import { ownIssues } from './rules/run-issues'
import { isVaried } from './schedules'

export { dataSource, type DataSource } from './data/source'
export { format } from './experiment-upgrade'
export { limits } from './limits'
export { setIssues } from './rules/run-issues'
export {
  firstShade,
  objectiveWithData,
  randomStart,
  stopShares,
  type BatchSize,
  type Change,
  type Experiment,
  type ObjectiveSpec,
  type RunSpec,
  type ScheduleSpec,
  type StopRules,
} from './experiment-schema'

/** The field's name for a run that nobody named. */
export const defaultLabel = (run: Pick<RunSpec, 'optimizer' | 'dialect' | 'batch' | 'maximize'>): string =>
  `${methodLabel(run)}${run.maximize ? ', maximize' : ''}`

function methodLabel(run: Pick<RunSpec, 'optimizer' | 'dialect' | 'batch'>): string {
  const optimizer = optimizerById(run.optimizer)
  if (!optimizer) return run.optimizer
  if (optimizer.nameWith) return optimizer.nameWith(run.batch)
  const batch = run.batch === 'full' ? '' : ` (batch ${run.batch})`
  const dialect = run.dialect === optimizer.defaultDialect ? '' : ` ${run.dialect}`
  return `${optimizer.label}${dialect}${batch}`
}

/**
 * The colour of every run: the one it asks for, else the first shade of its method's hue that no other
 * run of the method has. A shade that an earlier run has is not given twice.
 */
export function colorsOf(runs: readonly Pick<RunSpec, 'color' | 'optimizer'>[]): readonly number[] {
  const given = new Map<string, Set<number>>()
  const shadesOf = (optimizer: string): Set<number> => {
    const shades = given.get(optimizer) ?? new Set()
    given.set(optimizer, shades)
    return shades
  }
  const asked = runs.map(({ color, optimizer }) => {
    const shades = shadesOf(optimizer)
    if (color === undefined || (color >= firstShade && shades.has(color))) return undefined
    shades.add(color)
    return color
  })
  return asked.map((color, place) => {
    if (color !== undefined) return color
    const shades = shadesOf(runs[place].optimizer)
    let free = firstShade
    while (shades.has(free)) free++
    shades.add(free)
    return free
  })
}

/** How many parameters the objective has; undefined where its own options are at fault. */
export function dimensionOf(objective: ObjectiveSpec): number | undefined {
  const { id, data } = objective
  const kind = objectiveById(id)
  return data ? kind?.data?.dimension(objective, featuresOf(data)) : kind?.create(objective).dimension
}

/** Rows to draw batches from; undefined until a file is read. */
function rowsOf({ id, data, ...options }: ObjectiveSpec): number | undefined {
  if (data?.source === 'csv') return undefined
  if (data) return data.source === 'normal' ? data.rows : data.y.length
  return objectiveById(id)?.create({ id, ...options }).rows
}

/** Rules on a data source that no single key can tell. */
export function dataIssues(data: DataSource): Issue[] {
  const at = (...rest: PropertyKey[]): string => pathText(['objective', 'data', ...rest])
  if (data.source === 'csv') {
    const repeated = data.x.findIndex((name, index) => data.x.indexOf(name) !== index)
    if (repeated >= 0)
      return [{ path: at('x', repeated), message: `names ${JSON.stringify(data.x[repeated])} a second time` }]
    const target = data.x.indexOf(data.y)
    if (target >= 0)
      return [{ path: at('x', target), message: `must not name the target, ${JSON.stringify(data.y)}` }]
    return data.read ? readIssues(data.read) : []
  }
  if (data.source === 'inline') {
    if (data.x.length !== data.y.length) {
      return [
        {
          path: at('y'),
          message: `must have ${data.x.length} entries, one for each row of x, got ${data.y.length}`,
        },
      ]
    }
    const width = data.x[0].length
    const count = data.x.length * (width + 1)
    if (count > limits.inlineNumbers) {
      const message = `must have at most ${limits.inlineNumbers} numbers in an experiment, got ${count}; larger tables come from a CSV file`
      return [{ path: at(), message }]
    }
    const ragged = data.x.findIndex((row) => row.length !== width)
    if (ragged >= 0) {
      const message = `must have ${countText(width, 'entry', 'entries')} like the first row, got ${data.x[ragged].length}`
      return [{ path: at('x', ragged), message }]
    }
  }
  return []
}

/**
 * Rules on one run that need the rest of the experiment.
 * @param rows that batches are drawn from; 0 for a plain function, undefined until a file is read
 */
export function runIssues(
  run: RunSpec,
  index: number,
  { objective: { sigma = 0 }, iterations }: Pick<Experiment, 'objective' | 'iterations'>,
  rows: number | undefined,
): Issue[] {
  const at = (key: string): string => pathText(['runs', index, key])
  const issues = ownIssues(run, index)
  if (issues.length > 0) return issues
  const optimizer = optimizerById(run.optimizer)
  if (run.batch !== 'full') {
    if (rows === 0) {
      issues.push({
        path: at('batch'),
        message: `must be "full" for an objective without data, got ${run.batch}`,
      })
    } else if (optimizer?.fullBatchOnly) {
      issues.push({ path: at('batch'), message: `must be "full" for ${optimizer.label}, got ${run.batch}` })
    } else if (rows !== undefined && run.batch > rows) {
      issues.push({
        path: at('batch'),
        message: `must be <= ${rows} (the rows of the data), got ${run.batch}`,
      })
    }
  }
  if (sigma > 0 && optimizer?.fullBatchOnly) {
    const message = `must be a method for noisy gradients where objective.sigma is above 0, got ${optimizer.label}`
    issues.push({ path: at('optimizer'), message })
  }
  if (run.maximize && optimizer?.needsMinimum) {
    const message = `must be left out: ${optimizer.label} measures its step by the distance to a known minimum`
    issues.push({ path: at('maximize'), message })
  }
  if (isVaried(run.schedule) && optimizer && !isSchedulable(run)) {
    const why = optimizer.rateOnlyStarts
      ? 'only begins with its learning rate'
      : 'has no learning rate to schedule'
    issues.push({ path: at('schedule'), message: `must be left out: ${optimizer.label} ${why}` })
  }
  return [...issues, ...changeIssues(run, index, iterations)]
}

/** What is wrong with the first change of a run that is at fault. */
function changeIssues({ changes = [] }: RunSpec, index: number, iterations: number): Issue[] {
  for (const [place, { at, set }] of changes.entries()) {
    const path = (key: keyof Change): string => pathText(['runs', index, 'changes', place, key])
    const before = place > 0 ? changes[place - 1].at : -1
    if (at <= before)
      return [{ path: path('at'), message: `must be > ${before}, that of the change before it, got ${at}` }]
    if (at >= iterations) {
      const message = `must be < ${iterations}, so that an update is left that it holds for, got ${at}`
      return [{ path: path('at'), message }]
    }
    if (Object.keys(set).length === 0)
      return [{ path: path('set'), message: 'must set at least one hyper-parameter' }]
  }
  return []
}

/** Rules on the options of an objective that no single key can tell. */
const optionIssues = (objective: ObjectiveSpec): Issue[] =>
  (objectiveById(objective.id)?.issues?.(objective) ?? []).map(({ path, message }) => ({
    path: `objective.${path}`,
    message,
  }))

function crossIssues(experiment: Experiment): Issue[] {
  const { objective, start, runs, iterations, record } = experiment
  const data = objective.data
  const issues = [...(data ? dataIssues(data) : []), ...optionIssues(objective)]
  if (issues.length > 0) return issues
  const dimension = dimensionOf(objective)
  const point = start === randomStart ? undefined : start
  if (point && dimension !== undefined && point.length !== dimension) {
    issues.push({
      path: 'start',
      message: `must have ${countText(dimension, 'entry', 'entries')}, one for each parameter, got ${point.length}`,
    })
  }
  const points = Math.ceil(iterations / (record?.every ?? iterations)) + 1
  if (points > limits.points) {
    const least = Math.ceil(iterations / (limits.points - 1))
    const message = `must be >= ${least}: a run records up to ${limits.points} points, got ${record?.every}`
    issues.push({ path: 'record.every', message })
  }
  const rows = rowsOf(objective)
  return [...issues, ...runs.flatMap((run, index) => runIssues(run, index, experiment, rows))]
}

type RunDraft = Omit<RunSpec, 'dialect' | 'seed' | 'label'> & Partial<RunSpec>

/** What the schema can't fill in, and the keys in one order, so that equal runs read the same. */
function withDefaults(draft: RunDraft, experimentSeed: number): RunSpec {
  const { optimizer, batch, sampling, seed = experimentSeed, schedule, color, maximize } = draft
  const { rule, forkOf, changes = [] } = draft
  const dialect = draft.dialect ?? optimizerById(optimizer)?.defaultDialect ?? 'chapter'
  const label = draft.label ?? defaultLabel({ optimizer, dialect, batch, maximize })
  const specs = rule && dialectOf({ optimizer, dialect, rule })?.hyper
  const hyper = specs ? { ...defaults(specs), ...draft.hyper } : draft.hyper
  return {
    optimizer,
    dialect,
    ...(rule ? { rule } : {}),
    ...{ label, batch, sampling, seed, schedule, hyper },
    ...(color === undefined ? {} : { color }),
    // A descent says nothing of it, as in documents from before there was a choice.
    ...(maximize ? { maximize } : {}),
    ...(forkOf ? { forkOf } : {}),
    ...(changes.length > 0 ? { changes } : {}),
  }
}

const ofDocument = ({ path, message }: Issue): Issue => ({
  path,
  message: path === '' ? `an experiment ${message}` : message,
})

/** What makes a document that of a sweep, which `core/sweep` reads. */
const sweepIssue: Issue = {
  path: 'sweep',
  message:
    'makes this a sweep of many runs, not one experiment: start it as a sweep, or with descent-lab sweep FILE',
}

/** A document that was read, with sentences on what an older format meant by words that mean something else now. */
export type ParsedExperiment = Parsed<Experiment> & { readonly notes: readonly string[] }

/** Checks a document from anywhere and fills in its defaults. Never throws. */
export function parseExperiment(raw: unknown): ParsedExperiment {
  if (typeof raw === 'object' && raw !== null && Object.hasOwn(raw, 'sweep'))
    return { ok: false, issues: [sweepIssue], notes: [] }
  const { document, notes } = upgraded(raw)
  return { ...parsedDocument(document), notes }
}

function parsedDocument(document: unknown): Parsed<Experiment> {
  const parsed = experimentSchema.safeParse(document, { reportInput: true })
  if (!parsed.success) {
    return { ok: false, issues: issuesFrom(parsed.error.issues).map(ofDocument) }
  }
  const draft = parsed.data
  const runs = draft.runs.map((run) => withDefaults(run as RunDraft, draft.seed))
  const experiment: Experiment = { ...draft, objective: draft.objective as ObjectiveSpec, runs }
  const issues = crossIssues(experiment)
  return issues.length > 0
    ? { ok: false, issues: issues.slice(0, mostFaults) }
    : { ok: true, value: experiment }
}

/** The file's text: two-space JSON, every default spelled out, every character to be seen. */
export const serialiseExperiment = (experiment: Experiment): string =>
  `${visibleJson(JSON.stringify(experiment, undefined, 2))}\n`

/** The JSON Schema of the file, for editors and other programs. */
export const experimentJsonSchema = (): unknown => ({
  title: 'Descent Lab experiment',
  ...z.toJSONSchema(experimentSchema, { io: 'input', unrepresentable: 'throw' }),
})
