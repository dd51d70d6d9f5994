import { createGlobalState } from '@vueuse/core'
import { computed, readonly, ref, shallowRef, watch, type ComputedRef, type Ref, type ShallowRef } from 'vue'
import { colorsOf, type Experiment, type ObjectiveSpec } from '@core/experiment'
import { useDraft } from '../draft/draft'
import { objectiveKey, useProblem } from '../draft/problem'
import { styleOf } from '../palette'
import { useSession } from '../session'
import { apply, changed, placesOf, type Change } from './change'
import { createPreviewClient, type PreviewClient, type PreviewSource } from './client'
import type { PreviewCurve } from './work'

/** A run as it would go, with what names it on the screen. */
export interface PreviewedRun extends PreviewCurve {
  readonly label: string
  /** The index of its look, as of the run it would be. */
  readonly style: number
}

/** What would happen if a value of the draft were another: drawn while it is dragged, and until something else is done. */
export interface Preview {
  /** Undefined while nothing is tried. */
  readonly change: Readonly<ShallowRef<Change | undefined>>
  /** The experiment that is previewed; undefined where nothing is, or the draft has a fault. */
  readonly experiment: ComputedRef<Experiment | undefined>
  /** In the order of the experiment; those of a change before until its own are there. */
  readonly runs: ComputedRef<readonly PreviewedRun[]>
  /** Why nothing can be drawn; empty where something can. */
  readonly why: Readonly<Ref<string>>
  /** True while it is not in the draft yet. */
  readonly isOpen: Readonly<Ref<boolean>>
  /** Shows what would happen with the value. */
  attempt(change: Change): void
  /** Puts the value into the draft; `asStep` as a step of undo of its own. */
  keep(asStep?: boolean): void
  /** Puts the preview away; a value that is not in the draft is as it was. */
  drop(): void
}

export function createPreview(client: PreviewClient = createPreviewClient()): Preview {
  const draft = useDraft()
  const { problem } = useProblem()
  const session = useSession()

  const change = shallowRef<Change>()
  const curves = shallowRef<ReadonlyMap<number, PreviewCurve>>(new Map())
  const why = ref('')
  const isOpen = ref(false)
  /** What the preview is a change of. */
  let base: Experiment | undefined

  /** Without the data, which the table has, and free of proxies, which a thread could not be sent. */
  const plain = computed(() => {
    const whole = draft.experiment.value
    if (!whole) return undefined
    const objective = { ...whole.objective, data: undefined }
    return JSON.parse(JSON.stringify({ ...whole, objective })) as Experiment
  })
  const source = computed<PreviewSource | undefined>(() => {
    const { spec, table } = problem.value ?? {}
    if (!spec) return undefined
    return { objective: JSON.parse(JSON.stringify({ ...spec, data: undefined })) as ObjectiveSpec, table }
  })
  const experiment = computed(() =>
    change.value && plain.value ? changed(plain.value, change.value) : undefined,
  )

  /** Why the runs can't be worked out here; empty where they can. */
  function hindrance(): string {
    const whole = draft.experiment.value
    if (!whole || draft.issues.value.length > 0) return 'The experiment has a fault to be mended first.'
    if (objectiveKey(whole.objective) !== problem.value?.key) return 'The objective is not here yet.'
    const { table } = problem.value
    return table?.sample ? 'It would need every row, and the page has only a sample of so many.' : ''
  }

  function ask(next: Change): void {
    why.value = hindrance()
    if (why.value !== '' || !experiment.value || !source.value) {
      curves.value = new Map()
      return
    }
    const places = placesOf(experiment.value, next)
    client.ask({
      source: source.value,
      experiment: experiment.value,
      places,
      hear(heard) {
        if (!change.value) return
        const kept = [...curves.value].filter(([place]) => places.includes(place))
        curves.value = new Map([...kept, ...heard.map((curve) => [curve.place, curve] as const)])
      },
      fail: (reason) => (why.value = reason),
    })
  }

  function drop(): void {
    client.forget()
    change.value = undefined
    curves.value = new Map()
    why.value = ''
    isOpen.value = false
  }

  // It is a preview of the draft as it was: another edit, or real runs, put it away.
  watch(draft.experiment, (now) => {
    if (change.value && now !== base) drop()
  })
  watch(() => session.runs.value[0]?.launch, drop)

  return {
    change,
    experiment,
    runs: computed(() => {
      const whole = experiment.value
      if (!whole) return []
      const colors = colorsOf(whole.runs)
      return [...curves.value.values()]
        .filter(({ place }) => place < whole.runs.length)
        .sort((a, b) => a.place - b.place)
        .map((curve) => {
          const { label, optimizer } = whole.runs[curve.place]
          return { ...curve, label, style: styleOf({ optimizer, color: colors[curve.place] }) }
        })
    }),
    why: readonly(why),
    isOpen: readonly(isOpen),
    attempt(next) {
      if (!change.value) base = draft.experiment.value
      change.value = next
      isOpen.value = true
      ask(next)
    },
    keep(asStep = true) {
      if (!change.value || !isOpen.value) return
      if (asStep) draft.commit()
      apply(draft.document.value, change.value)
      if (asStep) draft.commit()
      base = draft.experiment.value
      isOpen.value = false
    },
    drop,
  }
}

/** The one preview there is at a time. */
export const usePreview = createGlobalState((): Preview => createPreview())
