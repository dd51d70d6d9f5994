import type { RunRecord, RunStatus } from '../../main/contract'
import { optimizerLabel, settingsText } from './run-text'

/** From what still moves to what went wrong. */
const statusOrder: readonly RunStatus[] = [
  'running',
  'paused',
  'queued',
  'converged',
  'finished',
  'cancelled',
  'interrupted',
  'diverged',
  'failed',
]

/** What each column sorts by. */
export const sortKeys = {
  label: (run) => run.label,
  experiment: (run) => run.experimentName,
  objective: (run) => run.objectiveLabel,
  optimizer: (run) => `${optimizerLabel(run.optimizer)} ${run.dialect}`,
  settings: (run) => settingsText(run),
  batch: (run) => (run.batch === 'full' ? Infinity : run.batch),
  seed: (run) => run.seed,
  status: (run) => statusOrder.indexOf(run.status),
  iterations: (run) => run.iterations,
  finalLoss: (run) => run.finalLoss,
  bestLoss: (run) => run.bestLoss,
  bestIteration: (run) => (Number.isNaN(run.bestLoss) ? NaN : run.bestIteration),
  duration: (run) => run.duration,
  startedAt: (run) => run.startedAt,
  note: (run) => run.note,
  trashedAt: (run) => run.trashedAt ?? 0,
} as const satisfies Record<string, (run: RunRecord) => number | string>
export type SortKey = keyof typeof sortKeys

export interface Sorting {
  readonly id: string
  readonly desc: boolean
}

const byText = new Intl.Collator(undefined, { numeric: true, sensitivity: 'base' })

/** Ascending; a number that is none comes last whichever way the column is sorted. */
function compare(a: number | string, b: number | string, desc: boolean): number {
  const sign = desc ? -1 : 1
  if (typeof a === 'string' || typeof b === 'string') return sign * byText.compare(String(a), String(b))
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a === b ? 0 : a < b ? -sign : sign
}

const isSortKey = (id: string): id is SortKey => id in sortKeys

/** Sorted by the columns in their order; what they leave equal goes newest first. */
export function sortRuns(runs: readonly RunRecord[], sorting: readonly Sorting[]): readonly RunRecord[] {
  const rules = sorting.flatMap(({ id, desc }) => (isSortKey(id) ? [{ key: sortKeys[id], desc }] : []))
  return runs
    .map((run) => ({ run, keys: rules.map(({ key }) => key(run)) }))
    .sort((a, b) => {
      for (const [index, { desc }] of rules.entries()) {
        const order = compare(a.keys[index], b.keys[index], desc)
        if (order !== 0) return order
      }
      return b.run.id - a.run.id
    })
    .map(({ run }) => run)
}

/**
 * What a click on a column's heading makes of the sorting: its first direction, then the other,
 * then none. `more` keeps the other columns.
 */
export function sortedBy(
  sorting: readonly Sorting[],
  id: string,
  largestFirst: boolean,
  more: boolean,
): readonly Sorting[] {
  const held = sorting.find((rule) => rule.id === id)
  const next = held === undefined ? largestFirst : held.desc === largestFirst ? !largestFirst : undefined
  const rule = next === undefined ? [] : [{ id, desc: next }]
  if (!more) return rule
  return held === undefined ? [...sorting, ...rule] : sorting.flatMap((one) => (one === held ? rule : [one]))
}
