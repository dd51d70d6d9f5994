import { computed, ref, type ComputedRef, type Ref, type WritableComputedRef } from 'vue'
import type { OtherWay } from './groups'
import { measuresOf, type Measure } from './measures'
import { methodsOf, type SweptMethod } from './methods'
import type { SweepView } from './results'
import { settingsOf, type Setting } from './settings'
import { summaries, type SummaryKind } from './summaries'

/** What a person looks at of a sweep, the same in each of its pictures. */
export interface Choices {
  readonly methods: ComputedRef<readonly SweptMethod[]>
  readonly settings: ComputedRef<readonly Setting[]>
  readonly measures: ComputedRef<readonly Measure[]>
  readonly measure: ComputedRef<Measure>
  readonly measureKey: WritableComputedRef<string>
  /** Of every run what is measured. */
  readonly values: ComputedRef<Float64Array>
  readonly summary: ComputedRef<SummaryKind>
  readonly summaryKey: WritableComputedRef<string>
  /** Across; undefined where nothing is swept but seeds. */
  readonly x: ComputedRef<Setting | undefined>
  readonly xPath: WritableComputedRef<string>
  /** Upwards, another one. */
  readonly y: ComputedRef<Setting | undefined>
  readonly yPath: WritableComputedRef<string>
  readonly others: Ref<OtherWay>
  readonly problem: WritableComputedRef<number>
  /** The methods that vary a setting; all of them where only seeds differ. */
  readonly swept: ComputedRef<readonly SweptMethod[]>
  readonly method: WritableComputedRef<number>
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

const textOf = (key: WritableComputedRef<string | undefined>): WritableComputedRef<string> =>
  computed({ get: () => key.value ?? '', set: (next) => (key.value = next) })
const placeOf = (key: WritableComputedRef<number | undefined>): WritableComputedRef<number> =>
  computed({ get: () => key.value ?? 0, set: (next) => (key.value = next) })

export function createChoices(view: () => SweepView): Choices {
  const methods = computed(() => methodsOf(view()))
  const settings = computed(() => settingsOf(view().detail.axes))
  const measures = computed(() => measuresOf(view()))
  const measure = choiceOf(
    () => measures.value,
    ({ key }) => key,
  )
  const summary = choiceOf(
    () => summaries,
    ({ key }): string => key,
  )
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
  const measured = computed(() => measure.item.value ?? measures.value[0])
  return {
    methods,
    settings,
    measures,
    measure: measured,
    measureKey: textOf(measure.key),
    values: computed(() => measured.value.values(view())),
    summary: computed(() => summary.item.value ?? summaries[0]),
    summaryKey: textOf(summary.key),
    x: x.item,
    xPath: textOf(x.key),
    y: y.item,
    yPath: textOf(y.key),
    others: ref<OtherWay>('best'),
    problem: placeOf(problem.key),
    swept,
    method: placeOf(method.key),
  }
}
