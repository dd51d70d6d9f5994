import { z } from './zod'
import { dataSource, seed, type DataSource } from './data/source'
import { samplings } from './data/sampler'
import { format } from './experiment-upgrade'
import { changeable, type HyperSpec, type HyperSpecs, type NumberHyper } from './hyper'
import { limits } from './limits'
import { finite, list } from './lists'
import { objectives } from './objectives'
import { dialectIds, type DialectId, type Optimizer } from './optimizers/contract'
import { optimizers } from './optimizers'
import { ruleMethod } from './optimizers/rule'
import { ruleSchema, type RuleSpec } from './rules/spec'
import { schedules } from './schedules'

/**
 * Stopping rules that are left out, as shares of the objective's own scales. A gradient and a step
 * that have lost nine digits have lost most of the sixteen that a number has, and leave seven for
 * rounding. A loss that has grown a trillion-fold is, in a bowl, a million times as far out.
 */
export const stopShares = { gradientNorm: 1e-9, parameterChange: 1e-9, divergeAbove: 1e12 } as const

/** In place of a point: every run begins where its own seed draws, in the objective's domain. */
export const randomStart = 'random'

const stopRules = z.strictObject({
  gradientNorm: finite
    .min(0)
    .optional()
    .meta({ description: `Left out: ${stopShares.gradientNorm} of the objective's own slope. 0: off.` }),
  parameterChange: finite
    .min(0)
    .optional()
    .meta({ description: `Left out: ${stopShares.parameterChange} of the objective's own size. 0: off.` }),
  patience: z.int().min(1).max(1_000_000).default(5),
  divergeAbove: finite.min(0).optional().meta({
    description: `Left out: 1e12 times the start's loss, or the objective's own. 0: off.`,
  }),
})
/** When a run ends before its budget: as typed; left out, by the objective's own scales; 0 turns a rule off. */
export type StopRules = z.infer<typeof stopRules>

const recordOptions = z.strictObject({
  /** A point every so many updates; left out, every update up to 100,000 points and every k-th beyond. */
  every: z.int().min(1).max(limits.iterations).optional(),
  /** The distance to the nearest known minimum as a series of its own. */
  distance: z.boolean().default(false),
})

function rangeOf(spec: NumberHyper): z.ZodNumber {
  const low = spec.minExclusive ? finite.gt(spec.min) : finite.min(spec.min)
  return spec.maxExclusive ? low.lt(spec.max) : low.max(spec.max)
}

const objectOf = (specs: HyperSpecs, entry: (spec: HyperSpec) => z.ZodType): z.ZodObject =>
  z.strictObject(Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, entry(spec)])))

/** The schema that a record of hyper-parameters describes: strict, each key at its default. */
export const hyperSchema = (specs: HyperSpecs): z.ZodObject =>
  objectOf(specs, (spec) =>
    spec.kind === 'flag' ? z.boolean().default(spec.default) : rangeOf(spec).default(spec.default),
  )

/** Values for some of those that a run under way can change. */
export const changedSchema = (specs: HyperSpecs): z.ZodObject =>
  objectOf(changeable(specs), (spec) => (spec.kind === 'flag' ? z.boolean() : rangeOf(spec)).optional())

/** Updates that have been made when something happens. */
const updatesMade = z.int().min(0).max(limits.iterations)

type AtLeastOne<T> = [T, ...T[]]
const some = <T>(items: readonly T[]): AtLeastOne<T> => items as AtLeastOne<T>

/*
 * What there is one of for each entry of a catalog is made when the first document is read: a thread, and
 * a window, starts sooner by all of it.
 */

const schedule = z.lazy(() =>
  z
    .discriminatedUnion(
      'id',
      some(
        schedules.map(({ id, options }) =>
          z.strictObject({
            id: z.literal(id),
            ...hyperSchema(options).shape,
            warmup: z.int().min(0).max(limits.iterations).default(0),
          }),
        ),
      ),
    )
    .meta({ id: 'schedule' }),
)
/** A schedule's id and options, flat, as in the file. */
export interface ScheduleSpec {
  readonly id: string
  readonly warmup: number
  readonly [option: string]: number | boolean | string
}

/** Colours from this one on are shades of the hue of the run's method, counted up from 0. */
export const firstShade = 256

