import { z } from '@core/zod'
import type { SweepAxis, SweepOptions } from '@core/sweep/contract'
import { call, document, id, ids, name } from './call'
import type { ExportFile } from './exports'

export type SweepStatus = 'running' | 'paused' | 'finished' | 'cancelled' | 'failed' | 'interrupted'

/** A sweep as lists need it. Its runs are ordinary runs of its launch, in no list but its own. */
export interface SweepRecord {
  readonly id: number
  readonly name: string
  readonly launch: number
  readonly objectiveLabel: string
  /** Labels of the experiment's runs, each of which is swept: its methods. */
  readonly methods: readonly string[]
  readonly problems: number
  readonly seeds: number
  /** Runs that it asks for, and those that are stored. */
  readonly total: number
  readonly done: number
  readonly diverged: number
  readonly failed: number
  readonly keep: SweepOptions['keep']
  readonly status: SweepStatus
  /** What went wrong; empty where nothing did. */
  readonly message: string
  /** Computing time of all its runs in milliseconds. */
  readonly duration: number
  readonly startedAt: number
  readonly endedAt: number | null
  readonly note: string
  readonly trashedAt: number | null
}

export interface SweepDetail extends SweepRecord {
  /** The file: an experiment with its ranges and its `sweep`. */
  readonly document: unknown
  readonly axes: readonly SweepAxis[]
  readonly options: SweepOptions
  /** What each problem is called, in their order; the experiment's own first. */
  readonly problemLabels: readonly string[]
  /** The lowest known value of each; null where none is known, or only its data could tell. */
  readonly minima: readonly (number | null)[]
  /** How many parameters each has. */
  readonly dimensions: readonly number[]
}

/** What runs of a sweep came to, a column each, in the order they were stored. */
export interface SweepResults {
  readonly sweep: number
  /** How many runs were stored before these. */
  readonly first: number
  readonly count: number
  /** Stored so far: ask on from `first + count` until there. */
  readonly total: number
  /** Their ids among all runs. */
  readonly run: Float64Array
  /** Which of the experiment's runs, from 0. */
  readonly method: Float64Array
  readonly problem: Float64Array
  /** Point of the design, from 0, of the method's own axes. */
  readonly trial: Float64Array
  /** Which of the seeds, from 0. */
  readonly seed: Float64Array
  /** A column an axis, in the order of `axes`: numbers; of a list of others its place in the list; NaN for other methods' runs. */
  readonly values: readonly Float64Array[]
  /** Places in `runStatuses` of `core/run-statuses`. */
  readonly status: Float64Array
  readonly startLoss: Float64Array
  readonly finalLoss: Float64Array
  readonly bestLoss: Float64Array
  readonly bestIteration: Float64Array
  readonly iterations: Float64Array
  /** Of values, gradients and Hessians together. */
  readonly evaluations: Float64Array
  /** Milliseconds. */
  readonly duration: Float64Array
  /** For each target, the first update at which the loss is as low as that; NaN where it never was. */
  readonly reachedUpdates: readonly Float64Array[]
  /** The same in evaluations. */
  readonly reachedEvaluations: readonly Float64Array[]
}

/** What a document comes to, before it is started. */
export interface SweepPlan {
  readonly runs: number
  readonly methods: readonly { readonly label: string; readonly trials: number }[]
  /** About how long it takes here, in milliseconds; null where a first run takes too long to tell. */
  readonly estimate: number | null
}

export const sweepCalls = {
  /** How many runs a sweep has, and about how long they take: a few of them are tried. */
  'sweeps.plan': call(z.strictObject({ document })).returns<SweepPlan>(),
  'sweeps.start': call(z.strictObject({ document })).returns<SweepRecord>(),
  /** Newest first. */
  'sweeps.list': call(z.strictObject({ trash: z.boolean().default(false) })).returns<
    readonly SweepRecord[]
  >(),
  'sweeps.get': call(z.strictObject({ sweep: id })).returns<SweepDetail>(),
  /** `resume` goes on with one that is paused, was cancelled or was interrupted, from where it is. */
  'sweeps.control': call(
    z.strictObject({ sweep: id, action: z.enum(['pause', 'resume', 'cancel']) }),
  ).returns<SweepRecord>(),
  /** So many seeds, or points of a design that is not a grid, more; it then goes on. */
  'sweeps.extend': call(
    z.strictObject({
      sweep: id,
      seeds: z.int().min(0).max(10_000).default(0),
      trials: z.int().min(0).max(100_000).default(0),
    }),
  ).returns<SweepRecord>(),
  'sweeps.results': call(
    z.strictObject({
      sweep: id,
      first: z.int().min(0).default(0),
      limit: z.int().min(1).max(100_000).default(100_000),
    }),
  ).returns<SweepResults>(),
  /** One of its runs as an experiment of its own, with all its values: to be opened in the Lab. */
  'sweeps.experiment': call(z.strictObject({ run: id })).returns<unknown>(),
  /** Prepares a CSV file of it, a row for each run; its bytes are then fetched from its address, as those of `export.write`. */
  'sweeps.export': call(z.strictObject({ sweep: id })).returns<ExportFile>(),
  'sweeps.edit': call(
    z.strictObject({ sweep: id, name: name.optional(), note: z.string().max(100_000).optional() }),
  ).returns<SweepRecord>(),
  'sweeps.trash': call(z.strictObject({ sweeps: ids })).returns<null>(),
  'sweeps.restore': call(z.strictObject({ sweeps: ids })).returns<null>(),
  'sweeps.purge': call(z.strictObject({ sweeps: ids })).returns<null>(),
} as const
