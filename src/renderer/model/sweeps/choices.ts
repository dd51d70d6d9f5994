import type { GroupSummary } from '@core/comparison/groups'
import { computed, ref, type ComputedRef, type Ref, type WritableComputedRef } from 'vue'
import { useGroupSettings } from '../groups/choice'
import type { OtherWay } from './groups'
import { measuresOf, type Measure } from './measures'
import { methodsOf, type SweptMethod } from './methods'
import type { SweepView } from './results'
import { settingsOf, type Setting } from './settings'
import { summaries, type SummaryKind } from './summaries'

/** What can be chosen of a sweep's pictures. */
export type Choosable = 'measure' | 'x' | 'y' | 'others' | 'summary' | 'problem' | 'method'

/** What a person looks at of a sweep, the same in each of its pictures. */
export interface Choices {
  readonly methods: ComputedRef<readonly SweptMethod[]>
  readonly settings: ComputedRef<readonly Setting[]>
  readonly measures: ComputedRef<readonly Measure[]>
  readonly measure: ComputedRef<Measure>
  readonly measureKey: ComputedRef<string>
  /** Of every run what is measured. */
  readonly values: ComputedRef<Float64Array>
  readonly summary: ComputedRef<SummaryKind>
  readonly summaryKey: ComputedRef<string>
  /** Across; undefined where nothing is swept but seeds. */
  readonly x: ComputedRef<Setting | undefined>
  readonly xPath: ComputedRef<string>
  /** Upwards, another one. */
  readonly y: ComputedRef<Setting | undefined>
  readonly yPath: ComputedRef<string>
  readonly others: ComputedRef<OtherWay>
  readonly problem: ComputedRef<number>
  /** The methods that vary a setting; all of them where only seeds differ. */
  readonly swept: ComputedRef<readonly SweptMethod[]>
  readonly method: ComputedRef<number>
  choose(what: Choosable, value: string): void
}

/** One of a list by its key, the first where the one that was chosen is not among them. */
function choiceOf<Item, Key extends string | number>(
  items: () => readonly Item[],
  keyOf: (item: Item) => Key,
): { item: ComputedRef<Item | undefined>; key: WritableComputedRef<Key | undefined> } {
  const chosen = ref<Key>()
  const item = computed(() => items().find((one) => keyOf(one) === chosen.value) ?? items().at(0))
  const key = computed({
    get: () => (item.value === undefined ? undefined : keyOf(item.value)),
    set: (next) => ((chosen as Ref<Key | undefined>).value = next),
  })
  return { item, key }
}

export function createChoices(view: () => SweepView): Choices {
  const methods = computed(() => methodsOf(view()))
  const settings = computed(() => settingsOf(view().detail.axes))
  const measures = computed(() => measuresOf(view()))
  const measure = choiceOf(
    () => measures.value,
    ({ key }) => key,
  )
  const { summary: summaryKey } = useGroupSettings()
  const summary = computed(() => summaries.find(({ key }) => key === summaryKey.value) ?? summaries[0])
  const x = choiceOf(
    () => settings.value,
    ({ path }) => path,
  )
  const y = choiceOf(
    () => settings.value.filter(({ path }) => path !== x.key.value),
    ({ path }) => path,
  )
  const problem = choiceOf(
    () => view().detail.problemLabels.map((_, place) => place),
    (place) => place,
  )
  /** One without settings has nothing to show by itself. */
  const swept = computed(() => {
    const varied = new Set(view().detail.axes.map(({ run }) => run))
    return methods.value.filter(({ place }) => varied.size === 0 || varied.has(place))
  })
  const method = choiceOf(
    () => swept.value,
    ({ place }) => place,
  )
  const others = ref<OtherWay>('best')
  const set: Readonly<Record<Choosable, (value: string) => void>> = {
    measure: (value) => (measure.key.value = value),
    x: (value) => (x.key.value = value),
    y: (value) => (y.key.value = value),
    others: (value) => (others.value = value === 'all' ? 'all' : 'best'),
    summary: (value) => (summaryKey.value = value as GroupSummary),
    problem: (value) => (problem.key.value = Number(value)),
    method: (value) => (method.key.value = Number(value)),
  }
  const asked = computed(() => measure.item.value ?? measures.value[0])
  const values = computed(() => asked.value.values(view()))
  // Of what is below 0 a log scale shows nothing.
  const measured = computed((): Measure => ({
    ...asked.value,
    log: asked.value.log && !values.value.some((value) => value < 0),
  }))
  return {
    methods,
    settings,
    measures,
    measure: measured,
    measureKey: computed(() => measure.key.value ?? ''),
    values,
    summary,
    summaryKey,
    x: x.item,
    xPath: computed(() => x.key.value ?? ''),
    y: y.item,
    yPath: computed(() => y.key.value ?? ''),
    others: computed(() => others.value),
    problem: computed(() => problem.key.value ?? 0),
    swept,
    choose: (what, value) => set[what](value),
    method: computed(() => method.key.value ?? 0),
  }
}
