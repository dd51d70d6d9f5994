import type { Attempt } from '@core/comparison/attempts'
import type { Verdict } from '@core/comparison/contract'
import { costQuestions, valueQuestions, type Group as Questioned } from '@core/comparison/questions'
import { isSeedless } from '@core/comparison/runs'
import { moreOf, verdictsOf } from '@core/comparison/verdict'
import { pickedText, verdictMethod, verdictSentence } from '@core/comparison/wording'
import { endedByItself, placesWhere } from '@core/run-statuses'
import { sweepLimits } from '@core/sweep/options'
import { isRecord } from '@core/sweep/ranges'
import type { SweepDetail } from '../../../main/contract'
import { sentence } from '../format'
import type { Choices } from './choices'
import { grouped, groupOf, isBetter, rowsOf, type Group } from './groups'
import type { Measure } from './measures'
import type { SweepView } from './results'
import { settingAt, settingsOf, type Setting } from './settings'
import { summaries } from './summaries'
import { settingText, targetText } from './words'

/** What was found of two methods, in words. */
export interface Finding {
  readonly key: string
  readonly kind: Verdict['kind']
  readonly text: string
  /** How it was found; empty where nothing was tested. */
  readonly method: string
  /** Seeds beyond those there are that it takes to tell; 0 where it is told, or no number of them would do. */
  readonly more: number
}

/** Seeds, the first ones, that choose each method's point; the others are compared. None where there is one point each. */
export function tuningSeeds({ detail, results }: SweepView): number {
  const { tournament, seeds } = detail.options
  if (tournament) return tournament.tuningSeeds
  const isTuned = results.trial.some((trial) => trial > 0)
  return isTuned && seeds >= 4 ? Math.floor(seeds / 2) : 0
}

/** Runs at the point of the design that came out best in the median of the tuning seeds, over the others. */
function atBest(
  view: SweepView,
  values: Float64Array,
  rows: readonly number[],
  tuning: number,
): readonly number[] {
  const { trial, seed } = view.results
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

/** Whether every seed is known to give a method the very same run on a problem. */
function isSeedlessIn({ document, options }: SweepDetail, method: number, problem: number): boolean {
  if (!isRecord(document) || !Array.isArray(document.runs)) return false
  const run = (document.runs as readonly unknown[])[method]
  const { objective, start } = problem === 0 ? document : options.problems[problem - 1]
  if (!isRecord(run) || !isRecord(objective)) return false
  const sigma = typeof objective.sigma === 'number' ? objective.sigma : 0
  return isSeedless({ start, objective: { sigma } }, { batch: run.batch })
}

const ownEnds = placesWhere(endedByItself)

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
  return { spent, reached: false, gaveUp: ownEnds.has(results.status[row]) }
}

/** What is looked at of a sweep. */
export interface SweepAsked {
  readonly measure: Measure
  readonly values: Float64Array
  readonly problem: number
}

/** Runs that are compared with others, by their places among the results. */
export interface Compared {
  readonly name: string
  readonly rows: readonly number[]
}

/** Of each pair of groups what was found, in order, with Holm's correction over all. */
function verdictsBetween(
  view: SweepView,
  { measure, values, problem }: SweepAsked,
  groups: readonly Compared[],
): readonly Verdict[] {
  const { results, detail } = view
  const compared = <Result>(resultOf: (row: number) => Result): readonly Questioned<Result>[] =>
    groups.map(({ name, rows }) => ({
      name,
      repeats: rows.length > 0 && isSeedlessIn(detail, results.method[rows[0]], problem),
      runs: rows.map((row) => ({ pair: String(results.seed[row]), result: resultOf(row) })),
    }))
  const [of, place] = measure.key.split(':')
  const questions =
    of === 'updates' || of === 'evaluations'
      ? costQuestions(
          compared((row) => attemptAt(view, of, Number(place), row)),
          { kind: 'cost', of, target: targetText(detail.options.targets[Number(place)]) },
        )
      : valueQuestions(
          compared((row) => values[row]),
          { kind: 'value', of: measure.label.toLowerCase(), goal: 'low' },
        )
  return verdictsOf(questions)
}

/** A verdict as it is shown. */
export function findingOf(verdict: Verdict, key: string, remark = ''): Finding {
  return {
    key,
    kind: verdict.kind,
    text: [sentence(verdictSentence(verdict)), remark && sentence(remark)].filter(Boolean).join(' '),
    method: verdictMethod(verdict),
    more: moreOf(verdict),
  }
}

/** Each method at its best point against each other one, on the problem in question. */
export function findings(view: SweepView, choices: Choices): readonly Finding[] {
  const { values, measure, methods, settings, problem } = choices
  const tuning = tuningSeeds(view)
  const groups = methods.value.map(({ place, label }): Compared => {
    const rows = atBest(view, values.value, rowsOf(view, place, problem.value), tuning)
    return { name: nameOf(view, settings.value, label, rows[0]), rows }
  })
  const asked = { measure: measure.value, values: values.value, problem: problem.value }
  return verdictsBetween(view, asked, groups).map((verdict, nth) => findingOf(verdict, String(nth)))
}

/** A method with some of its settings given; the others are where its runs came out best. */
export interface Side {
  readonly method: number
  /** By the path of the setting. */
  readonly given: ReadonlyMap<string, number>
}

const trialsIn = ({ results }: SweepView, rows: readonly number[]): number =>
  new Set(rows.map((row) => results.trial[row])).size

/** Two points of a sweep, or two settings whose other settings are at their best, against each other. */
export function pairFinding(
  view: SweepView,
  asked: SweepAsked,
  sides: readonly [Side, Side],
): Finding | undefined {
  const settings = settingsOf(view.detail.axes)
  const given = sides.map((side) =>
    rowsOf(view, side.method, asked.problem).filter((row) =>
      settings.every(({ path }, place) => {
        const value = side.given.get(path)
        return value === undefined || settingAt(view, settings[place], row) === value
      }),
    ),
  )
  const isChosen = given.some((rows) => trialsIn(view, rows) > 1)
  const tuning = isChosen ? tuningSeeds(view) : 0
  const groups = given.map((rows, k): Compared => {
    const own = atBest(view, asked.values, rows, tuning)
    return { name: nameOf(view, settings, view.detail.methods[sides[k].method], own[0]), rows: own }
  })
  if (groups[0].name === groups[1].name) return undefined
  const [verdict] = verdictsBetween(view, asked, groups)
  const points = view.detail.methods.reduce(
    (sum, _, method) => sum + trialsIn(view, rowsOf(view, method, asked.problem)),
    0,
  )
  return findingOf(verdict, 'pair', isChosen ? '' : pickedText(verdict, points))
}

/** Where a run of a sweep stands: its method with all of its settings. */
export function sideOf(view: SweepView, row: number): Side {
  const values = settingsOf(view.detail.axes).map(
    (setting) => [setting.path, settingAt(view, setting, row)] as const,
  )
  return {
    method: view.results.method[row],
    given: new Map(values.filter(([, value]) => !Number.isNaN(value))),
  }
}

/**
 * Seeds that a sweep is to be given, so that so many more are compared: of those that are not fixed by a
 * tournament's rules half choose each method's point.
 */
export function seedsFor(view: SweepView, more: number): number {
  const isHalved = !view.detail.options.tournament && tuningSeeds(view) > 0
  return Math.min(sweepLimits.seeds - view.detail.options.seeds, isHalved ? 2 * more : more)
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
