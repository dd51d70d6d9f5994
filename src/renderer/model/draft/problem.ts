import { createGlobalState } from '@vueuse/core'
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import { format, parseExperiment, type Experiment, type ObjectiveSpec } from '@core/experiment'
import type { ObjectiveKind } from '@core/objectives/contract'
import { objectiveById } from '@core/objectives'
import { boundIssues } from '@core/plan'
import { onConnection } from '../../client/lab'
import { boundOf, type Bound } from '../bind'
import { errorText } from '../notify'
import { nextTask } from '../pace'
import type { Draft } from './document'
import { useDraft } from './draft'

export interface Problem extends Bound {
  readonly kind: ObjectiveKind
  /** As JSON, to tell whether a run was of this very objective. */
  readonly key: string
}

export interface ProblemStore {
  /** The newest objective that could be bound; undefined until there is one. */
  readonly problem: Readonly<ShallowRef<Problem | undefined>>
  /** Why the data of the objective can't be had; empty when they can. */
  readonly error: Readonly<ShallowRef<string>>
  /** True while the data of the objective are on their way. */
  readonly waiting: ComputedRef<boolean>
}

/** Tells functions apart: noise on their gradients makes no other function of one. */
export const objectiveKey = (objective: ObjectiveSpec): string =>
  JSON.stringify({ ...objective, sigma: undefined })

/** The objective alone, checked: what else is wrong with the document does not matter to its picture. */
function objectiveOf({ objective }: Draft): Experiment | undefined {
  const bare = { format, name: 'objective', objective, iterations: 1, runs: [{ optimizer: 'gd' }] }
  const parsed = parseExperiment(bare)
  return parsed.ok ? parsed.value : undefined
}

/** The objective of the draft with its data bound in, as the charts and the start need it. */
export const useProblem = createGlobalState((): ProblemStore => {
  const { document, experiment, refuse } = useDraft()
  const problem = shallowRef<Problem>()
  const error = shallowRef('')
  const bare = computed(() => objectiveOf(document.value))
  const key = computed(() => (bare.value ? objectiveKey(bare.value.objective) : ''))

  async function bind(): Promise<void> {
    const asking = bare.value
    const asked = key.value
    const kind = objectiveById(asking?.objective.id ?? '')
    if (!asking || !kind) return
    try {
      const bound = await boundOf(asking)
      // Pictures of another one come up after the fields of it, not with them.
      if (problem.value) await nextTask()
      if (asked !== key.value) return
      problem.value = { kind, key: asked, ...bound }
      error.value = ''
    } catch (failure) {
      if (asked === key.value) error.value = errorText(failure)
    }
  }
  watch(key, bind, { immediate: true })
  onConnection((connected) => {
    if (connected && error.value !== '') void bind()
  })

  /** What the objective with its data tells to be wrong is known here before the lab is asked to run it. */
  watch(
    [problem, experiment],
    ([bound, whole]) => {
      if (!bound || !whole || objectiveKey(whole.objective) !== bound.key) return
      refuse(boundIssues(whole, bound.objective))
    },
    { immediate: true },
  )
  const waiting = computed(() => key.value !== '' && problem.value?.key !== key.value && error.value === '')
  return { problem, error, waiting }
})
