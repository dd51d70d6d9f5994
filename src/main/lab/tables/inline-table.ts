import { createHash } from 'node:crypto'
import type { Experiment } from '@core/experiment'
import type { OpenedExperiment } from '../../contract'
import type { Table } from '@core/objectives/contract'
import { automatic } from '@core/read-options'
import type { TableFile } from './table-file'
import { inlineTable } from './tables'

/** Numbers that a document may carry through a window: each edit of it copies them all. */
const mostCarried = 10_000
/** Rows in one piece of a column. */
const rowsAPiece = 65_536

/** An experiment that was read, and its data where that is too much to be a part of the document. */
export interface ReadExperiment extends OpenedExperiment {
  /** What the experiment's `path` means. */
  readonly table: Table | undefined
}

/** Takes much data out of a document: it then names it, as it would a data set. */
export function takenApart(experiment: Experiment, notes: readonly string[]): ReadExperiment {
  const { objective, name } = experiment
  const { data } = objective
  if (data?.source !== 'inline' || data.y.length * (data.x[0].length + 1) <= mostCarried) {
    return { experiment, notes, table: undefined }
  }
  const table = inlineTable(data)
  const { standardize } = data
  const path = `${name.slice(0, 150)}.csv`
  const x = [...table.featureNames]
  const named = { source: 'csv' as const, path, x, y: table.targetName, standardize }
  return { experiment: { ...experiment, objective: { ...objective, data: named } }, notes, table }
}

/** The same experiment, under the name that its data set got. */
export function onDataset(experiment: Experiment, path: string): Experiment {
  const { objective } = experiment
  if (objective.data?.source !== 'csv') return experiment
  return { ...experiment, objective: { ...objective, data: { ...objective.data, path } } }
}

/** A table as a file that was read has it. */
export function fileOf({ featureNames, targetName, features, target }: Table): TableFile {
  const names = [...featureNames, targetName]
  const columns = [...features, target]
  const hash = createHash('sha256').update(JSON.stringify(names))
  for (const column of columns) hash.update(column)
  return {
    rows: target.length,
    columns: names.map((name) => ({ name, numeric: true })),
    head: [],
    read: { ...automatic, encoding: 'utf-8', separator: ',', index: 'keep' },
    notes: [],
    remedies: [],
    sha256: hash.digest('hex'),
    *pieces(column) {
      for (let from = 0; from < target.length; from += rowsAPiece) {
        yield columns[column].subarray(from, from + rowsAPiece)
      }
    },
  }
}
