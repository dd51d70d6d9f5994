import { readonly, ref, watch, type Ref } from 'vue'
import type { RunRecord } from '../../../../main/contract'

/** How far a run was, and when, in milliseconds. */
export interface Mark {
  readonly iterations: number
  readonly at: number
}

/** Milliseconds until the budget is used, at the pace between two marks; NaN before there is one. */
export function timeLeft(budget: number, from: Mark, to: Mark): number {
  const made = to.iterations - from.iterations
  return made > 0 ? ((budget - to.iterations) * (to.at - from.at)) / made : NaN
}

/** The time a run still needs, at its pace since it was started or resumed; NaN while it rests. */
export function useTimeLeft(run: () => RunRecord): Readonly<Ref<number>> {
  const left = ref(NaN)
  let from: Mark | undefined
  watch(
    () => [run().status, run().iterations] as const,
    ([status, iterations]) => {
      if (status !== 'running') {
        from = undefined
        left.value = NaN
        return
      }
      const now = { iterations, at: performance.now() }
      from ??= now
      left.value = timeLeft(run().budget, from, now)
    },
    { immediate: true },
  )
  return readonly(left)
}
