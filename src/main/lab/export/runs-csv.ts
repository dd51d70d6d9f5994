import Papa from 'papaparse'
import { reasonText } from '@core/reasons/wording'
import type { RunRecord } from '../../contract'
import { cellOf } from './formulas'
import { defineExport } from './contract'
import { numberText } from './curves-csv'

const columns = [
  'run',
  'label',
  'optimizer',
  'dialect',
  'hyper',
  'batch',
  'seed',
  'status',
  'reason',
  'iterations',
  'final_loss',
  'best_loss',
  'best_iteration',
  'duration_ms',
  'value_evaluations',
  'gradient_evaluations',
  'hessian_evaluations',
]
/** What only some runs have, in JSON; a file of runs without any is as it always was. */
const columnsOfChanged = ['changes', 'fork_of']

/** A separator of other countries in a text would begin a cell there. */
const needsQuotes = (value: unknown): boolean => typeof value === 'string' && /[;|]/.test(value)

const changedCells = ({ changes, forkOf }: RunRecord): readonly unknown[] => [
  changes ? JSON.stringify(changes) : null,
  forkOf ? cellOf(JSON.stringify(forkOf)) : null,
]

/**
 * `runs.csv`: a line a run, numbered from 1 in the order given, LF line ends. Evaluations are empty in
 * runs from before they were counted. Where any run has changed on its way or is a fork, that comes last.
 */
export function runsCsv(runs: readonly RunRecord[]): string {
  const anyChanged = runs.some(({ changes, forkOf }) => changes ?? forkOf)
  const rows = runs.map((run, index) => [
    index + 1,
    cellOf(run.label),
    run.optimizer,
    run.dialect,
    JSON.stringify(run.hyper),
    run.batch,
    run.seed,
    run.status,
    cellOf(reasonText(run.reason)),
    run.iterations,
    numberText(run.finalLoss),
    numberText(run.bestLoss),
    run.bestIteration,
    Math.round(run.duration * 1000) / 1000,
    run.valueEvaluations,
    run.gradientEvaluations,
    run.hessianEvaluations,
    ...(anyChanged ? changedCells(run) : []),
  ])
  const head = anyChanged ? [...columns, ...columnsOfChanged] : columns
  return `${Papa.unparse([head, ...rows], { newline: '\n', quotes: needsQuotes })}\n`
}

export const runsCsvExport = defineExport({
  id: 'runs.csv',
  label: 'Table (CSV)',
  about: 'A row for each run: its settings and how it ended',
  extension: 'csv',
  type: 'text/csv;charset=utf-8',
  named: 'runs',
  recordsOnly: true,
  *write(runs) {
    yield Buffer.from(runsCsv(runs.map(({ record }) => record)), 'utf8')
  },
})
