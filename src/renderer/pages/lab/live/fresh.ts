import { shallowRef, watch } from 'vue'
import type { RunRecord } from '../../../../main/contract'
import type { SessionState } from '../../../model/session'

/** Runs that took longer, in milliseconds, have been seen while they went. */
const quick = 3_000

type Timed = Pick<RunRecord, 'launch' | 'startedAt' | 'endedAt'>

/** Whether all of these were begun since, and were over before anybody could see them. */
export function areFresh(runs: readonly Timed[], since: number): boolean {
  const start = Math.min(...runs.map(({ startedAt }) => startedAt))
  const end = Math.max(...runs.map(({ endedAt }) => endedAt ?? Infinity))
  return runs.length > 0 && start >= since && end - start < quick
}

interface FreshInput {
  readonly state: () => SessionState
  readonly runs: () => readonly Timed[]
  /** True once there is all of the curves that will be shown. */
  readonly ready: () => boolean
  readonly replay: () => void
}

/** Has each launch replayed once that is begun and over while the page is there; one made step by step is not. */
export function useFresh({ state, runs, ready, replay }: FreshInput): void {
  const since = Date.now()
  /** The newest launch that needs no replay any more. */
  let handled = 0
  const due = shallowRef(false)
  watch(
    [state, runs],
    ([now, shown]) => {
      const launch = shown.at(0)?.launch ?? 0
      due.value = now === 'ended' && launch > handled && areFresh(shown, since)
      if (now === 'paused') handled = Math.max(handled, launch)
    },
    { immediate: true, flush: 'sync' },
  )
  watch([due, ready], () => {
    if (!due.value || !ready()) return
    due.value = false
    handled = runs().at(0)?.launch ?? handled
    replay()
  })
}
