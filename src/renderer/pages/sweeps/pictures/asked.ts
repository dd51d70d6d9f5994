import { computed, ref, type ComputedRef, type Ref } from 'vue'
import { hardestFirst } from '@core/comparison/standings'
import type { Tournament } from '@core/comparison/tournament'
import type { SweepView } from '../../../model/sweeps/results'
import { tournamentIn } from '../../../model/sweeps/tournament'

/** A sweep's tournament, and what is asked of it: the hardest target on all problems to begin with. */
export function useAsked(view: () => SweepView): {
  readonly tournament: ComputedRef<Tournament | undefined>
  readonly target: Ref<number>
  readonly problem: Ref<number | undefined>
} {
  const tournament = computed(() => tournamentIn(view()))
  const problems = view().detail.problemLabels.length
  return {
    tournament,
    target: ref(hardestFirst(view().detail.options).at(0) ?? 0),
    problem: ref(problems === 1 ? 0 : undefined),
  }
}
