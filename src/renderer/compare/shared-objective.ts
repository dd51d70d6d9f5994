import { computed, shallowRef, watch, type Ref, type ShallowRef } from 'vue'
import type { Objective } from '@core/objectives/contract'
import { objectiveById } from '@core/objectives'
import { bindObjective } from '@core/plan'
import type { RunDetail } from '../../main/contract'
import { objectiveKey } from '../composer/problem'
import { call } from '../lab'
import { commonExperiment } from './common'

/** A function that can be drawn, which all of the runs minimise. */
export interface Shared {
  readonly label: string
  readonly objective: Objective
  /** Where they all start; undefined where they do not start together. */
  readonly start: readonly number[] | undefined
}

/** Binds the objective that all of the runs share; undefined until then, and where there is none. */
export function useShared(
  details: Readonly<Ref<readonly RunDetail[]>>,
): Readonly<ShallowRef<Shared | undefined>> {
  const shared = shallowRef<Shared>()
  const common = computed(() => commonExperiment(details.value))
  const key = computed(() => (common.value ? objectiveKey(common.value.objective) : ''))
  const starts = computed(
    () => new Set(details.value.map(({ experiment }) => JSON.stringify(experiment.start))),
  )

  async function bind(): Promise<void> {
    const experiment = common.value
    const asked = key.value
    shared.value = undefined
    if (!experiment) return
    const { data, id } = experiment.objective
    try {
      const table = data ? await call('datasets.table', { data }) : undefined
      if (asked !== key.value) return
      const objective = bindObjective(experiment, table)
      const start = starts.value.size === 1 ? (experiment.start ?? objective.defaultStart) : undefined
      shared.value = { label: objectiveById(id)?.label ?? id, objective, start }
    } catch {
      // Without its data there is no picture of the objective; the curves stand on their own.
    }
  }
  watch([key, () => starts.value.size], bind, { immediate: true })
  return shared
}
