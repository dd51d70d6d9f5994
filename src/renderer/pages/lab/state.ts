import type { RunRecord, RunStatus } from '../../../main/contract'
import { isLive } from '@core/run-statuses'
import { statusLooks } from '../../model/format'
import type { SessionState } from '../../model/session'

interface MainAction {
  readonly action: 'start' | 'sweep' | 'pause' | 'resume'
  readonly label: string
  readonly icon: string
}

/** What the main button does now. */
export function mainAction(state: SessionState, isSweep: boolean): MainAction {
  if (state === 'running') return { action: 'pause', label: 'Pause', icon: 'i-lucide-pause' }
  if (state === 'paused') return { action: 'resume', label: 'Resume', icon: 'i-lucide-play' }
  if (isSweep) return { action: 'sweep', label: 'Run sweep', icon: 'i-lucide-chart-spline' }
  return { action: 'start', label: 'Run', icon: 'i-lucide-play' }
}

/** What is known of runs that the lab can't be asked about any more. */
export const stateOutOfReach = (runs: readonly Pick<RunRecord, 'status'>[]): string =>
  runs.some(({ status }) => isLive(status))
    ? `Connection lost; last heard: ${stateText(runs)}`
    : `Connection lost; ${stateText(runs)}`

/** `Running, 3 of 4 left`; `Paused`; `Done: 3 finished, 1 diverged`. */
export function stateText(runs: readonly Pick<RunRecord, 'status'>[]): string {
  if (runs.length === 0) return 'Ready'
  const left = runs.filter(({ status }) => isLive(status))
  if (left.length > 0 && left.every(({ status }) => status === 'paused')) return 'Paused'
  if (left.length > 0) return `Running, ${left.length} of ${runs.length} left`
  const counts = new Map<RunStatus, number>()
  for (const { status } of runs) counts.set(status, (counts.get(status) ?? 0) + 1)
  const parts = [...counts].map(([status, count]) => `${count} ${statusLooks[status].label.toLowerCase()}`)
  return `Done: ${parts.join(', ')}`
}
