import {
  Chart,
  LinearScale,
  LogarithmicScale,
  type ChartConfiguration,
  type Plugin,
  type Scale,
  type ScaleOptionsByType,
} from 'chart.js'
import type { Interval } from '@core/objectives/contract'
import type { PixelAxis } from './axis'
import { grow } from './polyline'
import type { AxisSpec, Frame, Scene } from './scene'
import type { Theme } from './theme'
import { linearTicks, logTicks, type AxisTick } from './ticks'

// Chart.js lays out, draws and zooms the axes; the inside is painted from typed arrays.
Chart.register(LinearScale, LogarithmicScale)

/** Fixed, so that charts above each other line up and nothing moves while numbers grow. */
export const yAxisWidth = 68
const xLabelPitch = 84
const yLabelPitch = 34

export type PlotChart = Chart<'scatter'>
type PlotConfiguration = ChartConfiguration<'scatter'>

const typeOf = (axis: AxisSpec): 'linear' | 'logarithmic' => (axis.scale === 'log' ? 'logarithmic' : 'linear')

/** The part of an axis in view: set by zooming, undefined where all is shown. */
export function windowOf(chart: PlotChart, id: 'x' | 'y'): Interval | undefined {
  const { min, max } = chart.scales[id].options as { min?: number; max?: number }
  return min === undefined || max === undefined ? undefined : [min, max]
}

function ticksOf(scale: Scale, axis: AxisSpec): readonly AxisTick[] {
  const length = scale.isHorizontal() ? scale.width : scale.height
  const count = Math.max(2, Math.floor(length / (scale.isHorizontal() ? xLabelPitch : yLabelPitch)))
  const make = axis.scale === 'log' ? logTicks : linearTicks
  return make(scale.min, scale.max, count)
}

function scaleOptions(
  id: 'x' | 'y',
  scene: () => Scene,
  theme: () => Theme,
  shown: Interval | undefined,
): NonNullable<NonNullable<PlotConfiguration['options']>['scales']>[string] {
  const axis = (): AxisSpec => scene()[id]
  return {
    type: typeOf(axis()),
    axis: id,
    position: id === 'x' ? 'bottom' : 'left',
    bounds: 'data',
    ...(shown ? { min: shown[0], max: shown[1] } : {}),
    afterDataLimits(scale: Scale) {
      const { min, max } = scale.options as { min?: number; max?: number }
      const { extent } = axis()
      scale.min = min ?? extent[0]
      scale.max = max ?? extent[1]
    },
    afterBuildTicks(scale: Scale) {
      scale.ticks = [...ticksOf(scale, axis())]
    },
    ...(id === 'y'
      ? {
          afterFit(scale: Scale) {
            scale.width = yAxisWidth
          },
        }
      : {}),
    border: { color: () => theme().axis },
    grid: {
      drawOnChartArea: scene().grid,
      tickLength: 5,
      color: ({ tick }: { tick?: { major?: boolean } }) => (tick?.major ? theme().grid : theme().gridMinor),
      tickColor: () => theme().axis,
    },
    ticks: {
      autoSkip: false,
      maxRotation: 0,
      includeBounds: false,
      padding: 3,
      color: () => theme().muted,
      font: () => ({ family: theme().font, size: 11 }),
      callback: (_value: unknown, index: number, ticks: readonly { label?: string | string[] }[]) =>
        ticks[index].label ?? '',
    },
    title: {
      display: true,
      text: () => axis().title,
      padding: 2,
      color: () => theme().muted,
      font: () => ({ family: theme().font, size: 12 }),
    },
  } as unknown as ScaleOptionsByType<'linear'>
}

export interface PlotOptions {
  readonly scene: () => Scene
  readonly theme: () => Theme
  readonly plugins: readonly Plugin<'scatter'>[]
  /** The window to begin with. */
  readonly window?: { readonly x: Interval | undefined; readonly y: Interval | undefined }
  /** Room left free around the axes, in CSS pixels. */
  readonly padding?: { readonly top: number; readonly bottom: number; readonly left: number }
  readonly zoom?: NonNullable<NonNullable<PlotConfiguration['options']>['plugins']>['zoom']
  /** Given for a picture off the page; on the page the chart follows its parent's size. */
  readonly fixedRatio?: number
}

export function plotConfiguration({
  scene,
  theme,
  plugins,
  window,
  padding = { top: 6, bottom: 0, left: 0 },
  zoom,
  fixedRatio,
}: PlotOptions): PlotConfiguration {
  return {
    type: 'scatter',
    data: { datasets: [] },
    options: {
      responsive: fixedRatio === undefined,
      ...(fixedRatio === undefined ? {} : { devicePixelRatio: fixedRatio }),
      maintainAspectRatio: false,
      animation: false,
      events: [],
      layout: { padding: { ...padding, right: 14 }, autoPadding: false },
      scales: {
        x: scaleOptions('x', scene, theme, window?.x),
        y: scaleOptions('y', scene, theme, window?.y),
      },
      plugins: zoom ? { zoom } : {},
    },
    plugins: [...plugins],
  }
}

/** Brings what is not read anew at every draw up to the scene; a scale that changes its kind loses its window. */
export function followScene(chart: PlotChart, scene: Scene): void {
  for (const id of ['x', 'y'] as const) {
    const options = chart.options.scales?.[id]
    if (!options || options.type === typeOf(scene[id])) continue
    options.type = typeOf(scene[id])
    delete options.min
    delete options.max
  }
  const plugins = chart.options.plugins
  if (plugins?.zoom) plugins.zoom.limits = { x: limitsOf(scene.x), y: limitsOf(scene.y) }
}

/** How far the wheel goes: not below what numbers can tell apart, not beyond what they can hold. */
function limitsOf({ scale, extent }: AxisSpec): { min: number; max: number; minRange: number } {
  if (scale === 'log') return { min: 1e-300, max: 1e300, minRange: 0 }
  const [low, high] = extent
  const room = (high - low) * 1_000
  return { min: low - room, max: high + room, minRange: Math.max(Math.abs(low), Math.abs(high)) * 1e-10 }
}

function pixelAxis(scale: Scale, axis: AxisSpec): PixelAxis {
  const { min, max, left, right, top, bottom } = scale
  return scale.isHorizontal()
    ? { scale: axis.scale, min, max, from: left, to: right }
    : { scale: axis.scale, min, max, from: bottom, to: top }
}

/** Undefined while the chart has no room. */
export function frameOf(chart: PlotChart, scene: Scene, theme: Theme, final = false): Frame | undefined {
  const { chartArea, scales } = chart
  if (!chartArea) return undefined
  const { left, top, right, bottom } = chartArea
  if (right - left < 8 || bottom - top < 8) return undefined
  return {
    area: { left, top, right, bottom },
    x: pixelAxis(scales.x, scene.x),
    y: pixelAxis(scales.y, scene.y),
    ratio: chart.currentDevicePixelRatio,
    theme,
    final,
  }
}

/** Runs `paint` with the context clipped to the plot area and so many CSS pixels around it. */
export function inArea(context: CanvasRenderingContext2D, frame: Frame, paint: () => void, margin = 0): void {
  const { left, top, right, bottom } = grow(frame.area, margin)
  context.save()
  context.beginPath()
  context.rect(left, top, right - left, bottom - top)
  context.clip()
  paint()
  context.restore()
}

/** Room for a mark on the very edge of the plot area, in CSS pixels. */
export const markMargin = 8
