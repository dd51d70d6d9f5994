import type { Sizes } from '@core/arithmetic/sizes'
import type { UpdateValues } from '@core/arithmetic/update'
import { list } from '@core/lists'
import { z } from '@core/zod'
import type { Counted } from '@core/evaluations'
import type { Change, Experiment, RunSpec } from '@core/experiment'
import { limits } from '@core/limits'
import { call, document, id, ids, name } from './call'
import type { Reason } from '@core/reasons/contract'
import type { RunStatus } from '@core/run-statuses'
import type { Verdict } from '@core/reasons/verdict'

export type { RunStatus } from '@core/run-statuses'

/**
 * A run as lists and charts need it. Losses are NaN where there is none, or none that is a number.
 * `maximize`, where it is set, is among the hyper-parameters, as torch's constructor has it.
 */
export interface RunRecord extends Omit<RunSpec, 'maximize'>, Counted {
  readonly id: number
  /** Runs started together share a launch. */
  readonly launch: number
  /** Place in the experiment's list of runs, from 0. */
  readonly position: number
  /** Which of the lab's looks it has, wherever it is drawn: as in the experiment file. */
  readonly color: number
  readonly experimentName: string
  readonly objective: string
  readonly objectiveLabel: string
  readonly dimension: number
  /** Rows of the data; 0 for an objective without. Epochs follow from it. */
  readonly rows: number
  /** Budget of updates. */
  readonly budget: number
  /** A point is recorded every so many updates, and always at the last. */
  readonly recordEvery: number
  /** The columns of its curve, in their order: `loss`, `gradient_norm`, `theta_0`, ... */
  readonly series: readonly string[]
  /** The lowest known value of the objective; null where none is known. */
  readonly minimum: number | null
  readonly status: RunStatus
  /** Why it ended; null until then. `core/reasons/wording` has the words. */
  readonly reason: Reason | null
  readonly iterations: number
  /** Recorded points, the start included. */
  readonly points: number
  readonly finalLoss: number
  readonly bestLoss: number
  readonly bestIteration: number
  /** Computing time in milliseconds. */
  readonly duration: number
  /** Milliseconds since 1970. */
  readonly startedAt: number
  readonly endedAt: number | null
  /** Of the recorded curve, to the last bit; null unless the run came to an end of its own. */
  readonly hash: string | null
  readonly note: string
  readonly trashedAt: number | null
}

export interface RunDetail extends RunRecord {
  readonly experiment: Experiment
  /** Rows that were left out because a cell was missing; unsaid where there are none, or where the table is gone. */
  readonly leftOut?: number
}

/** What came of running a run once more. */
export interface Verification {
  readonly run: number
  readonly label: string
  readonly same: boolean
  /** How much was compared, or where the first difference is. */
  readonly verdict: Verdict
  /** Of the stored curve, as it was recorded; null where none was kept. */
  readonly recorded: string | null
  /** Of the curve that came out now; null where it was followed no further than what is stored. */
  readonly found: string | null
}

/** What a caller calls a replay. */
const replay = z.string().min(1).max(100)
/** Hyper-parameters and their new values; whether the method has them, its schema tells. */
const changedValues = z
  .record(z.string().max(50), z.union([z.number(), z.boolean()]))
  .refine((set) => Object.keys(set).length > 0, { message: 'must set at least one hyper-parameter' })

export const runCalls = {
  /** Parses, stores and starts every run of an experiment; paused runs wait for a step or resume. */
  'runs.start': call(z.strictObject({ experiment: document, paused: z.boolean().default(false) })).returns<
    readonly RunRecord[]
  >(),
  'runs.control': call(
    z.strictObject({
      runs: ids,
      action: z.enum(['pause', 'resume', 'step', 'cancel']),
      /** With `step`: how many updates. */
      updates: z.int().min(1).max(1_000_000).default(1),
    }),
  ).returns<null>(),
  /**
   * Gives a run that has not ended other hyper-parameters, from its next update on, whether it is
   * paused or not; returns where they take hold, which is kept among its settings.
   */
  'runs.change': call(z.strictObject({ run: id, set: changedValues })).returns<Change>(),
  /**
   * Starts a run beside another one, in its launch: the same for the first `at` updates, and from there
   * on with other values.
   */
  'runs.fork': call(
    z.strictObject({
      run: id,
      at: z.int().min(0).max(limits.iterations),
      set: changedValues,
      paused: z.boolean().default(false),
    }),
  ).returns<RunRecord>(),
  /** Newest first. */
  'runs.list': call(z.strictObject({ trash: z.boolean().default(false) })).returns<readonly RunRecord[]>(),
  'runs.get': call(z.strictObject({ run: id })).returns<RunDetail>(),
  'runs.edit': call(
    z.strictObject({ run: id, label: name.optional(), note: z.string().max(100_000).optional() }),
  ).returns<RunRecord>(),
  /** Runs it once more, keeping nothing, and compares every recorded point to the last bit. */
  'runs.verify': call(z.strictObject({ run: id })).returns<Verification>(),
  /**
   * One update of a run, which may be going on, made again from the nearest state that is stored: its numbers,
   * as the method's own step works them out. `replay` names it for the two calls below; another one of that
   * name is given up.
   */
  'runs.update': call(
    z.strictObject({
      run: id,
      /** Counts from 1. */
      update: z.int().min(1),
      /** Which parameters, from 0. */
      coordinates: list(z.int().min(0), 1, 64),
      replay: replay.optional(),
    }),
  ).returns<UpdateValues>(),
  /**
   * How large the values of a run's updates are, as its step works them out, at up to a few hundred of
   * its updates; `replay` as of an update.
   */
  'runs.sizes': call(z.strictObject({ run: id, replay: replay.optional() })).returns<Sizes>(),
  /** How much of the way to an update is done, from 0 to 1; null where it is over, or was never begun. */
  'runs.replaying': call(z.strictObject({ replay })).returns<number | null>(),
  /** Gives one up; one that is over is no error. */
  'runs.abandonReplay': call(z.strictObject({ replay })).returns<null>(),
  'runs.trash': call(z.strictObject({ runs: ids })).returns<null>(),
  'runs.restore': call(z.strictObject({ runs: ids })).returns<null>(),
  /** Deletes for good what is in the trash. */
  'runs.purge': call(z.strictObject({ runs: ids })).returns<null>(),
} as const
