import { runStatuses, type RunStatus } from '@core/run-statuses'
import { formatCount, formatDuration, formatExact, formatNumber } from '../format'
import { tellsTargets } from './measures'
import { methodsOf } from './methods'
import type { SweepView } from './results'
import { settingAt, settingsOf } from './settings'
import { settingText } from './words'

export interface Fact {
  readonly name: string
  readonly text: string
  /** With every digit. */
  readonly exact?: string
}

/** What a run of a sweep is, and what it came to. */
export interface RunFacts {
  readonly title: string
  readonly status: RunStatus
  readonly settings: readonly Fact[]
  readonly results: readonly Fact[]
}

const number = (name: string, value: number): Fact => ({
  name,
  text: formatNumber(value),
  exact: formatExact(value),
})

/** Of the run with this id; undefined where it is not among the results that are there. */
export function factsOf(view: SweepView, run: number): RunFacts | undefined {
  const { detail, results } = view
  const row = results.run.indexOf(run)
  if (row < 0) return undefined
  const settings = settingsOf(detail.axes).flatMap((setting): readonly Fact[] => {
    const value = settingAt(view, setting, row)
    if (Number.isNaN(value)) return []
    return [{ name: setting.label, text: settingText(setting, value), exact: formatExact(value) }]
  })
  const shares = tellsTargets(view) ? detail.options.targets : []
  const targets = shares.map((share, place): Fact => {
    const updates = results.reachedUpdates[place]?.[row] ?? NaN
    const evaluations = results.reachedEvaluations[place]?.[row] ?? NaN
    const text = Number.isNaN(updates)
      ? 'never there'
      : `${formatCount(updates)} updates, ${formatCount(evaluations)} evaluations`
    return { name: `To ${formatNumber(share)} of the start`, text }
  })
  return {
    title: methodsOf(view)[results.method[row]]?.label ?? 'Run',
    status: runStatuses[results.status[row]] ?? 'finished',
    settings: [
      { name: 'Problem', text: detail.problemLabels[results.problem[row]] ?? '' },
      ...settings,
      { name: 'Seed', text: `${formatCount(results.seed[row] + 1)} of ${formatCount(detail.options.seeds)}` },
    ],
    results: [
      number('Loss at the start', results.startLoss[row]),
      number('Final loss', results.finalLoss[row]),
      number('Best loss', results.bestLoss[row]),
      { name: 'Best at update', text: formatCount(results.bestIteration[row]) },
      { name: 'Updates', text: formatCount(results.iterations[row]) },
      { name: 'Evaluations', text: formatCount(results.evaluations[row]) },
      { name: 'Computing time', text: formatDuration(results.duration[row]) },
      ...targets,
    ],
  }
}
