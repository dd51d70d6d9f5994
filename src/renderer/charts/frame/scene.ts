import type { Interval } from '@core/objectives/contract'
import type { PixelAxis } from '../scales/axis'
import type { RunStyle } from '../../model/palette'
import type { Area } from '../painters/polyline'
import type { Theme } from './theme'
import type { ScaleKind } from '../../model/chart-data'

export interface AxisSpec {
  readonly title: string
  readonly scale: ScaleKind
  /** Shown unless zoomed. */
  readonly extent: Interval
  /** True: there is nothing beyond the extent, and no window reaches beyond it. */
  readonly bounded?: boolean
  /** True: it counts nothing, and has no ticks. */
  readonly bare?: boolean
  /** Ascending: these values are named, as far as there is room, instead of round ones. */
  readonly named?: readonly number[]
  /** Of y: what is shown while only x is zoomed, to this part of it. Left out: the extent. */
  readonly fit?: (x: Interval) => Interval
}

export interface LegendEntry {
  readonly key: string
  readonly label: string
  /** In its place in a picture that leaves the page, and on hover. */
  readonly inFull?: string
  readonly hidden: boolean
  readonly style: RunStyle
  /** How it is drawn: a line with a marker, a line, or a marker alone. */
  readonly sample: 'run' | 'line' | 'marker'
  /** False for what can't be hidden, such as the data. */
  readonly toggle: boolean
}

/** Of the drawn sample in a legend, in CSS pixels. */
export const sampleWidth = ({ sample }: LegendEntry): number => (sample === 'marker' ? 14 : 34)

/** Whether the sample is of an area's colour, which may be close to that of the page. */
export const isArea = ({ sample, style }: LegendEntry): boolean =>
  sample === 'marker' && style.marker === 'square'

/** What a chart shows, apart from how it is painted. */
export interface Scene {
  readonly title: string
  readonly x: AxisSpec
  readonly y: AxisSpec
  readonly grid: boolean
  /** CSS pixels right of the plot for what the painter draws beside it; none where left out. */
  readonly beside?: number
  readonly legend: readonly LegendEntry[]
}

/** Where and in which colours a painter works. */
export interface Frame {
  readonly area: Area
  readonly x: PixelAxis
  readonly y: PixelAxis
  /** Device pixels a CSS pixel. */
  readonly ratio: number
  readonly theme: Theme
  /** True for a picture to keep: as fine as it gets, whatever it costs. */
  readonly final: boolean
  /** True for a picture in vectors: nothing is drawn as pixels that can do without. */
  readonly vector?: boolean
}

/**
 * Draws the inside of one chart from its model; holds what it remembers between frames. The
 * context is clipped to the plot area; coordinates are CSS pixels.
 */
export interface Painter<Model> {
  /** What changes with the data or the window. */
  paint(context: CanvasRenderingContext2D, frame: Frame, model: Model): void
  /** What follows the playhead, on a second canvas above. */
  paintPlayhead(
    context: CanvasRenderingContext2D,
    frame: Frame,
    model: Model,
    playhead: number | undefined,
  ): void
  /** In the room beside the plot; not clipped. */
  paintBeside?(context: CanvasRenderingContext2D, frame: Frame): void
  /** Resolves once what was asked of a thread for the last paint is there to be painted. */
  settled?(): Promise<void>
}
