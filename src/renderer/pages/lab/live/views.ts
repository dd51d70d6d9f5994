import ArithmeticView from './arithmetic/ArithmeticView.vue'
import RunTable from './RunTable.vue'
import type { ResultView } from './view-contract'

/** Every view, the usual one first. */
export const resultViews: readonly ResultView[] = [
  { id: 'runs', label: 'Runs', needsRuns: true, tall: false, component: RunTable },
  { id: 'arithmetic', label: 'Arithmetic', needsRuns: true, tall: true, component: ArithmeticView },
]
