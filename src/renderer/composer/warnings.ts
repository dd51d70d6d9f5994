import { createGlobalState } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'
import { steepnessAt } from '@core/diagnosis'
import { useDraft } from './draft'
import { objectiveKey, useProblem } from './problem'
import { stabilityWarnings, type StabilityWarning } from './stability'

/** What to know of the draft's learning rates before it runs, by place in the list of runs. */
export const useStability = createGlobalState((): ComputedRef<ReadonlyMap<number, StabilityWarning>> => {
  const { experiment } = useDraft()
  const { problem } = useProblem()
  const start = computed(() => JSON.stringify(experiment.value?.start ?? null))
  /** Costs far more than the rest, and most edits leave it as it is. */
  const steepness = computed(() => {
    const objective = problem.value?.objective
    if (!objective) return undefined
    const at = (JSON.parse(start.value) as number[] | null) ?? objective.defaultStart
    return at.length === objective.dimension ? steepnessAt(objective, at) : undefined
  })
  return computed(() => {
    const whole = experiment.value
    const bound = problem.value
    if (!whole || !bound || !steepness.value || objectiveKey(whole.objective) !== bound.key) return new Map()
    return stabilityWarnings(whole, bound.objective, steepness.value, bound.table?.sample === undefined)
  })
})
