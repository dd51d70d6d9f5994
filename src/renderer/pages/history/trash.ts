import { computed, onScopeDispose, shallowReactive, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { RunRecord } from '../../../main/contract'
import { call, on } from '../../client/lab'
import { errorText } from '../../model/notify'

export interface Trash {
  /** Newest in the trash first. */
  readonly list: ComputedRef<readonly RunRecord[]>
  readonly loaded: Readonly<ShallowRef<boolean>>
  /** Why it could not be read; empty when it could. */
  readonly error: Readonly<ShallowRef<string>>
  refresh(): Promise<void>
  /** Takes runs out of the list that have been restored or deleted. */
  drop(runs: readonly RunRecord[]): void
}

/** The runs in the trash, kept up to date as long as the calling component lives. */
export function useTrash(): Trash {
  const byId = shallowReactive(new Map<number, RunRecord>())
  const loaded = shallowRef(false)
  const error = shallowRef('')

  async function refresh(): Promise<void> {
    try {
      const records = await call('runs.list', { trash: true })
      byId.clear()
      for (const run of records) byId.set(run.id, run)
      loaded.value = true
      error.value = ''
    } catch (failure) {
      error.value = errorText(failure)
    }
  }

  const forget = on('runs.changed', (records) => {
    for (const run of records) {
      if (run.trashedAt === null) byId.delete(run.id)
      else byId.set(run.id, run)
    }
  })
  onScopeDispose(forget)
  void refresh()

  return {
    list: computed(() =>
      [...byId.values()].sort((a, b) => (b.trashedAt ?? 0) - (a.trashedAt ?? 0) || b.id - a.id),
    ),
    loaded,
    error,
    refresh,
    drop: (runs) => runs.forEach((run) => byId.delete(run.id)),
  }
}
