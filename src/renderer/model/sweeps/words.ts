import type { SweepRecord, SweepStatus } from '../../../main/contract'
import { formatCount, formatDuration, formatNumber, statusLooks, type StatusLook } from '../format'
import type { SweepView } from './results'
import { settingAt, type Setting } from './settings'

const { running, paused, finished, cancelled, failed, interrupted } = statusLooks

/** How each status of a sweep is shown: as that of a run. */
export const sweepLooks: Readonly<Record<SweepStatus, StatusLook>> = {
  running,
  paused,
  finished,
  cancelled,
  failed,
  interrupted,
}

/** `12 of 35 runs`; `35 runs, 2 diverged, in 0.2 s`. */
export function progressText({ done, total, diverged, failed, duration }: SweepRecord): string {
  const runs =
    done < total
      ? `${formatCount(done)} of ${formatCount(total)} runs`
      : `${formatCount(total)} ${total === 1 ? 'run' : 'runs'}`
  const parts = [
    runs,
    ...(diverged > 0 ? [`${formatCount(diverged)} diverged`] : []),
    ...(failed > 0 ? [`${formatCount(failed)} failed`] : []),
    ...(done > 0 ? [`${formatDuration(duration)} of computing`] : []),
  ]
  return parts.join(', ')
}

/** What a value of a setting reads like. */
export function settingText({ names }: Setting, value: number): string {
  return names ? (names[value] ?? '–') : Number.isNaN(value) ? '–' : formatNumber(value)
}

/** `Adam, Learning rate 0.01, seed 2`: a run among those of its sweep. */
export function rowText(view: SweepView, settings: readonly Setting[], row: number): string {
  const { results, detail } = view
  const own = settings.flatMap((setting) => {
    const value = settingAt(view, setting, row)
    return Number.isNaN(value) ? [] : [`${setting.label} ${settingText(setting, value)}`]
  })
  const seeds =
    detail.options.seeds > 1
      ? [`seed ${formatCount(results.seed[row] + 1)} of ${formatCount(detail.options.seeds)}`]
      : []
  const problem = detail.problemLabels.length > 1 ? [`on ${detail.problemLabels[results.problem[row]]}`] : []
  return [detail.methods[results.method[row]], ...own, ...problem, ...seeds].join(', ')
}

/** `0.01 of the start`: a share of what the start is above the minimum, or above the reference. */
export const targetText = (share: number): string => `${formatNumber(share)} of the start`
