import { ascending } from './ascent'
import { baseRateOf } from './changes'
import { streamOf } from './data/random'
import type { Experiment, RunSpec, StopRules } from './experiment'
import { randomStart, runIssues } from './experiment'
import type { HyperValues } from './hyper'
import { pathText, type Issue, type Parsed } from './issues'
import { objectiveById } from './objectives'
import type { Interval, Objective, Table } from './objectives/contract'
import { optimizerById } from './optimizers'
import type { Dialect } from './optimizers/contract'
import { unheard, type Pulse } from './pulse'
import { dialectOf } from './rules'
import { isVaried, rateFactor, scheduleById } from './schedules'

/** Beyond this many updates a run records every k-th. */
export const maxRecordedPoints = 100_000
/** Parameters are recorded up to this many. */
export const maxRecordedParameters = 16

/** One run, ready to go. */
export interface Plan {
  readonly objective: Objective
  /** A loss to measure from where the lowest value is not known: the best found, or typed. */
  readonly reference?: number
  /** Standard deviation of the noise on every gradient that is descended along; 0: none. */
  readonly sigma: number
  readonly dialect: Dialect
  readonly run: RunSpec
  readonly start: readonly number[]
  readonly iterations: number
  readonly stop: StopRules
  /** A point is recorded every so many updates, and always at the last. */
  readonly recordEvery: number
  /** The columns of its curve, in their order; the iteration follows from the index and is not stored. */
  readonly series: readonly string[]
  /** Called in the course of long work on it. */
  readonly pulse: Pulse
}

export const recordEvery = (iterations: number): number => Math.ceil(iterations / maxRecordedPoints)

/** After how many updates each point of an experiment's curves is recorded. */
export const recordEveryOf = ({ record, iterations }: Pick<Experiment, 'record' | 'iterations'>): number =>
  record?.every ?? recordEvery(iterations)

/** The series of so many parameters: `theta_0`, `theta_1`, ... */
export const parameterSeries = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `theta_${index}`)

export const isParameterSeries = (name: string): boolean => name.startsWith('theta_')

/** What every curve has: loss and gradient norm of the whole objective, and the parameters unless too many. */
export function seriesNames(dimension: number): readonly string[] {
  const recorded = dimension <= maxRecordedParameters ? dimension : 0
  return ['loss', 'gradient_norm', ...parameterSeries(recorded)]
}

/** How many parameters are among the series. */
export const parametersIn = (series: readonly string[]): number => series.filter(isParameterSeries).length

/** Of the update that leaves a point; recorded where a schedule changes it. */
export const rateSeries = 'learning_rate'
/** Euclidean, to the nearest known minimum; recorded on request. */
export const distanceSeries = 'distance'
/**
 * Of values, gradients and Hessians together, by the updates up to a point; recorded where a method asks
 * for more than a gradient an update. Always last: curves of before are the same without it.
 */
export const evaluationSeries = 'evaluations'

/** Whether a schedule moves the run's learning rate. */
export const isScheduled = ({ schedule, hyper }: RunSpec): boolean =>
  typeof hyper.lr === 'number' && isVaried(schedule)

/** A learning rate that a schedule moves, by the number of the update, counted from 0. */
interface ScheduledRate {
  /** One number, unless a change of the run sets another. */
  readonly base: number | ((update: number) => number)
  readonly factor: (update: number) => number
}

/**
 * Undefined where no schedule moves the learning rate. Where a change sets `lr`, that is the base which
 * the schedule goes on to multiply: it does not begin anew.
 */
function scheduledRate({ run, iterations }: Plan): ScheduledRate | undefined {
  const { id, warmup } = run.schedule
  const schedule = scheduleById(id)
  const options = { ...run.schedule } as Readonly<Record<string, unknown>> as HyperValues
  const base = baseRateOf(run)
  if (!schedule || base === undefined || !isScheduled(run)) return undefined
  return { base, factor: (update) => rateFactor(schedule, options, warmup, update, iterations) }
}

/** The scheduled learning rate of an update, counted from 0; undefined where no schedule moves it. */
export function rateOf(plan: Plan): ((update: number) => number) | undefined {
  const scheduled = scheduledRate(plan)
  if (!scheduled) return undefined
  const { base, factor } = scheduled
  if (typeof base === 'number') return (update) => base * factor(update)
  return (update) => base(update) * factor(update)
}

/** What the scheduled learning rate of an update, counted from 0, is the product of. */
export function rateFactorsAt(
  plan: Plan,
  update: number,
): { readonly base: number; readonly factor: number } | undefined {
  const scheduled = scheduledRate(plan)
  if (!scheduled) return undefined
  const { base, factor } = scheduled
  return { base: typeof base === 'number' ? base : base(update), factor: factor(update) }
}

/** The columns of a run's curve, in their order. */
export function seriesOf(
  { record }: Pick<Experiment, 'record'>,
  run: RunSpec,
  { dimension }: Pick<Objective, 'dimension'>,
): readonly string[] {
  const asksProblem = dialectOf(run)?.asksProblem
  return [
    ...seriesNames(dimension),
    ...(isScheduled(run) ? [rateSeries] : []),
    ...(record?.distance ? [distanceSeries] : []),
    ...(asksProblem ? [evaluationSeries] : []),
  ]
}

