import type { RunRecord } from '../../main/contract'
import { formatComputing, formatCount, formatExact, formatNumber, readable, statusLooks } from '../format'
import type { Reached } from './target'

/** A run's cell of the table of results. */
export interface Result {
  readonly text: string
  readonly title: string
  /** The smallest of its row. */
  readonly best: boolean
}

export interface ResultRow {
  readonly name: string
  readonly results: readonly Result[]
}

/** `undefined`: there is none to show, and `absent` says why. */
interface Cell {
  readonly value: number | undefined
  readonly text: string
  readonly title: string
}

const absent = (text: string, title: string): Cell => ({ value: undefined, text, title })

/** The fewest digits, from four on, in which losses that differ also read differently. */
function tellingDigits(values: readonly number[]): number {
  const different = new Set(values).size
  for (let digits = 4; digits < 12; digits++) {
    if (new Set(values.map((value) => formatNumber(value, digits))).size === different) return digits
  }
  return 12
}

function losses(values: readonly number[]): readonly Cell[] {
  const digits = tellingDigits(values)
  return values.map((value) => ({ value, text: formatNumber(value, digits), title: formatExact(value) }))
}
const count = (value: number): Cell => ({ value, text: formatCount(value), title: String(value) })

/** Marks the smallest number of the row, ties included; a row without a difference has no best. */
function row(name: string, cells: readonly Cell[], lowerIsBetter: boolean): ResultRow {
  const values = cells
    .map(({ value }) => value)
    .filter((value) => value !== undefined && Number.isFinite(value))
  const lowest = Math.min(...values.map(Number))
  const telling = lowerIsBetter && cells.some(({ value }) => value !== lowest)
  return {
    name,
    results: cells.map(({ value, text, title }) => ({ text, title, best: telling && value === lowest })),
  }
}

/** The crossing lies between two recorded points where not every update is recorded. */
function reachedCell(reached: Reached | undefined): Cell {
  if (!reached) return absent('not reached', 'No recorded point is at or below the target')
  const { iteration, after } = reached
  const between = after !== undefined && iteration - after > 1
  return {
    ...count(iteration),
    title: between
      ? `Between iterations ${formatCount(after + 1)} and ${formatCount(iteration)}: not every one is recorded`
      : `Iteration ${formatCount(iteration)}`,
  }
}

/** What came out of each run, side by side. */
export function resultRows(
  runs: readonly RunRecord[],
  /** By run id; undefined without a target. A run whose curve is not there yet is missing. */
  reached: ReadonlyMap<number, Reached | undefined> | undefined,
  /** The runs minimise one objective: the lowest loss is the best. */
  comparable: boolean,
): readonly ResultRow[] {
  const none = absent('–', 'None')
  const rows = [
    row(
      'Status',
      runs.map(({ status, reason }) =>
        absent(statusLooks[status].label, readable(reason) || statusLooks[status].label),
      ),
      false,
    ),
    row('Final loss', losses(runs.map(({ finalLoss }) => finalLoss)), comparable),
    ...(runs.every(({ minimum }) => minimum !== null)
      ? [
          row(
            'Final excess loss',
            losses(runs.map(({ finalLoss, minimum }) => finalLoss - Number(minimum))),
            comparable,
          ),
        ]
      : []),
    row('Best loss', losses(runs.map(({ bestLoss }) => bestLoss)), comparable),
    row(
      'Best at iteration',
      runs.map((run) => (Number.isNaN(run.bestLoss) ? none : count(run.bestIteration))),
      false,
    ),
    row(
      'Iterations',
      runs.map(({ iterations }) => count(iterations)),
      false,
    ),
    row(
      'Computing time',
      runs.map((run) => ({
        value: run.duration,
        text: formatComputing(run),
        title: `${run.duration} ms`,
      })),
      false,
    ),
  ]
  if (!reached) return rows
  const cells = runs.map(({ id }) =>
    reached.has(id) ? reachedCell(reached.get(id)) : absent('…', 'The curve is being read'),
  )
  return [...rows, row('Iterations to target', cells, comparable)]
}
