import type { Attempt } from '@core/comparison/attempts'
import { costQuestions, valueQuestions, type Group as Compared } from '@core/comparison/questions'
import { verdictsOf } from '@core/comparison/verdict'
import { verdictMethod, verdictSentence } from '@core/comparison/wording'
import { runStatuses } from '@core/run-statuses'
import { formatNumber, sentence } from '../format'
import type { Choices } from './choices'
import { grouped, groupOf, isBetter, rowsOf, type Group } from './groups'
import type { SweepView } from './results'
import { settingAt, type Setting } from './settings'
import { summaries } from './summaries'
import { settingText } from './words'

/** What was found of two methods, in words. */
export interface Finding {
  readonly key: string
  readonly kind: ReturnType<typeof verdictsOf>[number]['kind']
  readonly text: string
  /** How it was found; empty where nothing was tested. */
  readonly method: string
}

/** Seeds, the first ones, that choose each method's point; the others are compared. None where there is one point each. */
export function tuningSeeds({ detail, results }: SweepView): number {
  const { tournament, seeds } = detail.options
  if (tournament) return tournament.tuningSeeds
  const isTuned = results.trial.some((trial) => trial > 0)
  return isTuned && seeds >= 4 ? Math.floor(seeds / 2) : 0
}

/** The point of a method's design that came out best in the median of the tuning seeds. */
function chosenRows(
  view: SweepView,
  values: Float64Array,
  method: number,
  problem: number,
  tuning: number,
): readonly number[] {
  const { trial, seed } = view.results
  const rows = rowsOf(view, method, problem)
  const chooses = rows.filter((row) => tuning === 0 || seed[row] < tuning)
  const byTrial = grouped(chooses, (row) => trial[row])
  const points = [...byTrial].map(([place, own]) => groupOf(values, place, own, summaries[0]))
  const best = points.reduce<Group | undefined>(
    (held, point) => (!held || isBetter(point, held) ? point : held),
    undefined,
  )
  return rows.filter((row) => trial[row] === best?.x && seed[row] >= tuning)
}

function nameOf(
  view: SweepView,
  settings: readonly Setting[],
  label: string,
  row: number | undefined,
): string {
  const own = settings.flatMap((setting) => {
    const value = row === undefined ? NaN : settingAt(view, setting, row)
    return Number.isNaN(value) ? [] : [`${setting.label.toLowerCase()} ${settingText(setting, value)}`]
  })
  return own.length === 0 ? label : `${label} (${own.join(', ')})`
}

const endedByItself = new Set(
  (['converged', 'stalled', 'diverged', 'failed'] as const).map((status) => runStatuses.indexOf(status)),
)

/** What it took a run to a target of the sweep, by its place. */
function attemptAt(
  { results }: SweepView,
  of: 'updates' | 'evaluations',
  target: number,
  row: number,
): Attempt {
  const reached = (of === 'updates' ? results.reachedUpdates : results.reachedEvaluations)[target][row]
  if (Number.isFinite(reached)) return { spent: reached, reached: true, gaveUp: false }
  const spent = (of === 'updates' ? results.iterations : results.evaluations)[row]
  return { spent, reached: false, gaveUp: endedByItself.has(results.status[row]) }
}

/** Each method at its best point against each other one, on the problem in question. */
export function findings(view: SweepView, choices: Choices): readonly Finding[] {
  const { values, measure, methods, settings, problem } = choices
  const tuning = tuningSeeds(view)
  const groups = methods.value.map(({ place, label }) => {
    const rows = chosenRows(view, values.value, place, problem.value, tuning)
    return { name: nameOf(view, settings.value, label, rows[0]), rows }
  })
  const compared = <Result>(resultOf: (row: number) => Result): readonly Compared<Result>[] =>
    groups.map(({ name, rows }) => ({
      name,
      runs: rows.map((row) => ({ pair: String(view.results.seed[row]), result: resultOf(row) })),
    }))
  const [of, place] = measure.value.key.split(':')
  const questions =
    of === 'updates' || of === 'evaluations'
      ? costQuestions(
          compared((row) => attemptAt(view, of, Number(place), row)),
          {
            kind: 'cost',
            of,
            target: `${formatNumber(view.detail.options.targets[Number(place)])} of the start`,
          },
        )
      : valueQuestions(
          compared((row) => values.value[row]),
          { kind: 'value', of: measure.value.label.toLowerCase(), goal: 'low' },
        )
  return verdictsOf(questions).map((verdict, nth): Finding => ({
    key: String(nth),
    kind: verdict.kind,
    text: sentence(verdictSentence(verdict)),
    method: verdictMethod(verdict),
  }))
}

/** How fair the comparison is: what chose each method's point, and of how many. */
export function fairness(view: SweepView): string {
  const { seeds, design } = view.detail.options
  const tuning = tuningSeeds(view)
  const trials = view.detail.methods.map((_, method) => {
    const own = rowsOf(view, method, 0).map((row) => view.results.trial[row] + 1)
    return own.reduce((most, trial) => Math.max(most, trial), 0)
  })
  const tried =
    new Set(trials).size === 1 ? `${trials[0]} points each` : `${trials.join(', ')} points of each in turn`
  if (trials.every((count) => count <= 1)) return `All ${seeds} seeds are compared; nothing was tuned.`
  if (tuning === 0)
    return `Each method at the best of its points (${tried}, ${design}), chosen by the very runs that are compared, which flatters it: 4 seeds or more keep the two apart.`
  return `Each method at the best of its points (${tried}, ${design}) by the median of the first ${tuning} seeds; the other ${seeds - tuning} are compared.`
}
