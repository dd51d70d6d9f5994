import { computed, onScopeDispose, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { ExperimentRecord } from '../../../main/contract'
import { call, on, onConnection } from '../../client/lab'
import { errorText } from '../../model/notify'

export interface Library {
  /** Saved experiments, changed last first. */
  readonly kept: ComputedRef<readonly ExperimentRecord[]>
  /** Those in the trash, put there last first. */
  readonly trash: ComputedRef<readonly ExperimentRecord[]>
  readonly loaded: Readonly<ShallowRef<boolean>>
  /** Why the list could not be read; empty when it could. */
  readonly error: Readonly<ShallowRef<string>>
  refresh(): Promise<void>
}

/** The saved experiments, kept up to date as long as the calling component lives. */
export function useLibrary(): Library {
  const kept = shallowRef<readonly ExperimentRecord[]>([])
  const trash = shallowRef<readonly ExperimentRecord[]>([])
  const loaded = shallowRef(false)
  const error = shallowRef('')
  let newest = 0

  async function refresh(): Promise<void> {
    const asked = ++newest
    try {
      const lists = await Promise.all([
        call('experiments.list', {}),
        call('experiments.list', { trash: true }),
      ])
      if (asked !== newest) return
      ;[kept.value, trash.value] = lists
      loaded.value = true
      error.value = ''
    } catch (failure) {
      if (asked === newest) error.value = errorText(failure)
    }
  }

  const forget = [
    on('library.changed', () => void refresh()),
    onConnection((connected) => {
      if (connected) void refresh()
    }),
  ]
  onScopeDispose(() => forget.forEach((one) => one()))
  void refresh()

  return {
    kept: computed(() => [...kept.value].sort((a, b) => b.updatedAt - a.updatedAt || b.id - a.id)),
    trash: computed(() => [...trash.value].sort((a, b) => (b.trashedAt ?? 0) - (a.trashedAt ?? 0))),
    loaded,
    error,
    refresh,
  }
}
