import { useLocalStorage } from '@vueuse/core'
import { computed, ref, shallowRef, type ComputedRef, type Ref } from 'vue'
import type { RunRecord } from '../../../main/contract'
import { hiddenAtFirst } from '../../parts/run-table/columns'
import { narrow, nothingChosen, type Chosen } from '../../model/facets'
import { sortRuns, type Sorting } from '../../parts/run-table/order'
import { groupRows, runRow, type Row } from '../../parts/run-table/rows'

/** How the person looks at the list; it outlives a visit to another page. */
export interface View {
  readonly query: Ref<string>
  readonly chosen: Ref<Chosen>
  readonly sorting: Ref<readonly Sorting[]>
  readonly grouped: Ref<boolean>
  /** Launches whose runs are folded away. */
  readonly closed: Ref<ReadonlySet<number>>
  readonly hidden: Ref<readonly string[]>
  readonly filtered: ComputedRef<boolean>
  clearFilters(): void
}

function createView(): View {
  const query = ref('')
  const chosen = shallowRef<Chosen>(nothingChosen)
  return {
    query,
    chosen,
    sorting: shallowRef<readonly Sorting[]>([{ id: 'startedAt', desc: true }]),
    grouped: useLocalStorage('descent-lab.history.grouped', false),
    closed: shallowRef<ReadonlySet<number>>(new Set()),
    hidden: useLocalStorage<readonly string[]>('descent-lab.history.hidden', hiddenAtFirst),
    filtered: computed(
      () => query.value.trim() !== '' || Object.values(chosen.value).some((of) => of.length > 0),
    ),
    clearFilters() {
      query.value = ''
      chosen.value = nothingChosen
    },
  }
}

let shared: View | undefined

export function useView(): View {
  shared ??= createView()
  return shared
}

export interface Shown {
  /** The runs that pass the filters, sorted. */
  readonly runs: ComputedRef<readonly RunRecord[]>
  readonly rows: ComputedRef<readonly Row[]>
  /** Ids of the runs in the order of the rows, for shift-clicks and arrow keys. */
  readonly order: ComputedRef<readonly number[]>
}

/** What of these runs is on view, and in what order. */
export function useShown(all: () => readonly RunRecord[], view: View): Shown {
  const runs = computed(() =>
    sortRuns(narrow(all(), view.query.value, view.chosen.value), view.sorting.value),
  )
  const rows = computed(() =>
    view.grouped.value ? groupRows(runs.value, view.closed.value) : runs.value.map((run) => runRow(run)),
  )
  const order = computed(() => rows.value.flatMap((row) => (row.kind === 'run' ? [row.run.id] : [])))
  return { runs, rows, order }
}
