import { createGlobalState, useLocalStorage } from '@vueuse/core'
import { computed, type ComputedRef, type WritableComputedRef } from 'vue'
import { afterEnds, groupSummaries, type AfterEnd, type GroupSummary } from '@core/comparison/groups'

export interface GroupSettings {
  /** Whether runs that differ in their seed alone are one curve. */
  readonly grouped: WritableComputedRef<boolean>
  readonly summary: WritableComputedRef<GroupSummary>
  readonly afterEnd: WritableComputedRef<AfterEnd>
  readonly choice: ComputedRef<{ readonly summary: GroupSummary; readonly afterEnd: AfterEnd }>
}

const usual = { grouped: false, summary: 'quartiles', afterEnd: 'hold' } as const

/** What lies in the storage may be of another version. */
const among = <Key extends string>(entries: Readonly<Record<Key, unknown>>, key: string, or: Key): Key =>
  Object.hasOwn(entries, key) ? (key as Key) : or

/** How groups over seeds are shown, on every page and at the next start. */
export const useGroupSettings = createGlobalState((): GroupSettings => {
  const stored = useLocalStorage<{ grouped: boolean; summary: string; afterEnd: string }>(
    'descent-lab.groups',
    { ...usual },
    { mergeDefaults: true },
  )
  const summary = computed({
    get: () => among(groupSummaries, stored.value.summary, usual.summary),
    set: (value) => (stored.value = { ...stored.value, summary: value }),
  })
  const afterEnd = computed({
    get: () => among(afterEnds, stored.value.afterEnd, usual.afterEnd),
    set: (value) => (stored.value = { ...stored.value, afterEnd: value }),
  })
  return {
    grouped: computed({
      get: () => stored.value.grouped,
      set: (value) => (stored.value = { ...stored.value, grouped: value }),
    }),
    summary,
    afterEnd,
    choice: computed(() => ({ summary: summary.value, afterEnd: afterEnd.value })),
  }
})
