import { createGlobalState } from '@vueuse/core'
import { computed, shallowRef, watch, type ComputedRef, type ShallowRef } from 'vue'
import type { TableView } from '@core/data/view'
import { format, parseExperiment, type Experiment, type ObjectiveSpec } from '@core/experiment'
import type { Objective, ObjectiveKind } from '@core/objectives/contract'
import { objectiveById } from '@core/objectives'
import { bindObjective, boundIssues } from '@core/plan'
import { call, onConnection } from '../../client/lab'
import { errorText } from '../notify'
import type { Draft } from './document'
import { useDraft } from './draft'

export interface Problem {
  readonly kind: ObjectiveKind
  /** As JSON, to tell whether a run was of this very objective. */
  readonly key: string
  readonly objective: Objective
  /** What it was made from, with the table. */
  readonly spec: ObjectiveSpec
  readonly table: TableView | undefined
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
      const { data } = asking.objective
      const table = data ? await call('datasets.table', { data }) : undefined
      if (asked !== key.value) return
      problem.value = {
        kind,
        key: asked,
        objective: bindObjective(asking, table),
        spec: asking.objective,
        table,
      }
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
