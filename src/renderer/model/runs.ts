import { createGlobalState } from '@vueuse/core'
import { computed, shallowReactive, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { RunRecord } from '../../main/contract'
import { isLive } from '@core/run-statuses'
import { betweenDrawings } from './pace'
import { call, on, onConnection } from '../client/lab'

export interface Runs {
  /** Every run heard of, those in the trash included once an event named them. */
  readonly byId: ReadonlyMap<number, RunRecord>
  /** Runs outside the trash, newest first. */
  readonly list: ComputedRef<readonly RunRecord[]>
  /** False until the first list is there. */
  readonly loaded: Readonly<ShallowRef<boolean>>
  /** Why the list could not be read; empty when it could. */
  readonly error: Readonly<ShallowRef<string>>
  /** Takes in records a call has just returned, ahead of their event. */
  take(records: readonly RunRecord[]): void
  /** Reads the list again: after a purge, or when connected anew. */
  refresh(): Promise<void>
}

/** An event may overtake, or be overtaken by, the list that was asked for meanwhile. */
const isStale = (incoming: RunRecord, held: RunRecord | undefined): boolean =>
  held !== undefined &&
  ((isLive(incoming.status) && !isLive(held.status)) || incoming.iterations < held.iterations)

function createRuns(): Runs {
  const byId = shallowReactive(new Map<number, RunRecord>())
  const loaded = shallowRef(false)
  const error = shallowRef('')
  let heardMeanwhile: RunRecord[] | undefined
  let reading: Promise<void> | undefined

  function take(records: readonly RunRecord[]): void {
    for (const record of records) {
      if (!isStale(record, byId.get(record.id))) byId.set(record.id, record)
    }
    heardMeanwhile?.push(...records)
  }

  async function read(): Promise<void> {
    heardMeanwhile = []
    try {
      const records = await call('runs.list', {})
      const heard = heardMeanwhile
      heardMeanwhile = undefined
      byId.clear()
      take(records)
      take(heard)
      loaded.value = true
      error.value = ''
    } catch (failure) {
      error.value = failure instanceof Error ? failure.message : String(failure)
    } finally {
      heardMeanwhile = undefined
    }
  }

  function refresh(): Promise<void> {
    reading ??= read().finally(() => (reading = undefined))
    return reading
  }

  /** What has been heard while the page was drawing: of each run the newest. */
  const news = new Map<number, RunRecord>()
  const turns = betweenDrawings(() => {
    take([...news.values()])
    news.clear()
    turns.drawing()
  })
  on('runs.changed', (records) => {
    for (const record of records) news.set(record.id, record)
    turns.request()
  })
  onConnection((connected) => {
    if (connected) void refresh()
  })
  void refresh()

  const list = computed(() =>
    [...byId.values()].filter((run) => run.trashedAt === null).sort((a, b) => b.id - a.id),
  )
  return { byId, list, loaded, error, take, refresh }
}

/** Every run of the lab, kept up to date; one list for the whole app. */
export const useRuns = createGlobalState(createRuns)

/** What stands where curves will be, of which so much has been read; empty where there is no point yet. */
export const waitingText = (runs: readonly Pick<RunRecord, 'points'>[], read: number): string =>
  runs.some(({ points }) => points > 0) ? `Reading the curves, ${Math.floor(100 * read)} %` : ''
