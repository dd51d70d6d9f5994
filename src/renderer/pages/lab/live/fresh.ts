import { shallowRef, watch } from 'vue'
import type { RunRecord } from '../../../../main/contract'
import type { SessionState } from '../../../model/session'

/** Runs that took longer, in milliseconds, have been seen while they went. */
const quick = 3_000

/** From the start of the first of them to the end of the last. */
function tookOf(runs: readonly Pick<RunRecord, 'startedAt' | 'endedAt'>[]): number {
  const ends = runs.map(({ endedAt }) => endedAt ?? Infinity)
  return Math.max(...ends) - Math.min(...runs.map(({ startedAt }) => startedAt))
}

interface FreshInput {
  readonly state: () => SessionState
  readonly runs: () => readonly Pick<RunRecord, 'startedAt' | 'endedAt'>[]
  /** True once there is all of the curves that will be shown. */
  readonly ready: () => boolean
  readonly replay: () => void
}

/** Has runs replayed that ended while the page was there, and quicker than could be seen; those made step by step are not. */
export function useFresh({ state, runs, ready, replay }: FreshInput): void {
  const due = shallowRef(false)
  let isRunning = false
  let isStepped = false
  watch(
    state,
    (now) => {
      if (now === 'paused') isStepped = true
      due.value = now === 'ended' && isRunning && !isStepped && tookOf(runs()) < quick
      isRunning = now === 'running'
      if (now === 'ended' || now === 'ready') isStepped = false
    },
    { immediate: true, flush: 'sync' },
  )
  watch([due, ready], () => {
    if (!due.value || !ready()) return
    due.value = false
    replay()
  })
}
