import { Chart } from 'chart.js'
import zoomPlugin from 'chartjs-plugin-zoom'
import type { ZoomPluginOptions } from 'chartjs-plugin-zoom/types/options'
import { showAll, type PlotChart } from './chart-config'
import { takesWheel } from './wheel'

Chart.register(zoomPlugin)

/** Which axes zooming and dragging within the plot change. */
export type ZoomedAxes = 'x' | 'xy'

/** Wheel and pinch zoom about the pointer (over an axis only that one), drag pans. */
export function zoomOptions(
  axes: ZoomedAxes,
  mayPan: () => boolean,
  onChange: () => void,
): ZoomPluginOptions {
  return {
    pan: {
      enabled: true,
      mode: axes,
      scaleMode: 'xy',
      threshold: 4,
      onPanStart: () => (mayPan() ? undefined : false),
      onPan: onChange,
    },
    zoom: {
      mode: axes,
      scaleMode: 'xy',
      wheel: { enabled: true, speed: 0.12 },
      pinch: { enabled: true },
      onZoomStart: ({ chart, event }) =>
        !(event instanceof WheelEvent) || takesWheel(chart.canvas, event) ? undefined : false,
      onZoom: onChange,
    },
  }
}

/** Keyboard zoom: + and - about the middle, 0 for everything. True when the key was one of them. */
export function zoomByKey(chart: PlotChart, key: string): boolean {
  if (key === '+' || key === '=') chart.zoom(1.25, 'none')
  else if (key === '-') chart.zoom(0.8, 'none')
  else if (key === '0') showAll(chart)
  else return false
  return true
}
