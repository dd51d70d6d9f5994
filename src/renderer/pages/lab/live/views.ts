import RunTable from './RunTable.vue'
import type { ResultView } from './view-contract'

/** Every view, the usual one first. */
export const resultViews: readonly ResultView[] = [
  { id: 'runs', label: 'Runs', needsRuns: true, tall: false, component: RunTable },
]
