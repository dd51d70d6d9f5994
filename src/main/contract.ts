import { z } from '@core/zod'
import type { Counted } from '@core/evaluations'
import { dataSource, type Experiment, type RunSpec } from '@core/experiment'
import type { Issue } from '@core/issues'
import { list } from '@core/lists'
import { readOptions, type FileReading, type Remedy } from '@core/read-options'
import type { TableView } from '@core/data/view'

/**
 * Every call and event of the lab, declared once. Types are derived from here and
 * inputs are parsed with these schemas at every door; the renderer imports types only.
 */

export type RunStatus =
  | 'queued'
  | 'running'
  | 'paused'
  | 'converged'
  | 'stalled'
  | 'finished'
  | 'diverged'
  | 'cancelled'
  | 'failed'
  | 'interrupted'

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
  /** Which of the lab's colours it has, wherever it is drawn. */
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
  /** Why it ended, in words with numbers; empty until then. */
  readonly reason: string
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
  readonly experiment: Experiment
}

export interface DatasetColumn {
  readonly name: string
  /** False where a cell is not a number; such a column can't be chosen. */
  readonly numeric: boolean
  /** Where it is not numbers: `line 4 is "four"`; left out where it is. */
  readonly text?: string
  /** A column of numbers may have gaps, and one of nothing else can't be chosen: how many, and where. */
  readonly missing?: MissingCells
}

export interface MissingCells {
  readonly cells: number
  /** `line 4 is empty, line 7 is "NA"` */
  readonly where: string
}

export interface DatasetRecord {
  /** What an experiment's `path` says to mean this table. */
  readonly name: string
  readonly origin: 'shipped' | 'imported'
  readonly rows: number
  readonly columns: readonly DatasetColumn[]
  /** What it is and whom to cite; empty for imported data. */
  readonly about: string
  /** How the file was read; null for what comes with the lab, and where an older version read it. */
  readonly read: FileReading | null
}

export interface DatasetPreview {
  readonly columns: readonly DatasetColumn[]
  readonly rows: number
  /** The first rows as they stand in the file. */
  readonly head: readonly (readonly string[])[]
  /** What was decided about the reading, each of which can be chosen otherwise. */
  readonly read: FileReading
  /** What was left out, and why. */
  readonly notes: readonly string[]
  /** What to know before importing: cells that are not numbers, with line and column. */
  readonly problems: readonly string[]
  /** Choices that may mend the problems. */
  readonly remedies: readonly Remedy[]
}

/** How much of a file is in the lab. */
export interface ImportProgress {
  readonly bytes: number
  readonly rows: number
}

/** How far the reading of an experiment file is. */
export interface ReadingProgress {
  /** From 0 to 1. */
  readonly share: number
  /** In a few words: `checking it`. */
  readonly doing: string
}

/** Recorded points `first .. first + count - 1` of a run's curve. */
export interface CurveSlice {
  readonly run: number
  readonly first: number
  readonly count: number
  /** Points recorded so far. */
  readonly total: number
  readonly iterations: Float64Array
  readonly series: Readonly<Record<string, Float64Array>>
}

/**
 * A series of a curve as a picture needs it, in recorded points and in their order: of every
 * pixel column the first, the last, the lowest and the highest finite one, and the first and the
 * last that is not finite, so that a line is broken wherever values are not finite. One more
 * point stands on either side of the range, if there is one, so that a line runs to the edge.
 */
export interface SeriesView {
  readonly iterations: Float64Array
  readonly values: Float64Array
}

/** A part of a run's curve, reduced to pixel columns; whole where it has up to four points a column. */
export interface CurveView {
  readonly run: number
  /** Points recorded so far. */
  readonly total: number
  /** Recorded points within the range. */
  readonly within: number
  readonly series: Readonly<Record<string, SeriesView>>
}

/** What came of running a run once more. */
export interface Verification {
  readonly run: number
  readonly label: string
  readonly same: boolean
  /** In a sentence with numbers: how much was compared, or where the first difference is. */
  readonly verdict: string
  /** Of the stored curve, as it was recorded; null where none was kept. */
  readonly recorded: string | null
  /** Of the curve that came out now; null where it was followed no further than what is stored. */
  readonly found: string | null
}

/** A format that runs can be exported in. */
export interface ExportFormat {
  /** Stays the same for ever: scripts name it. */
  readonly id: string
  /** As menus have it. */
  readonly label: string
  /** What is in it and for whom, in a few words. */
  readonly about: string
  /** Of the file's name, without the dot. */
  readonly extension: string
  /** Whether it holds recorded points, or only what a table of runs has. */
  readonly takes: 'curves' | 'records'
}

