import { z } from 'zod'
import { samplings } from './data/sampler'
import type { HyperSpecs } from './hyper'
import { countText, issuesFrom, pathText, type Issue, type Parsed } from './issues'
import { objectiveById, objectives } from './objectives'
import { dialectIds, type DialectId, type Optimizer } from './optimizers/contract'
import { optimizerById, optimizers } from './optimizers'
import { schedules } from './schedules'

export const format = 'descent-lab/experiment@1'

/** Sizes are bounded at the door; an error names the limit. */
export const limits = {
  iterations: 100_000_000,
  rows: 10_000_000,
  columns: 1_000,
  runs: 256,
  dimension: 1_000,
  seed: 2 ** 32 - 1,
} as const

/** JSON writes -0 as 0, so the lab has no -0 in a document either. */
const finite = z.number().overwrite((value) => value + 0)
const seed = z.int().min(0).max(limits.seed)
const columnName = z.string().min(1).max(200)

export const dataSource = z.discriminatedUnion('source', [
  z.strictObject({
    source: z.literal('normal'),
    rows: z.int().min(2).max(limits.rows),
    seed: seed.default(0),
  }),
  z.strictObject({
    source: z.literal('csv'),
    path: z.string().min(1).max(4_096),
    x: z.array(columnName).min(1).max(limits.columns),
    y: columnName,
    standardize: z.boolean().default(false),
  }),
  z.strictObject({
    source: z.literal('inline'),
    x: z.array(z.array(finite).min(1).max(limits.columns)).min(2).max(limits.rows),
    y: z.array(finite).min(2).max(limits.rows),
    standardize: z.boolean().default(false),
  }),
])
export type DataSource = z.infer<typeof dataSource>

const stopRules = z.strictObject({
  gradientNorm: finite.min(0).default(1e-9),
  parameterChange: finite.min(0).default(1e-9),
  patience: z.int().min(1).max(1_000_000).default(5),
  divergeAbove: finite.min(0).default(1e12),
})
/** When a run ends before its budget; 0 turns a rule off. */
export type StopRules = z.infer<typeof stopRules>

/** The schema that a record of hyper-parameters describes: strict, each key at its default. */
function hyperSchema(specs: HyperSpecs): z.ZodObject {
  return z.strictObject(
    Object.fromEntries(
      Object.entries(specs).map(([name, spec]) => {
        if (spec.kind === 'flag') return [name, z.boolean().default(spec.default)]
        const low = spec.minExclusive ? finite.gt(spec.min) : finite.min(spec.min)
        const range = spec.maxExclusive ? low.lt(spec.max) : low.max(spec.max)
        return [name, range.default(spec.default)]
      }),
    ),
  )
}

type AtLeastOne<T> = [T, ...T[]]
const some = <T>(items: readonly T[]): AtLeastOne<T> => items as AtLeastOne<T>

const schedule = z.discriminatedUnion(
  'id',
  some(
    schedules.map(({ id, options }) =>
      hyperSchema(options).extend({
        id: z.literal(id),
        warmup: z.int().min(0).max(limits.iterations).default(0),
      }),
    ),
  ),
)
/** A schedule's id and options, flat, as in the file. */
export interface ScheduleSpec {
  readonly id: string
  readonly warmup: number
  readonly [option: string]: number | boolean | string
}

/** What every run has, whatever its optimizer. */
const runFields = {
  batch: z.union([z.literal('full'), z.int().min(1).max(limits.rows)]).default('full'),
  sampling: z.enum(samplings).default('shuffle'),
  seed: seed.optional(),
  label: z.string().min(1).max(200).optional(),
  schedule: schedule.prefault({ id: 'constant' }),
}
type RunFields = z.infer<z.ZodObject<typeof runFields>>
export type BatchSize = RunFields['batch']

function runSchema(optimizer: Optimizer): z.ZodDiscriminatedUnion {
  return z.discriminatedUnion(
    'dialect',
    some(
      dialectIds.flatMap((id) => {
        const dialect = optimizer.dialects[id]
        if (!dialect) return []
        const literal = z.literal(id)
        return z.strictObject({
          optimizer: z.literal(optimizer.id),
          dialect: id === optimizer.defaultDialect ? literal.optional() : literal,
          ...runFields,
          hyper: hyperSchema(dialect.hyper).prefault({}),
        })
      }),
    ),
  )
}

const objectiveSchema = z.discriminatedUnion(
  'id',
  some(
    objectives.map(({ id, family, options }) =>
      z.strictObject({
        id: z.literal(id),
        ...options.shape,
        ...(family === 'data' ? { data: dataSource } : {}),
      }),
    ),
  ),
)

/** The experiment file. `resources/experiment.schema.json` is generated from it. */
export const experimentSchema = z.strictObject({
  format: z.literal(format),
  name: z.string().min(1).max(200),
  objective: objectiveSchema,
  start: z.array(finite).min(1).max(limits.dimension).optional(),
  iterations: z.int().min(1).max(limits.iterations),
  seed: seed.default(0),
  runs: z
    .array(z.discriminatedUnion('optimizer', some(optimizers.map(runSchema))))
    .min(1)
    .max(limits.runs),
  stop: stopRules.prefault({}),
})

/** One optimizer with its hyper-parameters, batch and seed; every default filled in. */
export interface RunSpec extends Omit<RunFields, 'seed' | 'label' | 'schedule'> {
  readonly optimizer: string
  readonly dialect: DialectId
  readonly hyper: Readonly<Record<string, number | boolean>>
  readonly schedule: ScheduleSpec
  readonly seed: number
  readonly label: string
}

