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
import { formatNumber } from '../../model/format'
import { withinExtent, withinReach, type PixelAxis } from '../scales/axis'
import { grow } from '../painters/polyline'
import type { AxisSpec, Frame, Scene } from './scene'
import type { Theme } from './theme'
import { linearTicks, logTicks, type AxisTick } from '../scales/ticks'

// Chart.js lays out, draws and zooms the axes; the inside is painted from typed arrays.
Chart.register(LinearScale, LogarithmicScale)

/** As a rule, so that charts above each other line up and nothing moves while numbers grow; wider in steps. */
const yAxisWidth = 74
const yAxisStep = 34
/** Of a digit, in CSS pixels, and between two labels. */
const digitWidth = 6.6
const labelGap = 18
const xLabelPitch = 84
const yLabelPitch = 34

export type PlotChart = Chart<'scatter'>
type PlotConfiguration = ChartConfiguration<'scatter'>

const typeOf = (axis: AxisSpec): 'linear' | 'logarithmic' => (axis.scale === 'log' ? 'logarithmic' : 'linear')

type AxisId = 'x' | 'y'
interface Window {
  min?: number
  max?: number
}

/** The part of an axis in view: set by zooming, undefined where all is shown. */
export function windowOf(chart: PlotChart, id: AxisId): Interval | undefined {
  const { min, max } = chart.scales[id].options as Window
  return min === undefined || max === undefined ? undefined : [min, max]
}

/** Shows all there is on the axes. */
export function showAll(chart: PlotChart, ids: readonly AxisId[] = ['x', 'y']): void {
  for (const id of ids) {
    const options = chart.scales[id].options as Window
    delete options.min
    delete options.max
  }
  chart.update('none')
}

/** The window that zooming asked for, or the nearest one that makes sense; undefined where that is all. */
function sensible(asked: Interval | undefined, { extent, scale, bounded }: AxisSpec): Interval | undefined {
  const reached = asked && withinReach(asked, extent, scale)
  if (!reached || !bounded) return reached
  const [low, high] = withinExtent(reached, extent, scale)
  return low === extent[0] && high === extent[1] ? undefined : [low, high]
}

/** What an axis shows that is not zoomed: y follows the part of x in view. */
function fitted(chart: PlotChart, id: AxisId, { x, y }: Scene): Interval {
  const part = id === 'y' && y.fit ? sensible(windowOf(chart, 'x'), x) : undefined
  return (part && y.fit?.(part)) ?? (id === 'x' ? x : y).extent
}

/** The named values in view; none where they have no room for their names. */
function namedTicks(scale: Scale, { named = [] }: AxisSpec): readonly AxisTick[] {
  const ticks = named
    .filter((value) => value >= scale.min && value <= scale.max)
    .map((value) => ({ value, label: formatNumber(value, 3), major: true }))
  const places = ticks.map(({ value }) => scale.getPixelForValue(value))
  const room = Math.min(...places.slice(1).map((place, index) => Math.abs(place - places[index])))
  const widest = Math.max(0, ...ticks.map(({ label }) => label.length)) * digitWidth + labelGap / 2
  return room < (scale.isHorizontal() ? widest : labelGap) ? [] : ticks
}

function ticksOf(scale: Scale, axis: AxisSpec): readonly AxisTick[] {
  const named = namedTicks(scale, axis)
  if (named.length > 0) return named
  const make = axis.scale === 'log' ? logTicks : linearTicks
  if (!scale.isHorizontal()) {
    return make(scale.min, scale.max, Math.max(2, Math.floor(scale.height / yLabelPitch)))
  }
  const ticks = make(scale.min, scale.max, Math.max(2, Math.floor(scale.width / xLabelPitch)))
  const widest = Math.max(0, ...ticks.map(({ label }) => label.length)) * digitWidth + labelGap
  return widest <= xLabelPitch
    ? ticks
    : make(scale.min, scale.max, Math.max(1, Math.floor(scale.width / widest)))
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
      const options = scale.options as Window
      const chart = scale.chart as PlotChart
      const zoomed = sensible(windowOf(chart, id), axis())
      const [min, max] = zoomed ?? fitted(chart, id, scene())
      if (zoomed) Object.assign(options, { min, max })
      else {
        delete options.min
        delete options.max
      }
      scale.min = min
      scale.max = max
    },
    afterBuildTicks(scale: Scale) {
      scale.ticks = axis().bare ? [] : [...ticksOf(scale, axis())]
    },
    ...(id === 'y'
      ? {
          afterFit(scale: Scale) {
            scale.width = Math.max(yAxisWidth, Math.ceil(scale.width / yAxisStep) * yAxisStep)
          },
        }
      : {}),
    border: { display: !axis().bare, color: () => theme().axis },
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
      layout: { padding: { ...padding, right: 14 + (scene().beside ?? 0) }, autoPadding: false },
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
}

/** Whether the axes of a chart that were laid out for one scene are those of another. */
export function sameLayout(laidOut: Scene, scene: Scene, chart: PlotChart): boolean {
  // What y shows of a part of x follows from all of the data.
  if (scene.y.fit && windowOf(chart, 'x')) return false
  const same = (id: AxisId): boolean => {
    const [one, other] = [laidOut[id], scene[id]]
    return (
      one.title === other.title &&
      one.scale === other.scale &&
      one.bounded === other.bounded &&
      one.extent[0] === other.extent[0] &&
      one.extent[1] === other.extent[1]
    )
  }
  return laidOut.grid === scene.grid && laidOut.beside === scene.beside && same('x') && same('y')
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