/** A file that waits to be fetched, once, by whoever asked for it. */
export interface ExportFile {
  /** Relative to the page's own. */
  readonly address: string
  readonly extension: string
}

/** Something the person must know, in a plain sentence: a damaged database set aside, a read-only folder. */
export interface Notice {
  readonly level: 'info' | 'warning' | 'error'
  readonly title: string
  readonly text: string
}

export interface AppInfo {
  readonly version: string
  readonly shell: 'desktop' | 'browser' | 'command line'
  /** Where the database is; empty where runs can't be kept. */
  readonly database: string
  readonly notices: readonly Notice[]
  /**
   * Where everything was saved because the database vanished under the open lab, as long as the
   * person has not said whether to go on there; null at all other times.
   */
  readonly savedAs: string | null
}

/** The room the lab takes on the disk, in bytes. */
export interface StorageInfo {
  /** The file with everything in it, its log included; 0 where nothing is kept. */
  readonly database: number
  /** Of that, the curves of runs in the trash. */
  readonly trash: number
  /** Of that, what nothing is in any more. */
  readonly free: number
  readonly backups: number
  /** Of those, backups that are kept only because they hold more than the newer ones. */
  readonly spareBackups: number
}

const id = z.int().min(1)
const ids = list(id, 1, 10_000)
const document = z.unknown()
const name = z.string().trim().min(1).max(200)
const series = list(z.string().max(40), 1, 32)
/** What a caller calls the reading of a file: a name that no other caller thinks of. */
const reading = z.string().min(1).max(64)
/** Bytes of a file that travel in one call. */
const piece = z
  .instanceof(Uint8Array)
  .refine(({ length }) => length <= 4 * 1024 * 1024, 'must have at most 4194304 bytes')

interface Call<Input extends z.ZodType, Output> {
  readonly input: Input
  /** Never there at run time; carries the type. */
  readonly output?: Output
}

const call = <Input extends z.ZodType>(input: Input) => ({
  returns: <Output>(): Call<Input, Output> => ({ input }),
})

const nothing = z.strictObject({})

