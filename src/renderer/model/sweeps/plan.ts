import { createGlobalState, watchDebounced } from '@vueuse/core'
import { computed, shallowRef, type ComputedRef, type ShallowRef } from 'vue'
import type { SweepPlan } from '../../../main/contract'
import { call } from '../../client/lab'
import { useDraft } from '../draft/draft'
import { documentOf, isSweep } from '../draft/sweep'
import { formatCount, formatDuration, sentence } from '../format'
import { errorText } from '../notify'

export interface SweepPlanning {
  /** Of the draft; undefined while it is no sweep, or not known. */
  readonly plan: Readonly<ShallowRef<SweepPlan | undefined>>
  /** `35 runs, about 0.2 s`. */
  readonly text: ComputedRef<string>
  /** Why there is no plan; empty where there is one or none is wanted. */
  readonly fault: ComputedRef<string>
}

/** Milliseconds that a document rests before it is asked about. */
const pause = 250

/** `35 runs, about 0.2 s`: what a draft comes to before it is started. */
export function planInWords({ runs, estimate, methods }: SweepPlan): string {
  const points = methods.reduce((sum, { trials }) => sum + trials, 0)
  const each = runs === points ? '' : ` (${formatCount(points)} settings)`
  const time = estimate === null ? '' : `, about ${formatDuration(estimate)}`
  return `${formatCount(runs)} ${runs === 1 ? 'run' : 'runs'}${each}${time}`
}

/** What the sweep of the draft comes to, asked of the lab while it is being written. */
export const useSweepPlan = createGlobalState((): SweepPlanning => {
  const { document, issues } = useDraft()
  const plan = shallowRef<SweepPlan>()
  const error = shallowRef('')
  const asked = computed(() =>
    isSweep(document.value) && issues.value.length === 0 ? JSON.stringify(documentOf(document.value)) : '',
  )

  async function ask(): Promise<void> {
    const asking = asked.value
    if (asking === '') {
      plan.value = undefined
      error.value = ''
      return
    }
    try {
      const answer = await call('sweeps.plan', { document: JSON.parse(asking) as unknown })
      if (asking !== asked.value) return
      plan.value = answer
      error.value = ''
    } catch (failure) {
      if (asking !== asked.value) return
      plan.value = undefined
      error.value = sentence(errorText(failure))
    }
  }
  watchDebounced(asked, ask, { debounce: pause, immediate: true })

  return {
    plan,
    text: computed(() => (plan.value ? planInWords(plan.value) : 'Counting the runs…')),
    fault: computed(() => error.value),
  }
})
