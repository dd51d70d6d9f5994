import { viewOf, type TableView } from '../data/view'
import { objectiveById } from '.'
import type { DataFault, DataKind, Table } from './contract'

/** What a kind of objective makes of a table. */
export type TableReading =
  | {
      readonly ok: true
      /** Belongs in the table. */
      readonly summary: unknown
      readonly view: TableView
    }
  /** The kind does not take such a table. */
  | { readonly ok: false; readonly fault: DataFault }

/** How an objective goes about its data. */
export function dataKindOf(objective: string): DataKind {
  const kind = objectiveById(objective)?.data
  if (!kind) throw new Error(`no objective with data is called ${objective}`)
  return kind
}

/** Goes through a table once, on behalf of every run and picture that an objective has of it. */
export function readTable(table: Table, objective: string): TableReading {
  const kind = dataKindOf(objective)
  const fault = kind.faultIn(table)
  if (fault) return { ok: false, fault }
  const known = kind.summarised(table)
  return { ok: true, summary: known.summary, view: viewOf(known, kind) }
}