export const contract = {
  'app.info': call(nothing).returns<AppInfo>(),
  /** After the database vanished: goes on in the file that everything was saved in, or keeps no more. */
  'app.goOn': call(z.strictObject({ keep: z.boolean() })).returns<AppInfo>(),

  'storage.read': call(nothing).returns<StorageInfo>(),
  /** Gives what nothing is in back to the disk, spare backups included; nothing can run meanwhile. */
  'storage.free': call(nothing).returns<StorageInfo>(),

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
  /** Newest first. */
  'runs.list': call(z.strictObject({ trash: z.boolean().default(false) })).returns<readonly RunRecord[]>(),
  'runs.get': call(z.strictObject({ run: id })).returns<RunDetail>(),
  'runs.edit': call(
    z.strictObject({ run: id, label: name.optional(), note: z.string().max(100_000).optional() }),
  ).returns<RunRecord>(),
  /** Runs it once more, keeping nothing, and compares every recorded point to the last bit. */
  'runs.verify': call(z.strictObject({ run: id })).returns<Verification>(),
  'runs.trash': call(z.strictObject({ runs: ids })).returns<null>(),
  'runs.restore': call(z.strictObject({ runs: ids })).returns<null>(),
  /** Deletes for good what is in the trash. */
  'runs.purge': call(z.strictObject({ runs: ids })).returns<null>(),

  /** An answer holds up to 500,000 numbers, iterations included; ask on until there is `total`. */
  'curves.read': call(
    z.strictObject({ run: id, series, first: z.int().min(0).default(0), limit: z.int().min(1).optional() }),
  ).returns<CurveSlice>(),
  /**
   * The same of several runs, each from where its reader stands; they share what one answer holds.
   * Runs that are gone are left out, and so are series that a run has not recorded.
   */
  'curves.follow': call(
    z.strictObject({
      runs: list(
        z.strictObject({ run: id, first: z.int().min(0), limit: z.int().min(1).optional() }),
        1,
        10_000,
      ),
      series,
    }),
  ).returns<readonly CurveSlice[]>(),
  /**
   * For a picture: a range of iterations in so many pixel columns of equal width on the given
   * scale. A point on an edge between two columns is in the right one. On a log scale there is no
   * iteration 0.
   */
  'curves.view': call(
    z
      .strictObject({
        runs: list(id, 1, 256),
        series,
        /** Iterations, both ends included; left out: from the first, to the last of all these runs. */
        from: z.number().min(0).optional(),
        to: z.number().min(0).optional(),
        columns: z.int().min(1).max(10_000),
        scale: z.enum(['linear', 'log']).default('linear'),
      })
      .refine(({ from = 0, to = Infinity }) => from <= to, {
        path: ['to'],
        message: 'must not be below from',
      })
      .refine(({ runs, series, columns }) => runs.length * series.length * columns <= 250_000, {
        path: ['columns'],
        message: 'must be at most 250,000 over all runs and series',
      }),
  ).returns<readonly CurveView[]>(),

  'experiments.list': call(z.strictObject({ trash: z.boolean().default(false) })).returns<
    readonly ExperimentRecord[]
  >(),
  'experiments.get': call(z.strictObject({ experiment: id })).returns<ExperimentDetail>(),
  /** Saves under the document's own name; without `id` as a new one. */
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
  ).returns<Experiment>(),
  /** How far a reading is; null where it is over, or has not begun. */
  'experiments.reading': call(z.strictObject({ reading })).returns<ReadingProgress | null>(),
  /** Gives a reading up, wherever it is. */
  'experiments.abandon': call(z.strictObject({ reading })).returns<null>(),
  /** The text of an experiment file, imported data written into it so that it stands alone. */
  'experiments.write': call(z.strictObject({ experiment: document })).returns<string>(),

  'datasets.list': call(nothing).returns<readonly DatasetRecord[]>(),
  /** Begins the import of a CSV file of so many bytes; one that nobody goes on with is dropped after a while. */
  'datasets.open': call(
    z.strictObject({ name, bytes: z.int().min(0), read: readOptions.prefault({}) }),
  ).returns<number>(),
  /** The next bytes of the file, from `at` on; a fault in them ends the import. */
  'datasets.append': call(
    z.strictObject({ import: id, at: z.int().min(0), data: piece }),
  ).returns<ImportProgress>(),
  /** What the file is, once all of it is here. */
  'datasets.finish': call(z.strictObject({ import: id })).returns<DatasetPreview>(),
  /** Makes a data set of it; experiments on it treat missing cells as chosen here, unless they say otherwise. */
  'datasets.keep': call(
    z.strictObject({ import: id, name, missing: readOptions.shape.missing }),
  ).returns<DatasetRecord>(),
  /** Ends an import, wherever it is; nothing of it stays. */
  'datasets.abandon': call(z.strictObject({ import: id })).returns<null>(),
  /** The numbers behind an experiment's objective as the runs will see them; of many rows, those worth drawing. */
  'datasets.table': call(z.strictObject({ data: dataSource })).returns<TableView>(),

  /** What runs can be exported as. */
  'export.formats': call(nothing).returns<readonly ExportFormat[]>(),
  /** Prepares a file of the given runs, numbered in the order given; its bytes are then fetched from its address. */
  'export.write': call(z.strictObject({ format: z.string().max(40), runs: ids })).returns<ExportFile>(),
} as const

export type Contract = typeof contract
export type CallName = keyof Contract
/** What a caller may leave out is optional. */
export type CallInput<Name extends CallName> = z.input<Contract[Name]['input']>
/** What a handler gets: parsed, defaults filled in. */
export type CallArguments<Name extends CallName> = z.output<Contract[Name]['input']>
export type CallOutput<Name extends CallName> = Exclude<Contract[Name]['output'], undefined>

export type LabHandlers = {
  readonly [Name in CallName]: (input: CallArguments<Name>) => CallOutput<Name> | Promise<CallOutput<Name>>
}

/** Pushed to every open window. */
export interface LabEvents {
  /** Progress and status, a few times a second at the most; curves are then read with `curves.follow`. */
  'runs.changed': readonly RunRecord[]
  /** Saved experiments or data sets are not what they were. */
  'library.changed': null
  /** Notices, or where the database is, are not what they were. */
  'app.changed': AppInfo
}
export type EventName = keyof LabEvents
export const eventNames: readonly EventName[] = ['runs.changed', 'library.changed', 'app.changed']

/** What went wrong, as it crosses a shell. */
export interface CallError {
  readonly kind: 'invalid' | 'missing' | 'conflict' | 'limit' | 'internal'
  readonly message: string
  /** With `invalid`: each fault with its path. */
  readonly issues: readonly Issue[]
  /** With a file that could not be read: ways to read it that may do. */
  readonly remedies?: readonly Remedy[]
}

export type CallResult<Output = unknown> =
  { readonly ok: true; readonly value: Output } | { readonly ok: false; readonly error: CallError }

/** The bridge every shell offers the renderer: `window.lab` on the desktop. */
export interface LabBridge {
  call(name: CallName, input: unknown): Promise<CallResult>
  /** Returns its unsubscribe. */
  on<Name extends EventName>(name: Name, listener: (payload: LabEvents[Name]) => void): () => void
}
