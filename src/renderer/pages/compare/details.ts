import { onScopeDispose, shallowReactive, shallowRef, watch, type ShallowRef } from 'vue'
import type { RunDetail } from '../../../main/contract'
import { call } from '../../client/lab'
import { paced } from '../../model/pace'
import { errorText } from '../../model/notify'

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
  /** What has come in is shown together: the table of a hundred runs takes its time. */
  const read = new Map<number, RunDetail>()
  const publishing = paced(() => {
    for (const [run, detail] of read) byId.set(run, detail)
    read.clear()
  })
  onScopeDispose(publishing.cancel)

  async function ask(run: number): Promise<void> {
    asked.add(run)
    try {
      read.set(run, await call('runs.get', { run }))
      publishing.request()
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
      for (const run of ids()) if (!asked.has(run)) void ask(run)
    },
    { immediate: true },
  )
  return { byId, error }
}
