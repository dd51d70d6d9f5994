import fc from 'fast-check'
import { normalTable } from '@core/data/normal'
import { samplings } from '@core/data/sampler'
import { format, randomStart } from '@core/experiment'
import { changeable, type HyperSpec, type HyperSpecs, type NumberHyper } from '@core/hyper'
import { objectives } from '@core/objectives'
import type { DataKind, ObjectiveKind } from '@core/objectives/contract'
import { optimizerById, optimizers } from '@core/optimizers'
import { takesSchedule, type DialectId, type Optimizer } from '@core/optimizers/contract'
import { schedules } from '@core/schedules'

const text = fc.string({ minLength: 1, maxLength: 30 })
const finite = fc.double({ noNaN: true, noDefaultInfinity: true })
const seed = fc.nat({ max: 2 ** 32 - 1 })

/** Whatever the form and the file let through; nearly all of it absurd. */
const anywhere = ({ min, max, minExclusive, maxExclusive }: NumberHyper): fc.Arbitrary<number> =>
  fc.double({
    min,
    max,
    minExcluded: minExclusive,
    maxExcluded: maxExclusive,
    noNaN: true,
    noDefaultInfinity: true,
  })

/** Around a default of 0. */
const small = 0.01

/**
 * What a person would try: log-uniform within three decades of the default, for a share below 1 as
 * a decay is, its distance from there.
 */
function nearDefault(spec: NumberHyper): fc.Arbitrary<number> {
  const { min, max, minExclusive, maxExclusive } = spec
  const bounded = max < Number.MAX_VALUE
  return fc.double({ min: -3, max: 3, noNaN: true }).map((decades) => {
    const factor = 10 ** decades
    const value = bounded ? max - (max - spec.default) * factor : (spec.default || small) * factor
    const held = Math.min(max, Math.max(min, value))
    const outside = (minExclusive && held === min) || (maxExclusive && held === max)
    return outside ? spec.default : held
  })
}

/** A value that a hyper-parameter may have, sensible or not. */
export const hyperValue = (spec: HyperSpec): fc.Arbitrary<number | boolean> =>
  spec.kind === 'flag' ? fc.boolean() : fc.oneof(nearDefault(spec), anywhere(spec))

/** Values for some of the keys: all the others are left to their defaults. */
const someOf = (specs: HyperSpecs): fc.Arbitrary<Record<string, unknown>> =>
  fc.record(Object.fromEntries(Object.entries(specs).map(([name, spec]) => [name, hyperValue(spec)])), {
    requiredKeys: [],
  })

const schedule = fc
  .constantFrom(...schedules)
  .chain(({ id, options }) =>
    fc
      .tuple(someOf(options), fc.record({ warmup: fc.nat(1_000) }, { requiredKeys: [] }))
      .map(([values, rest]) => ({ id, ...values, ...rest })),
  )

export interface Method {
  readonly name: string
  readonly optimizer: Optimizer
  readonly dialect: DialectId
}

/** Every optimizer in every dialect it has. */
export const methods: readonly Method[] = optimizers.flatMap((optimizer) =>
  (Object.keys(optimizer.dialects) as DialectId[]).map((dialect) => ({
    name: `${optimizer.id} (${dialect})`,
    optimizer,
    dialect,
  })),
)

/** One change at the start, which any budget has room for, or none. */
const changesOf = (specs: HyperSpecs): fc.Arbitrary<unknown[]> =>
  someOf(changeable(specs)).map((set) => (Object.keys(set).length > 0 ? [{ at: 0, set }] : []))

function runOf({ optimizer, dialect }: Method, rows: number): fc.Arbitrary<Record<string, unknown>> {
  const specs = optimizer.dialects[dialect]?.hyper ?? {}
  const batches = rows > 0 && !optimizer.fullBatchOnly
  const isDefault = dialect === optimizer.defaultDialect
  return fc.record(
    {
      optimizer: fc.constant(optimizer.id),
      dialect: fc.constant(dialect),
      batch: batches ? fc.oneof(fc.constant('full'), fc.integer({ min: 1, max: rows })) : fc.constant('full'),
      sampling: fc.constantFrom(...samplings),
      seed,
      label: text,
      schedule: takesSchedule(optimizer, dialect) ? schedule : fc.constant({ id: 'constant' }),
      hyper: someOf(specs),
      maximize: optimizer.needsMinimum ? fc.constant(false) : fc.boolean(),
      forkOf: fc.record({ run: text, at: fc.nat(1_000) }),
      changes: changesOf(specs),
    },
    { requiredKeys: isDefault ? ['optimizer'] : ['optimizer', 'dialect'] },
  )
}

interface Problem {
  readonly objective: Record<string, unknown>
  readonly dimension: number
  readonly rows: number
}

/** An objective with data, its options at their defaults, and how many parameters so many features make. */
interface WithData {
  readonly id: string
  readonly data: DataKind
  dimension(features: number): number
}

const labels = fc.constantFrom(0, 1)

/** Any numbers and labels of two classes, whichever the kind of objective takes. */
const targets = ({ data }: WithData, rows: number): fc.Arbitrary<number[]> => {
  const length = { minLength: rows, maxLength: rows }
  const takes = (target: readonly number[]): boolean =>
    data.faultIn({ featureNames: [], targetName: 'y', features: [], target: Float64Array.from(target) }) ===
    undefined
  return fc.oneof(fc.array(finite, length), fc.array(labels, length)).filter(takes)
}

const inlineProblem = (kind: WithData): fc.Arbitrary<Problem> =>
  fc
    .tuple(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 2, max: 6 }))
    .chain(([width, rows]) =>
      fc.record({
        x: fc.array(fc.array(finite, { minLength: width, maxLength: width }), {
          minLength: rows,
          maxLength: rows,
        }),
        y: targets(kind, rows),
        standardize: fc.boolean(),
      }),
    )
    .map(({ x, y, standardize }) => ({
      objective: { id: kind.id, data: { source: 'inline', x, y, standardize } },
      dimension: kind.dimension(x[0].length),
      rows: y.length,
    }))

