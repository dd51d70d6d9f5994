import Papa from 'papaparse'
import { epochOf, type Sampling } from '@core/data/sampler'
import type { BatchSize, RunSpec } from '@core/experiment'
import { distanceSeries, evaluationSeries, iterationOf, rateSeries } from '@core/plan'

type Series = Readonly<Record<string, Float64Array>>

/** A run's whole curve with what is needed to write it down. */
export interface CurveToWrite {
  readonly label: string
  /** Names of its series, in their order. */
  readonly names: readonly string[]
  readonly hyper: RunSpec['hyper']
  readonly batch: BatchSize
  readonly sampling: Sampling
  /** Rows of the data; 0 without. */
  readonly rows: number
  readonly recordEvery: number
  readonly iterations: number
  readonly points: number
  /** Null: evaluations were not counted yet. */
  readonly gradientEvaluations: number | null
  /** Points `first .. first + count - 1` of its series. */
  read(first: number, count: number): Series
}

export const labelColumn = 'label'

/** Numbers written in one piece: a few milliseconds of work. */
const numbersAPiece = 24_576

/** Shortest text that reads back as the same float64; `NaN`, `Infinity`, `-Infinity` as such. */
export const numberText = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

const isParameter = (name: string): boolean => name.startsWith('theta_')

/** The columns behind `epoch`: what every run has, parameters up to the most there are, then what any has. */
function columnsOf(curves: readonly CurveToWrite[]): readonly string[] {
  const counts = curves.map(({ names }) => names.filter(isParameter).length)
  const parameters = Array.from({ length: Math.max(0, ...counts) }, (_, index) => `theta_${index}`)
  const others = [rateSeries, distanceSeries, evaluationSeries].filter((name) =>
    curves.some(({ names }) => names.includes(name)),
  )
  return ['loss', 'gradient_norm', ...parameters, ...others]
}

/**
 * What a run has to say of a series that it did not record: beside a scheduled rate, one that never
 * changed; beside the evaluations of a line search, the gradients of its updates, which are its epochs.
 */
function unrecorded(
  name: string,
  { hyper, gradientEvaluations }: CurveToWrite,
  epochs: Float64Array,
): Float64Array | string {
  if (name === evaluationSeries && gradientEvaluations !== null) return epochs
  return name === rateSeries && typeof hyper.lr === 'number' ? numberText(hyper.lr) : ''
}

/** The lines of some points of the curve, which is the `run`-th in the file. */
function linesOf(
  curve: CurveToWrite,
  run: number,
  names: readonly string[],
  first: number,
  count: number,
  end: string,
): string {
  const series = curve.read(first, count)
  const iterations = Float64Array.from({ length: count }, (_, index) =>
    iterationOf(first + index, curve.recordEvery, curve.iterations),
  )
  const epochs = iterations.map((iteration) => epochOf(iteration, curve.batch, curve.rows, curve.sampling))
  const columns = names.map((name) => series[name] ?? unrecorded(name, curve, epochs))
  let lines = ''
  for (let index = 0; index < count; index++) {
    const values = columns.map((column) => (typeof column === 'string' ? column : numberText(column[index])))
    lines += `${run},${iterations[index]},${numberText(epochs[index])},${values.join(',')}${end}`
  }
  return lines
}

/**
 * `curves.csv`: a row a recorded point, runs numbered from 1 in the order given, LF line
 * ends; `learning_rate`, `distance` and `evaluations` only where a run recorded them. Yields text in
 * pieces, and reads curves as it writes them, so that none need stand in memory.
 *
 * @param labels true: behind all of that, the label of the run, for those who read the file by itself
 */
export function* curvesCsv(curves: readonly CurveToWrite[], labels = false): Generator<string> {
  const names = columnsOf(curves)
  yield `${['run', 'iteration', 'epoch', ...names, ...(labels ? [labelColumn] : [])].join(',')}\n`
  const most = Math.ceil(numbersAPiece / (names.length + 3))
  for (const [index, curve] of curves.entries()) {
    const end = labels ? `,${Papa.unparse([[curve.label]])}\n` : '\n'
    for (let first = 0; first < curve.points; first += most) {
      yield linesOf(curve, index + 1, names, first, Math.min(most, curve.points - first), end)
    }
  }
}
