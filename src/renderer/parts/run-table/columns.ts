import { isLive } from '@core/run-statuses'
import { evaluationsOf } from '@core/evaluations'
import type { RunRecord } from '../../../main/contract'
import { evaluationKinds, formatEvaluations, uncounted } from '../../model/evaluations'
import {
  formatComputing,
  formatCount,
  formatDuration,
  formatExact,
  formatMoment,
  formatNumber,
  formatWhen,
} from '../../model/format'
import type { SortKey } from './order'
import { bestOf } from './rows'
import { batchText, optimizerLabel, settingsInFull, settingsText, shortly } from '../../model/run-text'

/** What a cell says, and what hovering it tells. */
export interface CellText {
  readonly text: string
  /** Said more quietly after the text. */
  readonly detail?: string
  readonly title?: string
}

export interface RunColumn {
  readonly id: SortKey
  readonly label: string
  /** In pixels: the least a column that grows can do with; the width of one that is `fixed`. */
  readonly width: number
  /** As wide whatever is in it. */
  readonly fixed?: true
  /** In pixels: what stands beside its text. */
  readonly beside?: number
  /** In pixels: the most it needs, however long its text is. */
  readonly most?: number
  /** Left out where there is too little room, the lowest number first. */
  readonly yields?: number
  /** The share of the space left over that it takes; 0 where absent. */
  readonly grows?: number
  /** Aligned right, with figures of one width. */
  readonly numeric?: true
  /** Left out until asked for. */
  readonly optional?: true
  /** First shown sorted downwards. */
  readonly largestFirst?: true
  cell(run: RunRecord): CellText
  /** In the heading of runs that were started together; empty where absent. */
  heading?(runs: readonly RunRecord[]): CellText
}

const plain = (text: string): CellText => ({ text, title: text })
const number = (value: number): CellText => ({ text: formatNumber(value), title: formatExact(value) })
const count = (value: number): CellText => ({ text: formatCount(value) })
const none: CellText = { text: '–', title: 'None yet' }

/** A loss; a run that has made no update yet has none. */
const loss = (run: RunRecord, value: number): CellText =>
  Number.isNaN(value) && isLive(run.status) ? none : number(value)

function evaluations(made: number | undefined, title: string): CellText {
  return made === undefined || Number.isNaN(made)
    ? { text: '–', title: uncounted }
    : { text: formatEvaluations(made), title }
}

const moment = (time: number): CellText => ({ text: formatWhen(time), title: formatMoment(time) })

/** What all of them have in common, else how many there are. */
function common(runs: readonly RunRecord[], of: (run: RunRecord) => string, many: string): CellText {
  const values = [...new Set(runs.map(of))]
  return values.length === 1
    ? plain(values[0])
    : { text: `${values.length} ${many}`, title: values.join('\n') }
}

const total = (runs: readonly RunRecord[], of: (run: RunRecord) => number): number =>
  runs.reduce((sum, run) => sum + of(run), 0)