const reading = fc.option(
  fc.record(
    {
      encoding: fc.constantFrom('auto', 'utf-8', 'windows-1252'),
      separator: fc.constantFrom('auto', ';', '\t'),
      decimal: fc.constant(','),
      thousands: fc.constantFrom('none', ' '),
      header: fc.boolean(),
      index: fc.constantFrom('auto', 'keep', 'drop'),
      missing: fc.constantFrom('refuse', 'drop-rows'),
    },
    { requiredKeys: [] },
  ),
  { nil: undefined },
)

const csvProblem = ({ id, dimension }: WithData): fc.Arbitrary<Problem> =>
  fc
    .tuple(text, fc.uniqueArray(text, { minLength: 2, maxLength: 5 }), reading)
    .map(([path, [y, ...x], read]) => ({
      objective: { id, data: { source: 'csv', path, x, y, ...(read ? { read } : {}) } },
      dimension: dimension(x.length),
      // Unknown until the file is read.
      rows: 1_000,
    }))

/** None for a kind that does not take random rows. */
const normalProblems = ({ id, data, dimension }: WithData): fc.Arbitrary<Problem>[] =>
  data.faultIn(normalTable(2, 0))
    ? []
    : [
        fc.record({ rows: fc.integer({ min: 2, max: 1_000 }), seed }).map((rows) => ({
          objective: { id, data: { source: 'normal', ...rows } },
          dimension: dimension(1),
          rows: rows.rows,
        })),
      ]

function problemOf({ id, data, options, create }: ObjectiveKind): fc.Arbitrary<Problem> {
  if (data) {
    const dimension = (features: number): number => data.dimension(options.parse({}), features)
    const kind = { id, data, dimension }
    return fc.oneof(inlineProblem(kind), csvProblem(kind), ...normalProblems(kind))
  }
  if ('curvatures' in options.shape) {
    return fc.array(fc.integer({ min: -9, max: 99 }), { minLength: 1, maxLength: 5 }).map((curvatures) => ({
      objective: { id, curvatures: curvatures.map((c) => c + 0) },
      dimension: curvatures.length,
      rows: 0,
    }))
  }
  if ('text' in options.shape) {
    const indexed = fc.integer({ min: 1, max: 20 }).map((dimension) => ({
      objective: { id, text: 'sum((x[i] - a)^2, i, 1, n)', parameters: { a: 0.5 }, dimension },
      dimension,
      rows: 0,
    }))
    const named = fc.integer({ min: -9, max: 9 }).map((value) => ({
      objective: { id, text: 'f(y, x) = a sin(x) y^2', parameters: { a: { value, min: -9, max: 9 } } },
      dimension: 2,
      rows: 0,
    }))
    return fc.oneof(indexed, named)
  }
  if ('dimension' in options.shape) {
    const dimensions = fc.integer({ min: 2, max: 20 })
    return dimensions.map((dimension) => ({ objective: { id, dimension }, dimension, rows: 0 }))
  }
  const { dimension, rows } = create(options.parse({}))
  return fc.constant({ objective: { id }, dimension, rows })
}

const stop = fc.record(
  {
    gradientNorm: fc.double({ min: 0, max: 1, noNaN: true }),
    parameterChange: fc.double({ min: 0, max: 1, noNaN: true }),
    patience: fc.integer({ min: 1, max: 100 }),
    divergeAbove: fc.double({ min: 0, max: 1e300, noNaN: true }),
  },
  { requiredKeys: [] },
)

const record = fc.record(
  { every: fc.integer({ min: 10, max: 1_000 }), distance: fc.boolean() },
  { requiredKeys: [] },
)

/** Noise on the gradients, where no method of the document needs them exact. */
function withNoise<Document extends { objective: object; runs: readonly Record<string, unknown>[] }>(
  document: Document,
): fc.Arbitrary<Document> {
  const exact = document.runs.some(({ optimizer }) => optimizerById(String(optimizer))?.fullBatchOnly)
  const sigmas = fc.double({ min: 0, max: 10, noNaN: true })
  const noisy = sigmas.map((sigma) => ({ ...document, objective: { ...document.objective, sigma } }))
  return exact ? fc.constant(document) : fc.oneof(fc.constant(document), noisy)
}

/** Documents of valid experiments with runs of some methods, on every objective, any key that may be left out. */
const documentsOf = (method: fc.Arbitrary<Method>): fc.Arbitrary<Record<string, unknown>> =>
  fc
    .constantFrom(...objectives)
    .chain(problemOf)
    .chain(({ objective, dimension, rows }) =>
      fc.record(
        {
          format: fc.constant(format),
          name: text,
          objective: fc.constant(objective),
          start: fc.oneof(
            fc.array(finite, { minLength: dimension, maxLength: dimension }),
            fc.constant(randomStart),
          ),
          iterations: fc.integer({ min: 1, max: 100_000_000 }),
          seed,
          runs: fc.array(
            method.chain((chosen) => runOf(chosen, rows)),
            { minLength: 1, maxLength: 4 },
          ),
          stop,
          record,
        },
        { requiredKeys: ['format', 'name', 'objective', 'iterations', 'runs'] },
      ),
    )
    .chain(withNoise)

/** Of every optimizer, dialect and schedule. */
export const documents = documentsOf(fc.constantFrom(...methods))

/** Of one method in one dialect. */
export const documentsWith = (method: Method): fc.Arbitrary<Record<string, unknown>> =>
  documentsOf(fc.constant(method))
