import type { Plan } from '@core/plan'
import type { Table } from '@core/objectives/contract'
import type { ObjectiveSpec } from '@core/experiment'
import type { ExportFormat, RunRecord } from '../../contract'

/** Recorded points of a run, a column a series. */
export type Series = Readonly<Record<string, Float64Array>>

/** A run with its curve, of which an export reads no more at a time than it writes. */
export interface RunToWrite {
  readonly record: RunRecord
  /** Points `first .. first + count - 1` of its series. */
  read(first: number, count: number): Series
  /** What made it, its data among that. @throws Fault where its data are gone or wrong */
  remade(): RemadeRun
}

/** What it takes to make a run again. */
export interface RemadeRun {
  readonly plan: Plan
  readonly objective: ObjectiveSpec
  readonly table: Table | undefined
}

/** A format that runs can be written in: one file, whatever the number of runs. */
export interface ExportDefinition extends ExportFormat {
  /** The file's media type. */
  readonly type: string
  /** True where it has nothing of a curve: runs that kept none can be written, too. */
  readonly recordsOnly?: boolean
  /** @throws Fault in a sentence, where runs can't be written */
  check?(runs: readonly RunToWrite[]): void
  /** The file in pieces that each take a few milliseconds; runs are numbered from 1 in the order given. */
  write(runs: readonly RunToWrite[]): Iterable<Uint8Array>
}

export const defineExport = (definition: ExportDefinition): ExportDefinition => definition

/** Numbers written in one piece: a few milliseconds of work. */
export const numbersAPiece = 24_576

/** A stretch of a run's recorded points. */
export interface Stretch {
  readonly first: number
  readonly count: number
}

/** A run's recorded points in stretches of at most `numbers` numbers, `columns` for each point. */
export function* stretchesOf(points: number, columns: number, numbers = numbersAPiece): Generator<Stretch> {
  const most = Math.ceil(numbers / columns)
  for (let first = 0; first < points; first += most) yield { first, count: Math.min(most, points - first) }
}