/** The columns of the list of runs, from left to right. */
export const runColumns: readonly RunColumn[] = [
  {
    id: 'label',
    label: 'Run',
    width: 120,
    beside: 28,
    most: 240,
    grows: 3,
    cell: (run) => ({ text: run.label, title: run.note === '' ? run.label : `${run.label}\n${run.note}` }),
    heading: (runs) => plain(runs[0].experimentName),
  },
  {
    id: 'experiment',
    label: 'Experiment',
    width: 68,
    most: 200,
    yields: 2,
    grows: 3,
    cell: (run) => plain(run.experimentName),
  },
  {
    id: 'objective',
    label: 'Objective',
    width: 74,
    most: 200,
    grows: 1,
    cell: (run) => plain(run.objectiveLabel),
    heading: (runs) => common(runs, (run) => run.objectiveLabel, 'objectives'),
  },
  {
    id: 'optimizer',
    label: 'Optimizer',
    width: 100,
    most: 260,
    grows: 1,
    cell: (run) => ({
      text: optimizerLabel(run.optimizer),
      detail: run.dialect,
      title: run.rule?.text ?? `${optimizerLabel(run.optimizer)}, as in the ${run.dialect} dialect`,
    }),
    heading: (runs) => common(runs, (run) => optimizerLabel(run.optimizer), 'optimizers'),
  },
  {
    id: 'settings',
    label: 'Hyper-parameters',
    width: 84,
    most: 260,
    grows: 4,
    cell: (run) => ({ text: settingsText(run, shortly()), title: settingsInFull(run) }),
  },
  {
    id: 'batch',
    label: 'Batch',
    width: 50,
    numeric: true,
    cell: (run) => plain(batchText(run.batch)),
  },
  { id: 'seed', label: 'Seed', width: 50, numeric: true, cell: (run) => plain(String(run.seed)) },
  {
    id: 'status',
    label: 'Status',
    width: 110,
    fixed: true,
    cell: (run) => plain(run.status),
  },
  {
    id: 'iterations',
    label: 'Iterations',
    width: 82,
    numeric: true,
    largestFirst: true,
    cell: (run) => ({
      text: formatCount(run.iterations),
      title: `${formatCount(run.iterations)} of at most ${formatCount(run.budget)}`,
    }),
    heading: (runs) => count(total(runs, (run) => run.iterations)),
  },
  {
    id: 'evaluations',
    label: 'Evaluations',
    width: 92,
    numeric: true,
    optional: true,
    largestFirst: true,
    cell: (run) => evaluations(evaluationsOf(run), evaluationKinds(run)),
    heading: (runs) =>
      evaluations(
        total(runs, (run) => evaluationsOf(run) ?? NaN),
        'All runs together',
      ),
  },
  {
    id: 'finalLoss',
    label: 'Final loss',
    width: 92,
    numeric: true,
    cell: (run) => loss(run, run.finalLoss),
  },
  {
    id: 'bestLoss',
    label: 'Best loss',
    width: 92,
    numeric: true,
    cell: (run) => loss(run, run.bestLoss),
    heading: (runs) => {
      const best = bestOf(runs)
      return best ? { ...number(best.bestLoss), title: `${best.label}: ${formatExact(best.bestLoss)}` } : none
    },
  },
  {
    id: 'bestIteration',
    label: 'Best at',
    width: 82,
    numeric: true,
    optional: true,
    cell: (run) =>
      Number.isNaN(run.bestLoss)
        ? none
        : { text: formatCount(run.bestIteration), title: `Lowest loss at iteration ${run.bestIteration}` },
  },
  {
    id: 'duration',
    label: 'Time',
    width: 70,
    yields: 1,
    numeric: true,
    largestFirst: true,
    cell: (run) => ({ text: formatComputing(run), title: 'Time spent computing' }),
    heading: (runs) => ({
      text: formatDuration(total(runs, (run) => run.duration)),
      title: 'Time spent computing, all runs together',
    }),
  },
  {
    id: 'startedAt',
    label: 'When',
    width: 92,
    numeric: true,
    largestFirst: true,
    cell: (run) => moment(run.startedAt),
    heading: (runs) => moment(runs[0].startedAt),
  },
  {
    id: 'note',
    label: 'Note',
    width: 140,
    most: 240,
    grows: 3,
    optional: true,
    cell: (run) => plain(run.note),
  },
]

/** In the trash, when a run was put there stands in for when it was started. */
export const trashColumns: readonly RunColumn[] = runColumns.map((column) =>
  column.id === 'startedAt'
    ? {
        id: 'trashedAt',
        label: 'Trashed',
        width: column.width,
        numeric: true,
        largestFirst: true,
        cell: (run) => moment(run.trashedAt ?? run.startedAt),
      }
    : column,
)

/**
 * The columns to show, in their order; the run itself always is. Under the headings of launches,
 * which bear the experiment's name, a column for it would only repeat them.
 */
export const visibleColumns = (
  columns: readonly RunColumn[],
  hidden: readonly string[],
  grouped: boolean,
): readonly RunColumn[] =>
  columns.filter(({ id }) => id === 'label' || !(hidden.includes(id) || (grouped && id === 'experiment')))

export const hiddenAtFirst: readonly string[] = runColumns
  .filter((column) => column.optional)
  .map((column) => column.id)
