import { runStatuses } from '@core/run-statuses'
import { formatNumber } from '../format'
import type { SweepView } from './results'

/** What a run came to in one number, the lower the better. */
export interface Measure {
  readonly key: string
  readonly label: string
  /** Spans decades. */
  readonly log: boolean
  /** Of every run: Infinity where it came to nothing, having diverged or never been there. */
  values(view: SweepView): Float64Array
  /** What Infinity means: `diverged`. */
  readonly failed: string
}

const lost = new Set(['diverged', 'failed'].map((status) => runStatuses.indexOf(status as 'diverged')))

/** True for a run whose losses are no result. */
export const isLost = ({ results }: Pick<SweepView, 'results'>, row: number): boolean =>
  lost.has(results.status[row])

function column(view: SweepView, valueAt: (row: number) => number): Float64Array {
  return Float64Array.from({ length: view.results.count }, (_, row) => {
    const value = valueAt(row)
    return Number.isFinite(value) ? value : Infinity
  })
}

/** The best a run had is its own even where it was lost later; where it ended is not. */
function loss(which: 'finalLoss' | 'bestLoss', excess: boolean): Pick<Measure, 'values'> {
  return {
    values: (view) =>
      column(view, (row) => {
        if (isLost(view, row)) return Infinity
        const least = excess ? (view.detail.minima[view.results.problem[row]] ?? NaN) : 0
        const above = view.results[which][row] - least
        // Rounding may leave a run that is there a little below.
        return excess ? Math.max(0, above) : above
      }),
  }
}

/** Whether it can be told when runs came down to the targets: only above a lowest value that is known. */
export const tellsTargets = ({ detail, results }: SweepView): boolean =>
  detail.minima.some((minimum) => minimum !== null) ||
  // With data it is the problem with them that knows.
  results.reachedUpdates.some((updates) => updates.some((update) => !Number.isNaN(update)))

/** What can be told of the runs of a sweep, what says most first. */
export function measuresOf(view: SweepView): readonly Measure[] {
  const { detail } = view
  const known = detail.minima.every((minimum) => minimum !== null)
  const losses = (excess: boolean): readonly Measure[] => {
    const above = excess ? ' above the minimum' : ''
    const failed = 'diverged'
    const key = excess ? 'Excess' : ''
    return [
      { key: `final${key}`, label: `Final loss${above}`, log: true, failed, ...loss('finalLoss', excess) },
      { key: `best${key}`, label: `Best loss${above}`, log: true, failed, ...loss('bestLoss', excess) },
    ]
  }
  const targets = detail.options.targets.flatMap((share, place): readonly Measure[] => {
    const to = `to ${formatNumber(share)} of the start`
    const failed = 'never there'
    return [
      {
        key: `updates:${place}`,
        label: `Updates ${to}`,
        log: true,
        failed,
        values: (view) => column(view, (row) => view.results.reachedUpdates[place][row]),
      },
      {
        key: `evaluations:${place}`,
        label: `Evaluations ${to}`,
        log: true,
        failed,
        values: (view) => column(view, (row) => view.results.reachedEvaluations[place][row]),
      },
    ]
  })
  return [...(known ? losses(true) : []), ...losses(false), ...(tellsTargets(view) ? targets : [])]
}
