import { computed, type ComputedRef } from 'vue'
import { objectiveById } from '@core/objectives'
import { useDraft } from '../../../model/draft/draft'
import { hasRows } from '../../../model/draft/edit'
import { methods, type Method } from '../../../model/draft/methods'
import { useProblem } from '../../../model/draft/problem'

/** The methods there are for the draft's objective, and how many rows they draw from. */
export function usePickable(): {
  readonly offered: ComputedRef<readonly Method[]>
  readonly rows: ComputedRef<number>
} {
  const { document } = useDraft()
  const { problem } = useProblem()
  const kind = computed(() => objectiveById(document.value.objective.id))
  return {
    offered: computed(() => methods(kind.value !== undefined && hasRows(kind.value))),
    // Until they are there, as many as anybody may want.
    rows: computed(() => (problem.value?.kind === kind.value && problem.value?.objective.rows) || Infinity),
  }
}
