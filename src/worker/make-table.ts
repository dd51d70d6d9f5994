import { normalTable } from '@core/data/normal'
import { standardize } from '@core/data/standardize'
import type { Table } from '@core/objectives/contract'
import { readTable } from '@core/objectives/reading'
import type { TableAnswer, TableOrder } from './protocol'

/** Both tables have the same columns. */
function write(from: Table, into: Table): void {
  from.features.forEach((values, column) => into.features[column].set(values))
  into.target.set(from.target)
}

/** Fills or rescales the columns of an order where they are, and sums them up. */
export function makeTable({ objective, table, normal, standardize: rescale }: TableOrder): TableAnswer {
  if (normal) write(normalTable(table.target.length, normal.seed), table)
  let made = table
  if (rescale) {
    try {
      const rescaled = standardize(table)
      write(rescaled, table)
      made = { ...table, scales: rescaled.scales }
    } catch (error) {
      return { ok: false, message: error instanceof Error ? error.message : String(error) }
    }
  }
  return { ok: true, reading: readTable(made, objective) }
}
