import { evaluationsOf } from '@core/evaluations'
import type { RunRecord, RunStatus } from '../../../main/contract'
import { optimizerLabel, settingsText } from '../../model/run-text'

/** From what still moves to what went wrong. */
const statusOrder: readonly RunStatus[] = [
  'running',
  'paused',
  'queued',
  'converged',
  'finished',
  'stalled',
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
  evaluations: (run) => evaluationsOf(run) ?? NaN,
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

/**
 * Numbers that sort like the keys. Comparing text takes its time and most lists repeat theirs,
 * so each text is looked at once.
 */
function ranked(keys: readonly (number | string)[]): readonly number[] {
  const texts = [...new Set(keys.filter((key) => typeof key === 'string'))].sort(byText.compare)
  const ranks = new Map<string, number>()
  texts.forEach((text, index) => {
    const before = texts[index - 1]
    const same = before !== undefined && byText.compare(before, text) === 0
    ranks.set(text, same ? (ranks.get(before) ?? index) : index)
  })
  return keys.map((key) => (typeof key === 'string' ? (ranks.get(key) ?? 0) : key))
}

/** A number that is none comes last whichever way the column is sorted. */
function compare(a: number, b: number, desc: boolean): number {
  if (Number.isNaN(a) || Number.isNaN(b)) return Number(Number.isNaN(a)) - Number(Number.isNaN(b))
  return a === b ? 0 : a < b === desc ? 1 : -1
}

const isSortKey = (id: string): id is SortKey => id in sortKeys

/** Sorted by the columns in their order; what they leave equal goes newest first. */
export function sortRuns(runs: readonly RunRecord[], sorting: readonly Sorting[]): readonly RunRecord[] {
  const rules = sorting.flatMap(({ id, desc }) => {
    if (!isSortKey(id)) return []
    const key: (run: RunRecord) => number | string = sortKeys[id]
    return [{ keys: ranked(runs.map((run) => key(run))), desc }]
  })
  const places = runs.map((_, index) => index)
  places.sort((a, b) => {
    for (const { keys, desc } of rules) {
      const order = compare(keys[a], keys[b], desc)
      if (order !== 0) return order
    }
    return runs[b].id - runs[a].id
  })
  return places.map((place) => runs[place])
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
