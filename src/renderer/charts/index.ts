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
  /** Whether a click on it sets the start. */
  readonly setsStart: boolean
  readonly component: Component
}

/** Every picture of an objective, the usual one first. */
export const landscapeCharts: readonly LandscapeChart[] = [
  {
    id: 'function',
    label: 'Function',
    draws: (dimension) => dimension === 1,
    setsStart: true,
    component: FunctionChart,
  },
  {
    id: 'contours',
    label: 'Contours',
    draws: (dimension) => dimension >= 2,
    setsStart: true,
    component: ContourChart,
  },
  {
    id: 'surface',
    label: '3-D',
    draws: (dimension) => dimension >= 2,
    setsStart: false,
    // three.js comes with it, and only when somebody asks for it.
    component: defineAsyncComponent(() => import('./SurfaceChart.vue')),
  },
]
