import { defineAsyncComponent, type Component } from 'vue'
import ContourChart from './ContourChart.vue'
import FunctionChart from './FunctionChart.vue'

/** A picture of an objective and the ways down it: takes `LandscapeProps`, emits `LandscapeEvents`, exposes a `ChartHandle`. */
export interface LandscapeChart {
  readonly id: string
  /** On the switch between those that there are. */
  readonly label: string
  /** Whether it can show an objective of so many parameters. */
  draws(dimension: number): boolean
  /** How the start is moved on it, in a few words. */
  readonly startHint: string
  readonly component: Component
}

const clickOrDrag = 'Click to set the start, or drag its ring'

/** Every picture of an objective, the usual one first. */
export const landscapeCharts: readonly LandscapeChart[] = [
  {
    id: 'function',
    label: 'Function',
    draws: (dimension) => dimension === 1,
    startHint: clickOrDrag,
    component: FunctionChart,
  },
  {
    id: 'contours',
    label: 'Contours',
    draws: (dimension) => dimension >= 2,
    startHint: clickOrDrag,
    component: ContourChart,
  },
  {
    id: 'surface',
    label: '3-D',
    draws: (dimension) => dimension >= 2,
    startHint: 'Drag the ring to move the start',
    // three.js comes with it, and only when somebody asks for it.
    component: defineAsyncComponent(() => import('./SurfaceChart.vue')),
  },
]