/** What every run has, whatever its optimizer. */
const runFields = {
  batch: z.union([z.literal('full'), z.int().min(1).max(limits.rows)]).default('full'),
  sampling: z.enum(samplings).default('shuffle'),
  seed: seed.optional(),
  label: z.string().min(1).max(200).optional(),
  /**
   * Which of the lab's looks it is drawn in: below 256 a colour with its dash and marker, from there on
   * the shades of its method's own hue. Left out: the first shade that is free.
   */
  color: z
    .int()
    .min(0)
    .max(firstShade + limits.runs - 1)
    .optional(),
  schedule: schedule.prefault({ id: 'constant' }),
  /** Torch's word: the method is handed -g for g, and climbs. Left out: false. */
  maximize: z.boolean().optional(),
  /** The run it was forked from, by its label, and after how many updates: told, and of no effect. */
  forkOf: z.strictObject({ run: z.string().min(1).max(200), at: updatesMade }).optional(),
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
          /** From the update after the first `at` on, these values hold; of a scheduled rate, its base. */
          changes: list(
            z.strictObject({ at: updatesMade, set: changedSchema(dialect.hyper) }),
            0,
            limits.changes,
          ).optional(),
        })
      }),
    ),
  )
}

/** Values for some of what a rule has: which those are, only its text tells. */
const ruleValues = z.record(z.string().min(1).max(50), finite)

/** A run that brings its own update rule. */
const ruleRunSchema = z.strictObject({
  optimizer: z.literal(ruleMethod.id),
  dialect: z.literal(ruleMethod.defaultDialect).optional(),
  rule: ruleSchema,
  ...runFields,
  hyper: ruleValues.default({}),
  changes: list(z.strictObject({ at: updatesMade, set: ruleValues }), 0, limits.changes).optional(),
})

const anyRunSchema = z.lazy(() =>
  z.discriminatedUnion('optimizer', some([...optimizers.map(runSchema), ruleRunSchema])),
)

const objectiveSchema = z.lazy(() =>
  z.discriminatedUnion(
    'id',
    some(
      objectives.map(({ id, data, options }) =>
        z.strictObject({
          id: z.literal(id),
          ...options.shape,
          /** Standard deviation of the Gaussian noise added to every entry of every gradient descended along. */
          sigma: finite.min(0).optional(),
          ...(data ? { data: dataSource } : {}),
        }),
      ),
    ),
  ),
)

/** The objectives that need data. */
export const objectiveWithData = z.enum(objectives.filter(({ data }) => data).map(({ id }) => id))

/** The experiment file. `resources/experiment.schema.json` is generated from it. */
export const experimentSchema = z.strictObject({
  format: z.literal(format),
  name: z.string().min(1).max(200),
  objective: objectiveSchema,
  start: z.union([z.literal(randomStart), list(finite, 1, limits.parameters)]).optional(),
  iterations: z.int().min(1).max(limits.iterations),
  seed: seed.default(0),
  runs: list(anyRunSchema, 1, limits.runs),
  stop: stopRules.prefault({}),
  record: recordOptions.optional(),
})

/** From the update after the first `at` on, these hyper-parameters have these values. */
export interface Change {
  readonly at: number
  readonly set: Readonly<Record<string, number | boolean>>
}

/** One optimizer with its hyper-parameters, batch and seed; every default filled in. */
export interface RunSpec extends Omit<RunFields, 'seed' | 'label' | 'schedule'> {
  readonly optimizer: string
  readonly dialect: DialectId
  /** What the run brings itself, where its method is a typed rule. */
  readonly rule?: RuleSpec
  readonly hyper: Readonly<Record<string, number | boolean>>
  readonly schedule: ScheduleSpec
  readonly seed: number
  readonly label: string
  /** In the order of their updates; left out where there are none. */
  readonly changes?: readonly Change[]
}

export interface ObjectiveSpec {
  readonly id: string
  readonly data?: DataSource
  /** Standard deviation of the gradient noise; none where left out. */
  readonly sigma?: number
  readonly [option: string]: unknown
}

/** An objective, a start, a budget and a list of runs; every default filled in but the start's. */
export interface Experiment extends Omit<z.infer<typeof experimentSchema>, 'objective' | 'runs'> {
  readonly objective: ObjectiveSpec
  readonly runs: readonly RunSpec[]
}
