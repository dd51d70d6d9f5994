import Papa from 'papaparse'
import { epochOf } from '@core/data/sampler'
import { iterationOf } from '@core/plan'
import type { RunRecord } from '../../contract'
import { cellOf } from './formulas'
import { columnsOf, unrecorded, type Columned } from './columns'
import { defineExport, stretchesOf, type RunToWrite, type Series, type Stretch } from './contract'

/** A run's whole curve with what is needed to write it down. */
export interface CurveToWrite
  extends
    Columned,
    Pick<RunRecord, 'label' | 'batch' | 'sampling' | 'rows' | 'recordEvery' | 'iterations' | 'points'> {
  /** Points `first .. first + count - 1` of its series. */
  read(first: number, count: number): Series
}

export const labelColumn = 'label'

/** Shortest text that reads back as the same float64; `NaN`, `Infinity`, `-Infinity` as such. */
export const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

/** The lines of some points of the curve, which is the `run`-th in the file. */
function linesOf(
  curve: CurveToWrite,
  run: number,
  names: readonly string[],
  { first, count }: Stretch,
  end: string,
): string {
  const series = curve.read(first, count)
  const iterations = Float64Array.from({ length: count }, (_, index) =>
    iterationOf(first + index, curve.recordEvery, curve.iterations),
  )
  const epochs = iterations.map((iteration) => epochOf(iteration, curve.batch, curve.rows, curve.sampling))
  const columns = names.map((name) => series[name] ?? unrecorded(name, curve, iterations, epochs))
  let lines = ''
  for (let index = 0; index < count; index++) {
    const values = columns.map((column) => (column === undefined ? '' : numberText(column[index])))
    lines += `${run},${iterations[index]},${numberText(epochs[index])},${values.join(',')}${end}`
  }
  return lines
}

/**
 * `curves.csv`: a row a recorded point, runs numbered from 1 in the order given, LF line
 * ends; `learning_rate`, `distance` and `evaluations` only where a run recorded them. Yields text in
 * pieces of whole lines, and reads curves as it writes them, so that none need stand in memory.
 *
 * @param labels true: behind all of that, the label of the run, for those who read the file by itself
 */
export function* curvesCsv(curves: readonly CurveToWrite[], labels = false): Generator<string> {
  const names = columnsOf(curves)
  yield `${['run', 'iteration', 'epoch', ...names, ...(labels ? [labelColumn] : [])].join(',')}\n`
  for (const [index, curve] of curves.entries()) {
    const end = labels ? `,${Papa.unparse([[cellOf(curve.label)]])}\n` : '\n'
    for (const stretch of stretchesOf(curve.points, names.length + 3)) {
      yield linesOf(curve, index + 1, names, stretch, end)
    }
  }
}

function* bytesOf(runs: readonly RunToWrite[], labels: boolean): Generator<Uint8Array> {
  const curves = runs.map(({ record, read }) => ({ ...record, read }))
  for (const piece of curvesCsv(curves, labels)) yield Buffer.from(piece, 'utf8')
}

const shared = {
  id: 'curves.csv',
  label: 'Curves (CSV)',
  about: 'A row for each recorded point of each run',
  extension: 'csv',
  type: 'text/csv;charset=utf-8',
  named: 'curves',
} as const

/** The columns that `descent-lab run --out` has promised, and no label behind them. */
export const plainCurvesCsv = defineExport({ ...shared, write: (runs) => bytesOf(runs, false) })

export const curvesCsvExport = defineExport({ ...shared, write: (runs) => bytesOf(runs, true) })
