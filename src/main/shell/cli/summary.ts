import Table from 'cli-table3'
import type { RunRecord } from '../../contract'
import { plain } from './words'

const short = (value: number): string =>
  Number.isFinite(value) ? String(Number(value.toPrecision(6))) : String(value)

/** The table a person reads after a run: a line a run, in the file's order. */
export function summaryOf(runs: readonly RunRecord[]): string {
  const table = new Table({
    head: ['run', 'label', 'status', 'iterations', 'final loss', 'best loss', 'at', 'ms', 'reason'],
    colAligns: ['right', 'left', 'left', 'right', 'right', 'right', 'right', 'right', 'left'],
    style: { head: [], border: [], compact: true },
  })
  for (const [index, run] of runs.entries()) {
    table.push([
      index + 1,
      plain(run.label),
      run.status,
      run.iterations,
      short(run.finalLoss),
      short(run.bestLoss),
      run.bestIteration,
      run.duration.toFixed(1),
      plain(run.reason),
    ])
  }
  return table.toString()
}
