import { normalTable } from '@core/data/normal'
import { standardize } from '@core/data/standardize'
import { viewOf } from '@core/data/view'
import { momentsOf } from '@core/objectives/regression/moments'
import type { Table } from '@core/objectives/contract'
import type { TableAnswer, TableOrder } from './protocol'

/** Both tables have the same columns. */
function write(from: Table, into: Table): void {
  from.features.forEach((values, column) => into.features[column].set(values))
  into.target.set(from.target)
}

/** Fills or rescales the columns of an order where they are, and sums them up. */
export function makeTable({ table, normal, standardize: rescale }: TableOrder): TableAnswer {
  if (normal) write(normalTable(table.target.length, normal.seed), table)
  if (rescale) {
    try {
      write(standardize(table), table)
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : String(error) }
    }
  }
  const moments = momentsOf(table)
  return { ok: true, moments, view: viewOf({ ...table, moments }) }
}
