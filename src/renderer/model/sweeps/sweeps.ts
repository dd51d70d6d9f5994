import { createGlobalState } from '@vueuse/core'
import { computed, shallowReactive, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { SweepRecord } from '../../../main/contract'
import { call, on, onConnection } from '../../client/lab'
import { errorText } from '../notify'

export interface Sweeps {
  readonly byId: ReadonlyMap<number, SweepRecord>
  /** Outside the trash, newest first. */
  readonly list: ComputedRef<readonly SweepRecord[]>
  /** In the trash, what came there last first. */
  readonly trashed: ComputedRef<readonly SweepRecord[]>
  /** False until the first list is there. */
  readonly loaded: Readonly<ShallowRef<boolean>>
  /** Why the list could not be read; empty when it could. */
  readonly error: Readonly<ShallowRef<string>>
  /** Takes in records a call has just returned, ahead of their event. */
  take(records: readonly SweepRecord[]): void
  /** Forgets those that were deleted for good. */
  drop(sweeps: readonly number[]): void
  refresh(): Promise<void>
}

function createSweeps(): Sweeps {
  const byId = shallowReactive(new Map<number, SweepRecord>())
  const loaded = shallowRef(false)
  const error = shallowRef('')

  const take = (records: readonly SweepRecord[]): void =>
    records.forEach((record) => byId.set(record.id, record))

  async function refresh(): Promise<void> {
    try {
      const [kept, trashed] = await Promise.all([
        call('sweeps.list', {}),
        call('sweeps.list', { trash: true }),
      ])
      byId.clear()
      take([...kept, ...trashed])
      loaded.value = true
      error.value = ''
    } catch (failure) {
      error.value = errorText(failure)
    }
  }

  on('sweeps.changed', take)
  onConnection((connected) => {
    if (connected) void refresh()
  })

  return {
    byId,
    list: computed(() =>
      [...byId.values()].filter(({ trashedAt }) => trashedAt === null).sort((a, b) => b.id - a.id),
    ),
    trashed: computed(() =>
      [...byId.values()]
        .filter(({ trashedAt }) => trashedAt !== null)
        .sort((a, b) => (b.trashedAt ?? 0) - (a.trashedAt ?? 0)),
    ),
    loaded,
    error,
    take,
    drop: (sweeps) => sweeps.forEach((sweep) => byId.delete(sweep)),
    refresh,
  }
}

/** Every sweep of the lab, kept up to date; one list for the whole app. */
export const useSweeps = createGlobalState(createSweeps)
