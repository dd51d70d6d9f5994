import { defineAsyncComponent, type Component } from 'vue'
import type { Fit, Table } from '@core/objectives/contract'
import ContourChart from './ContourChart.vue'
import FitChart from './FitChart.vue'
import { boundaryPlane } from './fit-plane'
import FunctionChart from './FunctionChart.vue'
import { againstActual, classProbabilities, residuals } from './row-layout'
import RowsChart from './RowsChart.vue'

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

/** A picture of data and what is fitted to them: takes `FitChartProps`, exposes a `ChartHandle`. */
export interface FitPicture {
  readonly id: string
  /** On the switch between those that there are. */
  readonly label: string
  /** Whether it can show such a fit of so many features. */
  draws(fit: Fit, features: number): boolean
  title(fit: Fit, table: Table): string
  readonly component: Component
  /** What the component is given beside the data. */
  readonly settings?: Readonly<Record<string, unknown>>
}

const isNumber = ({ predicts }: Fit): boolean => predicts === 'number'

/** Every picture of a fit, the usual one first. */
export const fitPictures: readonly FitPicture[] = [
  {
    id: 'target',
    label: 'Data',
    draws: (_, features) => features === 1,
    title: ({ title }) => title,
    component: FitChart,
  },
  {
    id: 'boundary',
    label: 'Boundary',
    draws: (fit, features) => !isNumber(fit) && features === 2,
    title: () => 'Class boundary',
    component: FitChart,
    settings: { planeOf: boundaryPlane },
  },
  {
    id: 'probabilities',
    label: 'Probabilities',
    draws: (fit) => !isNumber(fit),
    title: (_, { targetName }) => `Fitted probability and class of ${targetName}`,
    component: RowsChart,
    settings: { layout: classProbabilities },
  },
  {
    id: 'predicted',
    label: 'Predicted',
    draws: isNumber,
    title: (_, { targetName }) => `Predicted against actual ${targetName}`,
    component: RowsChart,
    settings: { layout: againstActual },
  },
  {
    id: 'residuals',
    label: 'Residuals',
    draws: isNumber,
    title: (_, { targetName }) => `Residuals of ${targetName}`,
    component: RowsChart,
    settings: { layout: residuals },
  },
]
