import Table from 'cli-table3'
import { evaluationsOf } from '@core/evaluations'
import { plain } from '@core/plain-text'
import type { RunRecord } from '../../contract'

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

/** What a person reads after a run: a table with a line a run, in the file's order, then why each ended. */
export function summaryOf(runs: readonly RunRecord[]): string {
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
  const reasons = runs.map(({ reason }, index) => `run ${index + 1}: ${plain(reason)}`)
  return [table.toString(), ...reasons].join('\n')
}
