import { call } from '../../../client/lab'
import ArithmeticView from './arithmetic/ArithmeticView.vue'
import RateMapPanel from './map/RateMapPanel.vue'
import RunTable from './RunTable.vue'
import StabilityPanel from './stability/StabilityPanel.vue'
import type { ResultView } from './view-contract'

/** Every view, the usual one first. */
export const resultViews: readonly ResultView[] = [
  { id: 'runs', label: 'Runs', needsRuns: true, tall: false, component: RunTable },
  { id: 'arithmetic', label: 'Arithmetic', needsRuns: true, tall: true, component: ArithmeticView },
  { id: 'stability', label: 'Stability', needsRuns: true, tall: true, component: StabilityPanel },
  {
    id: 'map',
    label: 'Rate map',
    needsRuns: false,
    tall: true,
    component: RateMapPanel,
    // A map that cannot be prepared says so itself.
    prepare: () => void call('maps.prepare', {}).catch(() => undefined),
  },
]
