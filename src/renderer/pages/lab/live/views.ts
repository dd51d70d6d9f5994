import RateMapPanel from './map/RateMapPanel.vue'
import RunTable from './RunTable.vue'
import StabilityPanel from './stability/StabilityPanel.vue'
import type { ResultView } from './view-contract'

/** Every view, the usual one first. */
export const resultViews: readonly ResultView[] = [
  { id: 'runs', label: 'Runs', needsRuns: true, tall: false, component: RunTable },
  { id: 'stability', label: 'Stability', needsRuns: true, tall: true, component: StabilityPanel },
  { id: 'map', label: 'Rate map', needsRuns: false, tall: true, component: RateMapPanel },
]
