import { remedyText, type Remedy } from '@core/read-options'
import type { DatasetPreview } from '../../contract'
import { cellReader } from './parse-number'
import { missingText } from './csv-column'
import type { CsvSummary } from './csv'

const distinct = (remedies: readonly Remedy[]): readonly Remedy[] => [
  ...new Map(remedies.map((remedy) => [remedyText(remedy), remedy])).values(),
]

/** What a person should know of a file before it is imported. */
export function previewOf({ columns, rows, head, read, notes, remedies }: CsvSummary): DatasetPreview {
  const faults = columns.flatMap(({ name, text, missing }) => {
    if (missing) return [`${name}: ${missingText(missing, rows)}`]
    return text === undefined ? [] : [`${name}: ${text}, not a number; the column can't be chosen`]
  })
  const isNumber = cellReader(read)
  const allNumbers = read.header && columns.every(({ name }) => Number.isFinite(isNumber(name)))
  const hasGaps = columns.some(({ numeric, missing }) => numeric && missing !== undefined)
  return {
    columns,
    rows,
    head,
    read,
    notes,
    problems: allNumbers
      ? ['The first line is all numbers, yet it was taken for the names of the columns', ...faults]
      : faults,
    remedies: distinct([
      ...(allNumbers ? [{ header: false }] : []),
      ...remedies,
      ...(hasGaps && read.missing === 'refuse' ? [{ missing: 'drop-rows' as const }] : []),
    ]),
  }
}