/** The lowest known value of an objective; undefined where none is known. */
export const minimumOf = ({ minima }: Pick<Objective, 'minima'>): number | undefined =>
  minima.length > 0 ? Math.min(...minima.map(({ value }) => value)) : undefined

/** Where the known minima are that are as low as any. */
export function lowestMinima({ minima }: Pick<Objective, 'minima'>): readonly (readonly number[])[] {
  const lowest = minimumOf({ minima })
  return minima.flatMap(({ theta, value }) => (value === lowest ? [theta] : []))
}

/** The iteration of recorded point `index`, in a curve whose newest point is at `last`. */
export const iterationOf = (index: number, every: number, last: number): number =>
  Math.min(index * every, last)

/** The objective with its data bound in. `table` is needed exactly where the experiment has data. */
export function bindObjective(
  { objective }: Pick<Experiment, 'objective'>,
  table?: Table,
  pulse?: Pulse,
): Objective {
  const kind = objectiveById(objective.id)
  if (!kind) throw new Error(`unknown objective ${objective.id}`)
  return kind.create(objective, table, pulse)
}

/** What only the objective with its data can tell to be wrong. */
export const boundIssues = (experiment: Experiment, objective: Objective): Issue[] => [
  ...experiment.runs.flatMap((run, index) => [
    ...runIssues(run, index, experiment, objective.rows),
    ...minimumIssues(run, index, objective),
    ...hessianIssues(run, index, objective),
  ]),
  ...recordIssues(experiment, objective),
]

/** Checks what only the data can tell, and plans every run. */
export function planRuns(experiment: Experiment, table?: Table): Parsed<readonly Plan[]> {
  const objective = bindObjective(experiment, table)
  const issues = boundIssues(experiment, objective)
  if (issues.length > 0) return { ok: false, issues }
  const plans = experiment.runs.map((run) => planRun(experiment, run, objective))
  return { ok: true, value: plans }
}

function minimumIssues({ optimizer }: RunSpec, index: number, { minima }: Objective): Issue[] {
  const method = optimizerById(optimizer)
  if (!method?.needsMinimum || minima.length > 0) return []
  const message = `${method.label} needs an objective whose minimum is known`
  return [{ path: pathText(['runs', index, 'optimizer']), message }]
}

function hessianIssues(run: RunSpec, index: number, { hessian }: Objective): Issue[] {
  const method = optimizerById(run.optimizer)
  if (!method || !dialectOf(run)?.secondOrder || hessian) return []
  const message = `${method.label} needs an objective whose Hessian is known in closed form`
  return [{ path: pathText(['runs', index, 'optimizer']), message }]
}

function recordIssues({ record }: Experiment, { minima }: Objective): Issue[] {
  if (!record?.distance || minima.length > 0) return []
  return [{ path: 'record.distance', message: 'must be false for an objective whose minimum is not known' }]
}

/** Uniform in a box, from a stream of its own: neither batches nor noise of the same seed are disturbed. */
function drawnStart(domain: readonly Interval[], seed: number): readonly number[] {
  const random = streamOf(seed, 'start')
  return domain.map(([low, high]) => {
    const share = random.double()
    // Of two rounded products, so that it may come out beyond an end, yet never overflows.
    return Math.min(high, Math.max(low, (1 - share) * low + share * high))
  })
}

/** Where a run begins. Random starts follow the run's seed: runs of the same seed begin together. */
export function startOf(
  { start }: Pick<Experiment, 'start'>,
  { seed }: Pick<RunSpec, 'seed'>,
  { domain, defaultStart }: Objective,
): readonly number[] {
  return start === randomStart ? drawnStart(domain, seed) : (start ?? defaultStart)
}

/** A problem of a sweep, which may bring the loss that its targets are above. */
export interface Problem extends Experiment {
  readonly reference?: number
}

export function planRun(
  experiment: Problem,
  run: RunSpec,
  objective: Objective,
  pulse: Pulse = unheard,
): Plan {
  const dialect = dialectOf(run)
  if (!dialect) throw new Error(`unknown optimizer ${run.optimizer} in dialect ${run.dialect}`)
  const { iterations, stop, reference } = experiment
  return {
    objective,
    ...(reference === undefined ? {} : { reference }),
    sigma: experiment.objective.sigma ?? 0,
    dialect: run.maximize ? ascending(dialect) : dialect,
    run,
    start: startOf(experiment, run, objective),
    iterations,
    stop,
    recordEvery: recordEveryOf(experiment),
    series: seriesOf(experiment, run, objective),
    pulse,
  }
}

/** The plan of a run of the same experiment that has other hyper-parameters or another seed, and nothing else. */
export const planLike = (plan: Plan, experiment: Pick<Experiment, 'start'>, run: RunSpec): Plan => ({
  ...plan,
  run,
  start: startOf(experiment, run, plan.objective),
})
