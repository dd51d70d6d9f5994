import Papa from 'papaparse'
import { runStatuses } from '@core/run-statuses'
import type { Sweep } from '@core/sweep/document'
import { byKey, sweepRuns, type RunKey } from '@core/sweep/runs'
import { axesOf } from '@core/sweep/sizes'
import type { StoredResults } from '../../store/tables/sweep-results'
import { cellOf } from './formulas'
import { numberText } from './curves-csv'

/** Rows in one piece: a few milliseconds of work. */
const rowsAPiece = 500

const results = [
  'status',
  'iterations',
  'evaluations',
  'start_loss',
  'final_loss',
  'best_loss',
  'best_iteration',
] as const

/** The settings that any method of a sweep varies. */
const pathsOf = ({ axes }: Sweep): readonly string[] => [...new Set(axes.map(({ path }) => path))]

function headOf(sweep: Sweep): readonly string[] {
  const { targets } = sweep.options
  return [
    ...['method', 'optimizer', 'dialect', 'problem', 'point', 'seed'],
    ...pathsOf(sweep),
    ...results,
    ...targets.map((target) => `updates_to_${target}`),
    ...targets.map((target) => `evaluations_to_${target}`),
  ]
}

const numberCell = (value: number): string => (Number.isNaN(value) ? '' : String(value))

/**
 * `sweep.csv`: a line a run, in the order of methods, problems, points and seeds, LF line ends; empty where
 * a target was not reached or a method does not vary a setting. Nothing in it depends on when, where or in
 * which parts the runs were made: the same sweep is the same file.
 */
export function* sweepCsv(
  sweep: Sweep,
  problemLabels: readonly string[],
  stored: StoredResults,
): Iterable<Uint8Array> {
  const runs = sweepRuns(sweep)
  const paths = pathsOf(sweep)
  const own = sweep.experiment.runs.map((_, method) =>
    paths.map((path) => axesOf(sweep.axes, method).findIndex((axis) => axis.path === path)),
  )
  const keyAt = (at: number): RunKey => ({
    method: stored.method[at],
    problem: stored.problem[at],
    trial: stored.trial[at],
    seed: stored.seed[at],
  })
  const keys = Array.from({ length: stored.count }, (_, at) => ({ at, key: keyAt(at) }))
  keys.sort((a, b) => byKey(a.key, b.key))

  function rowOf({ at, key }: (typeof keys)[number]): readonly unknown[] {
    const run = sweep.experiment.runs[key.method]
    const values = runs.valuesOf(key.method, key.trial)
    return [
      cellOf(run.label),
      run.optimizer,
      run.dialect,
      cellOf(problemLabels[key.problem]),
      key.trial + 1,
      run.seed + key.seed,
      ...own[key.method].map((axis) => (axis < 0 ? null : values[axis])),
      runStatuses[stored.status[at]],
      stored.iterations[at],
      numberText(stored.evaluations[at]),
      numberText(stored.startLoss[at]),
      numberText(stored.finalLoss[at]),
      numberText(stored.bestLoss[at]),
      stored.bestIteration[at],
      ...[...stored.reachedUpdates, ...stored.reachedEvaluations].map((column) => numberCell(column[at])),
    ]
  }

  const lines = (rows: readonly (readonly unknown[])[]): Uint8Array =>
    Buffer.from(`${Papa.unparse(rows as unknown[][], { newline: '\n' })}\n`, 'utf8')
  yield lines([headOf(sweep)])
  for (let from = 0; from < keys.length; from += rowsAPiece)
    yield lines(keys.slice(from, from + rowsAPiece).map(rowOf))
}
