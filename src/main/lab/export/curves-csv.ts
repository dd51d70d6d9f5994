import { epochOf } from '@core/data/sampler'
import { iterationOf } from '@core/plan'
import type { RunRecord } from '../../contract'
import { columnsOf, constantOf } from './columns'
import { defineExport, stretchesOf, type Series, type Stretch } from './contract'

/** A run's whole curve with what is needed to write it down. */
export interface CurveToWrite extends Pick<
  RunRecord,
  'series' | 'hyper' | 'batch' | 'sampling' | 'rows' | 'recordEvery' | 'iterations' | 'points'
> {
  /** Points `first .. first + count - 1` of its series. */
  read(first: number, count: number): Series
}

/** Shortest text that reads back as the same float64; `NaN`, `Infinity`, `-Infinity` as such. */
export const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

/** The lines of some points of the curve, which is the `run`-th in the file. */
function linesOf(
  curve: CurveToWrite,
  run: number,
  names: readonly string[],
  { first, count }: Stretch,
): string {
  const series = curve.read(first, count)
  const columns = names.map((name) => series[name] ?? constantText(name, curve))
  let lines = ''
  for (let index = 0; index < count; index++) {
    const iteration = iterationOf(first + index, curve.recordEvery, curve.iterations)
    const epoch = epochOf(iteration, curve.batch, curve.rows, curve.sampling)
    const values = columns.map((column) => (typeof column === 'string' ? column : numberText(column[index])))
    lines += `${run},${iteration},${numberText(epoch)},${values.join(',')}\n`
  }
  return lines
}

function constantText(name: string, curve: CurveToWrite): string {
  const value = constantOf(name, curve)
  return value === undefined ? '' : numberText(value)
}

/**
 * `curves.csv`: a row a recorded point, runs numbered from 1 in the order given, LF line
 * ends; `learning_rate` and `distance` only where a run recorded them. Yields text in pieces,
 * and reads curves as it writes them, so that none need stand in memory.
 */
export function* curvesCsv(curves: readonly CurveToWrite[]): Generator<string> {
  const names = columnsOf(curves)
  yield `${['run', 'iteration', 'epoch', ...names].join(',')}\n`
  for (const [index, curve] of curves.entries()) {
    for (const stretch of stretchesOf(curve.points, names.length + 3)) {
      yield linesOf(curve, index + 1, names, stretch)
    }
  }
}

export const curvesCsvExport = defineExport({
  id: 'curves.csv',
  label: 'Curves (CSV)',
  about: 'A row a recorded point of each run',
  extension: 'csv',
  type: 'text/csv;charset=utf-8',
  takes: 'curves',
  *write(runs) {
    const curves = runs.map(({ record, read }) => ({ ...record, read }))
    for (const piece of curvesCsv(curves)) yield Buffer.from(piece, 'utf8')
  },
})
