import { climbs } from '@core/ascent'
import { evaluationsOf } from '@core/evaluations'
import type { RunRecord } from '../../../main/contract'
import { evaluationKinds, formatEvaluations, uncounted } from '../../model/evaluations'
import { formatComputing, formatCount, formatExact, formatNumber, statusLooks } from '../../model/format'
import { formatReason, reasonSentence } from '../../model/reasons'
import type { Reached } from '../../model/target'

/** A run's cell of the table of results. */
export interface Result {
  readonly text: string
  readonly title: string
  /** The prize of its row goes to it. */
  readonly best: boolean
}

export interface ResultRow {
  readonly name: string
  /** What its best is, in words; empty where it has none. */
  readonly prize: string
  /** Its cells are sentences. */
  readonly wraps?: boolean
  readonly results: readonly Result[]
}

/** `undefined`: there is none to show, and `absent` says why. */
interface Cell {
  readonly value: number | undefined
  readonly text: string
  readonly title: string
}

const absent = (text: string, title: string): Cell => ({ value: undefined, text, title })
const words = (text: string): Cell => absent(text, text)

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

/** What losses are compared by where all runs are after the same. */
const theHighest = 'the highest'

/**
 * Marks the smallest number of the row, or the largest where that is the prize, ties included; a row
 * without a difference has no best.
 * @param prize what the best one is; undefined where it is no better than the others
 */
function row(name: string, cells: readonly Cell[], prize?: string): ResultRow {
  const values = cells
    .map(({ value }) => value)
    .filter((value) => value !== undefined && Number.isFinite(value))
  const best = prize === theHighest ? Math.max(...values.map(Number)) : Math.min(...values.map(Number))
  const telling = prize !== undefined && cells.some(({ value }) => value !== best)
  return {
    name,
    prize: prize ?? '',
    results: cells.map(({ value, text, title }) => ({ text, title, best: telling && value === best })),
  }
}

/** The crossing lies between two recorded points where not every update is recorded. */
function reachedCell(reached: Reached | undefined): Cell {
  if (!reached) return absent('not reached', 'No recorded point reaches the target')
  const { iteration, after } = reached
  const between = after !== undefined && iteration - after > 1
  return {
    ...count(iteration),
    title: between
      ? `Between iterations ${formatCount(after + 1)} and ${formatCount(iteration)}: not every one is recorded`
      : `Iteration ${formatCount(iteration)}`,
  }
}

const evaluations = (value: number, title = formatExact(value)): Cell => ({
  value,
  text: formatEvaluations(value),
  title,
})

const kinds = [
  ['Value evaluations', 'valueEvaluations'],
  ['Gradient evaluations', 'gradientEvaluations'],
  ['Hessian evaluations', 'hessianEvaluations'],
] as const

/** All evaluations, and where there are several kinds of them, each kind. */
function evaluationRows(runs: readonly RunRecord[]): readonly ResultRow[] {
  const known = kinds.filter(([, kind]) => runs.some((run) => run[kind]))
  const ofKind = ([name, kind]: (typeof kinds)[number]): ResultRow =>
    row(
      name,
      runs.map(({ [kind]: made }) => (made === null ? absent('–', uncounted) : evaluations(made))),
    )
  const together = runs.map((run) => {
    const made = evaluationsOf(run)
    return made === undefined ? absent('–', uncounted) : evaluations(made, evaluationKinds(run))
  })
  return [row('Evaluations', together), ...(known.length > 1 ? known.map(ofKind) : [])]
}

/**
 * What it took to reach the target, each with a prize of its own: updates of some methods cost several
 * evaluations. For these there is one only where those of every run that got there are known.
 */
function targetRows(
  runs: readonly RunRecord[],
  reached: ReadonlyMap<number, Reached | undefined>,
  comparable: boolean,
): readonly ResultRow[] {
  const reading = absent('…', 'The curve is being read')
  function costCell(run: RunRecord): Cell {
    const there = reached.get(run.id)
    if (!there) return reachedCell(there)
    if (there.evaluations !== undefined) return evaluations(there.evaluations)
    return run.gradientEvaluations === null ? absent('–', uncounted) : reading
  }
  const cells = (of: (run: RunRecord) => Cell): readonly Cell[] =>
    runs.map((run) => (reached.has(run.id) ? of(run) : reading))
  const isKnown = [...reached.values()].every((there) => !there || there.evaluations !== undefined)
  return [
    row(
      'Iterations to target',
      cells(({ id }) => reachedCell(reached.get(id))),
      comparable ? 'the fewest iterations' : undefined,
    ),
    row(
      'Evaluations to target',
      cells(costCell),
      comparable && isKnown ? 'the fewest evaluations' : undefined,
    ),
  ]
}

/** What came out of each run, side by side. */
export function resultRows(
  runs: readonly RunRecord[],
  /** By run id; undefined without a target. A run whose curve is not there yet is missing. */
  reached: ReadonlyMap<number, Reached | undefined> | undefined,
  /** The runs are on one objective: the lowest loss is the best, or the highest where all of them climb. */
  comparable: boolean,
): readonly ResultRow[] {
  const none = absent('–', 'None')
  const climbing = runs.filter(climbs).length
  const prizes = comparable && (climbing === 0 || climbing === runs.length)
  const prize = prizes ? (climbing > 0 ? theHighest : 'the lowest') : undefined
  const rows = [
    row(
      'Status',
      runs.map(({ status, reason }) =>
        absent(statusLooks[status].label, formatReason(reason) || statusLooks[status].label),
      ),
    ),
    {
      ...row(
        'Why it ended',
        runs.map(({ reason }) => (reason ? words(reasonSentence(reason)) : none)),
      ),
      wraps: true,
    },
    row('Final loss', losses(runs.map(({ finalLoss }) => finalLoss)), prize),
    ...(runs.every(({ minimum }) => minimum !== null)
      ? [
          row(
            'Final excess loss',
            losses(runs.map(({ finalLoss, minimum }) => finalLoss - Number(minimum))),
            prize,
          ),
        ]
      : []),
    row('Best loss', losses(runs.map(({ bestLoss }) => bestLoss)), prize),
    row(
      'Best at iteration',
      runs.map((run) => (Number.isNaN(run.bestLoss) ? none : count(run.bestIteration))),
    ),
    row(
      'Iterations',
      runs.map(({ iterations }) => count(iterations)),
    ),
    ...evaluationRows(runs),
    row(
      'Computing time',
      runs.map((run) => ({
        value: run.duration,
        text: formatComputing(run),
        title: `${run.duration} ms`,
      })),
    ),
  ]
  return reached ? [...rows, ...targetRows(runs, reached, comparable)] : rows
}
