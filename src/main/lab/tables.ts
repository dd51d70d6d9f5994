import { standardize } from '@core/data/standardize'
import { normalTable } from '@core/data/normal'
import { dataIssues, type DataSource } from '@core/experiment'
import type { Parsed } from '@core/issues'
import type { Table } from '@core/objectives/contract'
import { readCsv, tableFrom } from './csv'

/** Finds the text of the table that an experiment's `path` means; undefined if there is none. */
export type Locate = (path: string) => string | undefined

const at = (path: string, message: string): Parsed<Table> => ({ ok: false, issues: [{ path, message }] })

function csvTable(data: Extract<DataSource, { source: 'csv' }>, locate: Locate): Parsed<Table> {
  const text = locate(data.path)
  if (text === undefined) {
    return at('objective.data.path', `no file or data set ${JSON.stringify(data.path)} was found`)
  }
  const csv = readCsv(text, data.path)
  if (!csv.ok) return at('objective.data.path', csv.issues[0].message)
  if (csv.value.rows.length < 2)
    return at('objective.data.path', `${data.path} must have at least 2 rows, got 1`)
  return tableFrom(csv.value, data.path, data.x, data.y)
}

function inlineTable(data: Extract<DataSource, { source: 'inline' }>): Table {
  const width = data.x[0].length
  return {
    featureNames: width === 1 ? ['x'] : Array.from({ length: width }, (_, column) => `x_${column + 1}`),
    targetName: 'y',
    features: Array.from({ length: width }, (_, column) => Float64Array.from(data.x, (row) => row[column])),
    target: Float64Array.from(data.y),
  }
}

/** The numbers a data source stands for, standardised where it says so. */
export function tableOf(data: DataSource, locate: Locate): Parsed<Table> {
  const issues = dataIssues(data)
  if (issues.length > 0) return { ok: false, issues }
  if (data.source === 'normal') return { ok: true, value: normalTable(data.rows, data.seed) }
  const table =
    data.source === 'csv' ? csvTable(data, locate) : ({ ok: true, value: inlineTable(data) } as const)
  if (!table.ok || !data.standardize) return table
  try {
    return { ok: true, value: standardize(table.value) }
  } catch (error) {
    return at('objective.data.standardize', error instanceof Error ? error.message : String(error))
  }
}
