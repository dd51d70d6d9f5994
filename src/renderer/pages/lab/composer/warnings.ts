import { createGlobalState } from '@vueuse/core'
import { computed, type ComputedRef } from 'vue'
import { steepnessAt, type Steepness } from '@core/diagnosis'
import { useDraft } from '../../../model/draft/draft'
import { objectiveKey, useProblem } from '../../../model/draft/problem'
import { stabilityWarnings, type StabilityWarning } from './stability'

type SteepnessOf = (start: readonly number[]) => Steepness | undefined

/** How steep it is where a run of the draft begins: costs far more than the rest, and most edits leave the starts as they are. */
export const useSteepness = createGlobalState((): ComputedRef<SteepnessOf> => {
  const { problem } = useProblem()
  return computed(() => {
    const objective = problem.value?.objective
    const known = new Map<string, Steepness | undefined>()
    return (start: readonly number[]): Steepness | undefined => {
      if (start.length !== objective?.dimension) return undefined
      const key = start.join()
      if (!known.has(key)) known.set(key, steepnessAt(objective, start))
      return known.get(key)
    }
  })
})

/** What to know of the draft's learning rates before it runs, by place in the list of runs. */
export const useStability = createGlobalState((): ComputedRef<ReadonlyMap<number, StabilityWarning>> => {
  const { experiment } = useDraft()
  const { problem } = useProblem()
  const steepnessOf = useSteepness()
  return computed(() => {
    const whole = experiment.value
    const bound = problem.value
    if (!whole || !bound || objectiveKey(whole.objective) !== bound.key) return new Map()
    return stabilityWarnings(whole, bound.objective, steepnessOf.value, bound.table?.sample === undefined)
  })
})
