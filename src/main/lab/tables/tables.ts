import { standardize } from '@core/data/standardize'
import { normalTable } from '@core/data/normal'
import { dataIssues, type DataSource } from '@core/experiment'
import type { Parsed } from '@core/issues'
import type { Table } from '@core/objectives/contract'
import { placesOf, takeColumns, type Locate } from './table-source'

type InlineSource = Extract<DataSource, { source: 'inline' }>
type CsvSource = Extract<DataSource, { source: 'csv' }>
type Refused = Extract<Parsed<never>, { ok: false }>

const refused = (path: string, message: string): Refused => ({ ok: false, issues: [{ path, message }] })

export const cannotStandardize = (message: string): Refused => refused('objective.data.standardize', message)

export const missingTable = ({ path }: CsvSource): Refused =>
  refused('objective.data.path', `no file or data set ${JSON.stringify(path)} was found`)

function csvTable(data: CsvSource, locate: Locate): Parsed<Table> {
  const source = locate(data.path)
  if (!source) return missingTable(data)
  const places = placesOf(source, data)
  if (!places.ok) return places
  const steps = takeColumns(source, places.value)
  let step = steps.next()
  while (!step.done) step = steps.next()
  return step.value.ok ? { ok: true, value: csvTableOf(data, step.value.value) } : step.value
}

/** A table of the chosen columns, the target last. */
export const csvTableOf = ({ x, y }: CsvSource, columns: readonly Float64Array[]): Table => ({
  featureNames: x,
  targetName: y,
  features: columns.slice(0, -1),
  target: columns[columns.length - 1],
})

export function inlineTable(data: InlineSource): Table {
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
    return cannotStandardize(error instanceof Error ? error.message : String(error))
  }
}
