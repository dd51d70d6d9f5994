import { z } from '@core/zod'
import type { TableView } from '@core/data/view'
import { dataSource, objectiveWithData } from '@core/experiment'
import { readOptions, type FileReading, type Remedy } from '@core/read-options'
import { call, id, name, nothing } from './call'

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

/** Bytes of a file that travel in one call. */
const piece = z
  .instanceof(Uint8Array)
  .refine(({ length }) => length <= 4 * 1024 * 1024, 'must have at most 4194304 bytes')

export const dataCalls = {
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
  'datasets.table': call(
    z.strictObject({ objective: objectiveWithData, data: dataSource }),
  ).returns<TableView>(),
} as const
