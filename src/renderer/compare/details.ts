import { shallowReactive, shallowRef, watch, type ShallowRef } from 'vue'
import type { RunDetail } from '../../main/contract'
import { call } from '../lab'
import { errorText } from '../parts/notify'

export interface Details {
  /** By run id, as far as they have been read. */
  readonly byId: ReadonlyMap<number, RunDetail>
  /** Why one could not be read; empty when all could. */
  readonly error: Readonly<ShallowRef<string>>
}

/** The stored documents of some runs, read as they are asked for; a run's never changes. */
export function useDetails(ids: () => readonly number[]): Details {
  const byId = shallowReactive(new Map<number, RunDetail>())
  const asked = new Set<number>()
  const error = shallowRef('')

  async function read(run: number): Promise<void> {
    asked.add(run)
    try {
      byId.set(run, await call('runs.get', { run }))
    } catch (failure) {
      error.value = errorText(failure)
      // Asked for again with the next change of the runs.
      asked.delete(run)
    }
  }
  watch(
    () => ids().join(),
    () => {
      error.value = ''
      for (const run of ids()) if (!asked.has(run)) void read(run)
    },
    { immediate: true },
  )
  return { byId, error }
}
