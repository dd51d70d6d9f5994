import { shallowReactive, watch } from 'vue'
import type { RunDetail } from '../../main/contract'
import { call } from '../lab'

/** The stored documents of some runs, read as they are asked for; a run's never changes. */
export function useDetails(ids: () => readonly number[]): ReadonlyMap<number, RunDetail> {
  const details = shallowReactive(new Map<number, RunDetail>())
  const asked = new Set<number>()

  async function read(run: number): Promise<void> {
    asked.add(run)
    try {
      details.set(run, await call('runs.get', { run }))
    } catch {
      // Its settings stay out of the table, and it is asked for again with the next change.
      asked.delete(run)
    }
  }
  watch(
    () => ids().join(),
    () => {
      for (const run of ids()) if (!asked.has(run)) void read(run)
    },
    { immediate: true },
  )
  return details
}
