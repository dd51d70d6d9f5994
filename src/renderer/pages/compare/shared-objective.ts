import { computed, shallowRef, watch, type ComputedRef, type Ref } from 'vue'
import type { TableView } from '@core/data/view'
import type { ObjectiveSpec } from '@core/experiment'
import type { Objective } from '@core/objectives/contract'
import { objectiveById } from '@core/objectives'
import { startOf } from '@core/plan'
import type { RunDetail } from '../../../main/contract'
import { boundOf } from '../../model/bind'
import { objectiveKey } from '../../model/draft/problem'
import { commonExperiment } from './common'

/** A function that can be drawn, which all of the runs minimise. */
export interface Shared {
  readonly label: string
  readonly objective: Objective
  /** What it was made from. */
  readonly spec: ObjectiveSpec
  readonly table: TableView | undefined
  /** Where they all start; undefined where they do not start together. */
  readonly start: readonly number[] | undefined
}

/** Where all of the runs start, be it chosen or drawn; undefined where they do not start together. */
function commonStart(details: readonly RunDetail[], objective: Objective): readonly number[] | undefined {
  const starts = details.map((detail) => startOf(detail.experiment, detail, objective))
  const places = new Set(starts.map((start) => start.join()))
  return places.size === 1 ? starts[0] : undefined
}

/** Binds the objective that all of the runs share; undefined until then, and where there is none. */
export function useShared(details: Readonly<Ref<readonly RunDetail[]>>): ComputedRef<Shared | undefined> {
  const bound = shallowRef<Omit<Shared, 'start'>>()
  const common = computed(() => commonExperiment(details.value))
  const key = computed(() => (common.value ? objectiveKey(common.value.objective) : ''))

  async function bind(): Promise<void> {
    const experiment = common.value
    const asked = key.value
    bound.value = undefined
    if (!experiment) return
    const { id } = experiment.objective
    try {
      const found = await boundOf(experiment)
      if (asked !== key.value) return
      bound.value = { label: objectiveById(id)?.label ?? id, ...found }
    } catch {
      // Without its data there is no picture of the objective; the curves stand on their own.
    }
  }
  watch(key, bind, { immediate: true })

  return computed(() => {
    if (!bound.value || !common.value) return undefined
    return { ...bound.value, start: commonStart(details.value, bound.value.objective) }
  })
}
