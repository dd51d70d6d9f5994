import { z } from '@core/zod'
import { call, ids, nothing } from './call'

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
  /** What its file's name says that it has of the runs, behind their own. */
  readonly named: string
}

/** A file that waits to be fetched, once, by whoever asked for it. */
export interface ExportFile {
  /** Relative to the page's own. */
  readonly address: string
  readonly extension: string
}

export const exportCalls = {
  /** What runs can be exported as. */
  'export.formats': call(nothing).returns<readonly ExportFormat[]>(),
  /** Prepares a file of the given runs, numbered in the order given; its bytes are then fetched from its address. */
  'export.write': call(z.strictObject({ format: z.string().max(40), runs: ids })).returns<ExportFile>(),
} as const