export interface ObjectiveSpec {
  readonly id: string
  readonly data?: DataSource
  readonly [option: string]: unknown
}

/** An objective, a start, a budget and a list of runs; every default filled in but the start's. */
export interface Experiment extends Omit<z.infer<typeof experimentSchema>, 'objective' | 'runs'> {
  readonly objective: ObjectiveSpec
  readonly runs: readonly RunSpec[]
}

/** The field's name for a run that nobody named. */
export function defaultLabel(run: Pick<RunSpec, 'optimizer' | 'dialect' | 'batch'>): string {
  const optimizer = optimizerById(run.optimizer)
  if (!optimizer) return run.optimizer
  if (run.optimizer === 'gd') {
    if (run.batch === 'full') return 'GD'
    return run.batch === 1 ? 'SGD' : `Mini-batch GD (${run.batch})`
  }
  const batch = run.batch === 'full' ? '' : ` (batch ${run.batch})`
  const dialect = run.dialect === optimizer.defaultDialect ? '' : ` ${run.dialect}`
  return `${optimizer.label}${dialect}${batch}`
}

/** How many parameters the objective has; undefined where its own options are at fault. */
function dimensionOf(objective: ObjectiveSpec): number | undefined {
  const { data } = objective
  if (data?.source === 'normal') return 2
  if (data?.source === 'csv') return data.x.length + 1
  if (data?.source === 'inline') return data.x[0].length + 1
  return objectiveById(objective.id)?.create(objective).dimension
}

/** Rules on a data source that no single key can tell. */
export function dataIssues(data: DataSource): Issue[] {
  const at = (...rest: PropertyKey[]): string => pathText(['objective', 'data', ...rest])
  if (data.source === 'csv') {
    const repeated = data.x.findIndex((name, index) => data.x.indexOf(name) !== index)
    if (repeated >= 0)
      return [{ path: at('x', repeated), message: `names ${JSON.stringify(data.x[repeated])} a second time` }]
    const target = data.x.indexOf(data.y)
    return target < 0
      ? []
      : [{ path: at('x', target), message: `must not name the target, ${JSON.stringify(data.y)}` }]
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
    const ragged = data.x.findIndex((row) => row.length !== width)
    if (ragged >= 0) {
      const message = `must have ${countText(width, 'entry', 'entries')} like the first row, got ${data.x[ragged].length}`
      return [{ path: at('x', ragged), message }]
    }
  }
  return []
}

/** Rules on one run that need the rest of the experiment. `rows` is undefined until a file is read. */
export function runIssues(run: RunSpec, index: number, hasData: boolean, rows: number | undefined): Issue[] {
  const at = (key: string): string => pathText(['runs', index, key])
  const issues: Issue[] = []
  const optimizer = optimizerById(run.optimizer)
  if (run.batch !== 'full') {
    if (!hasData) {
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
  const scheduled = run.schedule.id !== 'constant' || run.schedule.warmup > 0
  if (scheduled && !('lr' in run.hyper)) {
    const method = optimizer?.label ?? run.optimizer
    issues.push({
      path: at('schedule'),
      message: `must be left out: ${method} has no learning rate to schedule`,
    })
  }
  return issues
}

function crossIssues(experiment: Experiment): Issue[] {
  const { objective, start, runs } = experiment
  const data = objective.data
  const issues = data ? dataIssues(data) : []
  if (issues.length > 0) return issues
  const dimension = dimensionOf(objective)
  if (start && dimension !== undefined && start.length !== dimension) {
    issues.push({
      path: 'start',
      message: `must have ${countText(dimension, 'entry', 'entries')}, one for each parameter, got ${start.length}`,
    })
  }
  const rows = data?.source === 'normal' ? data.rows : data?.source === 'inline' ? data.y.length : undefined
  return [...issues, ...runs.flatMap((run, index) => runIssues(run, index, data !== undefined, rows))]
}

/** A table with text in every cell has one fault, not a million. */
const mostIssues = 100

const ofDocument = ({ path, message }: Issue): Issue => ({
  path,
  message: path === '' ? `an experiment ${message}` : message,
})

/** Checks a document from anywhere and fills in its defaults. Never throws. */
export function parseExperiment(raw: unknown): Parsed<Experiment> {
  const parsed = experimentSchema.safeParse(raw, { reportInput: true })
  if (!parsed.success) {
    const first = parsed.error.issues.slice(0, mostIssues)
    return { ok: false, issues: issuesFrom(first).map(ofDocument) }
  }
  const draft = parsed.data
  const runs = draft.runs.map((given) => {
    const run = given as Omit<RunSpec, 'dialect' | 'seed' | 'label'> & Partial<RunSpec>
    const dialect = run.dialect ?? optimizerById(run.optimizer)?.defaultDialect ?? 'chapter'
    const seed = run.seed ?? draft.seed
    return { ...run, dialect, seed, label: run.label ?? defaultLabel({ ...run, dialect }) }
  })
  const experiment: Experiment = { ...draft, objective: draft.objective as ObjectiveSpec, runs }
  const issues = crossIssues(experiment)
  return issues.length > 0 ? { ok: false, issues } : { ok: true, value: experiment }
}

/** The file's text: two-space JSON, every default spelled out. */
export const serialiseExperiment = (experiment: Experiment): string =>
  `${JSON.stringify(experiment, undefined, 2)}\n`

/** The JSON Schema of the file, for editors and other programs. */
export const experimentJsonSchema = (): unknown =>
  z.toJSONSchema(experimentSchema, { io: 'input', unrepresentable: 'throw', reused: 'ref' })
