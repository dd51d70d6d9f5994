import { z } from '@core/zod'
import type { Experiment } from '@core/experiment'
import { call, document, id, ids } from './call'

export interface ExperimentRecord {
  readonly id: number
  readonly name: string
  readonly objectiveLabel: string
  readonly runs: number
  readonly createdAt: number
  readonly updatedAt: number
  readonly trashedAt: number | null
}

export interface ExperimentDetail extends ExperimentRecord {
  /** Of a sweep, with one value of each range in its place. */
  readonly experiment: Experiment
  /** The file: the experiment, or the sweep with its ranges. */
  readonly document: unknown
}

/** An experiment from a file, with sentences on what an older format meant by words that mean something else now. */
export interface OpenedExperiment {
  readonly experiment: Experiment
  readonly notes: readonly string[]
}

/** How far the reading of an experiment file is. */
export interface ReadingProgress {
  /** From 0 to 1. */
  readonly share: number
  /** In a few words: `checking it`. */
  readonly doing: string
}

/** What a caller calls the reading of a file: a name that no other caller thinks of. */
const reading = z.string().min(1).max(64)

export const experimentCalls = {
  'experiments.list': call(z.strictObject({ trash: z.boolean().default(false) })).returns<
    readonly ExperimentRecord[]
  >(),
  'experiments.get': call(z.strictObject({ experiment: id })).returns<ExperimentDetail>(),
  /** Saves an experiment, or a sweep with its ranges, under the document's own name; without `id` as a new one. */
  'experiments.save': call(
    z.strictObject({ id: id.optional(), experiment: document }),
  ).returns<ExperimentRecord>(),
  'experiments.duplicate': call(z.strictObject({ experiment: id })).returns<ExperimentRecord>(),
  'experiments.trash': call(z.strictObject({ experiments: ids })).returns<null>(),
  'experiments.restore': call(z.strictObject({ experiments: ids })).returns<null>(),
  'experiments.purge': call(z.strictObject({ experiments: ids })).returns<null>(),
  /**
   * Reads the text of an experiment file; under a name of the caller's own it can be watched and given up.
   * More data than 10,000 numbers becomes a data set, which the experiment then names.
   */
  'experiments.read': call(
    z.strictObject({ text: z.string().max(64 * 1024 * 1024), reading: reading.optional() }),
  ).returns<OpenedExperiment>(),
  /** How far a reading is; null where it is over, or has not begun. */
  'experiments.reading': call(z.strictObject({ reading })).returns<ReadingProgress | null>(),
  /** Gives a reading up, wherever it is. */
  'experiments.abandon': call(z.strictObject({ reading })).returns<null>(),
  /** The text of an experiment file, imported data written into it so that it stands alone. */
  'experiments.write': call(z.strictObject({ experiment: document })).returns<string>(),
} as const
