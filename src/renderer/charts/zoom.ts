import { Chart } from 'chart.js'
import zoomPlugin from 'chartjs-plugin-zoom'
import type { ZoomPluginOptions } from 'chartjs-plugin-zoom/types/options'
import type { PlotChart } from './chart-config'

Chart.register(zoomPlugin)

/** Wheel and pinch zoom about the pointer (over an axis only that one), drag pans. */
export function zoomOptions(mayPan: () => boolean, onChange: () => void): ZoomPluginOptions {
  return {
    pan: {
      enabled: true,
      mode: 'xy',
      threshold: 4,
      onPanStart: () => (mayPan() ? undefined : false),
      onPan: onChange,
    },
    zoom: {
      mode: 'xy',
      scaleMode: 'xy',
      wheel: { enabled: true, speed: 0.12 },
      pinch: { enabled: true },
      onZoom: onChange,
    },
  }
}

/** Keyboard zoom: + and - about the middle, 0 for everything. True when the key was one of them. */
export function zoomByKey(chart: PlotChart, key: string): boolean {
  if (key === '+' || key === '=') chart.zoom(1.25, 'none')
  else if (key === '-') chart.zoom(0.8, 'none')
  else if (key === '0') chart.resetZoom('none')
  else return false
  return true
}
