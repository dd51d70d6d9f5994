import Table from 'cli-table3'
import { evaluationsOf } from '@core/evaluations'
import { countText } from '@core/issues'
import { plain } from '@core/plain-text'
import { reasonText } from '@core/reasons/wording'
import type { RunRecord } from '../../contract'
import type { TableFile } from '../../lab/tables/table-file'
import type { ReadExperiment } from './experiment-in'

/** The longest name that the table shows in full. */
const longestLabel = 40

const short = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(6))) : String(value)

const labelOf = ({ label }: RunRecord): string => {
  const text = plain(label)
  return text.length > longestLabel ? `${text.slice(0, longestLabel - 3)}...` : text
}

/** Values, gradients and Hessians together; batches make parts of one. */
function evaluationsText(run: RunRecord): string {
  const made = evaluationsOf(run) ?? NaN
  return Number.isInteger(made) ? String(made) : short(made)
}

/** What was left out of the data. */
function leftOut([run]: readonly RunRecord[], csv: TableFile | undefined): readonly string[] {
  if (!run || !csv) return []
  const rows = csv.rows - run.rows
  const gaps = `${countText(rows, 'row', 'rows')} of ${csv.rows} left out: a cell is missing in a column that is used`
  return [...csv.notes, ...(rows > 0 ? [gaps] : [])].map((note) => `data: ${note}`)
}

/**
 * What a person reads after a run: a table with a line a run, in the file's order, then why each
 * ended, and what was left out of the data.
 * @param read what the file had: data in a file of its own, words of an older format
 */
export function summaryOf(
  runs: readonly RunRecord[],
  { csv, notes }: Pick<ReadExperiment, 'csv' | 'notes'>,
): string {
  const table = new Table({
    head: ['run', 'label', 'status', 'iterations', 'evaluations', 'final loss', 'best loss', 'at', 'ms'],
    colAligns: ['right', 'left', 'left', 'right', 'right', 'right', 'right', 'right', 'right'],
    style: { head: [], border: [], compact: true },
  })
  for (const [index, run] of runs.entries()) {
    table.push([
      index + 1,
      labelOf(run),
      run.status,
      run.iterations,
      evaluationsText(run),
      short(run.finalLoss),
      short(run.bestLoss),
      run.bestIteration,
      run.duration.toFixed(1),
    ])
  }
  const reasons = runs.map(({ reason }, index) => `run ${index + 1}: ${plain(reasonText(reason))}`)
  const read = notes.map((note) => `file: ${plain(note)}`)
  return [table.toString(), ...reasons, ...leftOut(runs, csv), ...read].join('\n')
}
