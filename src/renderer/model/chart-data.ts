import type { TableView } from '@core/data/view'
import type { ObjectiveSpec } from '@core/experiment'
import type { Fit, Interval, Minimum, Table } from '@core/objectives/contract'
import type { Plane } from './plane'
import type { Sequence } from './sequence'
import type { StepArrow } from './step-arrows'

/**
 * What the pages hand to the charts. Arrays are read, never copied or changed; a growing
 * curve is given as a new, longer array (a `subarray` of one buffer will do), or as the
 * same array with a new `version`.
 */

export type ScaleKind = 'linear' | 'log'

/** What every drawn run has in common. */
export interface RunView {
  /** Names the run in events; unique in its chart. */
  readonly key: string
  readonly label: string
  /** The label without what is said of its numbers, where they stand beside it. */
  readonly name?: string
  /** The label with what tells this run from the others, for a picture that leaves the page. */
  readonly inFull?: string
  /** Index given to `runStyle`: one a run, the same in every chart. */
  readonly style: number
  /** Ended `diverged`: the last drawable point gets a mark. */
  readonly diverged?: boolean
}

/** y[k] against x[k]; x (iteration or epoch) never decreases. Values that are not finite are gaps. */
export interface CurveView extends RunView {
  readonly x: Float64Array
  readonly y: Float64Array
  /**
   * Every recorded point, where x and y have only those that a picture needs. A value that has
   * been asked for and read comes with a new `version`.
   */
  readonly whole?: { readonly x: Sequence; readonly y: Sequence }
  /** The update of each recorded point, where x counts something else. */
  readonly updates?: Sequence
  /** A point was recorded every so many updates; left out: at every one. */
  readonly every?: number
  /** Where on x the run's settings were changed; each place gets a mark on the curve. */
  readonly changes?: readonly number[]
  /**
   * Drawn as a faint area behind the curve, as between mean - deviation and mean + deviation; with how many
   * runs stand behind each point, and how many of them have diverged there.
   */
  readonly band?: {
    readonly low: Float64Array
    readonly high: Float64Array
    readonly n: Float64Array
    readonly diverged: Float64Array
  }
}

/** A dashed line across the plot, with its name on it. */
export interface LevelView {
  readonly value: number
  readonly label: string
}

/** The way of the parameters: `theta[j][k]` is parameter j at x[k], x as in the run's curve. */
export interface PathView extends RunView {
  readonly x: Float64Array
  readonly theta: readonly Float64Array[]
  /** Every recorded point, where x and theta have only the first of them; read as in a curve. */
  readonly whole?: { readonly x: Sequence; readonly theta: readonly Sequence[] }
}

/** What a curve chart shows, so that curves too long to be held come as fine as it can draw them. */
export interface CurveWindow {
  /** In the unit of x; undefined: all there is. */
  readonly range: Interval | undefined
  /** Device pixels across the plot. */
  readonly columns: number
  readonly scale: ScaleKind
}

interface ChartProps {
  /** Above the chart, and in its exported picture. */
  readonly title: string
  readonly xTitle?: string
  readonly yTitle?: string
  /** Of the plot, in CSS pixels; `fill`: what is left of the place it stands in. */
  readonly height?: number | 'fill'
  /** In updates where curves say theirs, else in the unit of the runs' x; undefined: at the newest point. */
  readonly playhead?: number
  /** Change it where arrays were filled in place. */
  readonly version?: number
}

export interface CurveChartProps extends ChartProps {
  readonly curves: readonly CurveView[]
  /** Curves that nobody has run, drawn thinner and above the others. */
  readonly previews?: readonly CurveView[]
  readonly xScale?: ScaleKind
  readonly yScale?: ScaleKind
  /** Values of y to compare with, such as a target. */
  readonly levels?: readonly LevelView[]
  /** Said while nothing has come in of points that there are; empty where there are none. */
  readonly waiting?: string
  /** How the curves are to be read, in sentences. */
  readonly notes?: readonly string[]
}

/** A function as plain data, so that a thread can make it. */
export interface SurfaceSource {
  readonly objective: ObjectiveSpec
  readonly table: Table | undefined
  /** Left out where the function is one of two numbers as it is. */
  readonly plane?: Plane
  /** The box worth drawing, in the plane's numbers. */
  readonly domain: readonly Interval[]
}

/** For functions of one or two parameters. */
export interface LandscapeProps extends ChartProps {
  readonly value: (theta: Float64Array) => number
  /** The same for the thread that draws surfaces; without it the ground stays blank. */
  readonly source?: SurfaceSource
  /** Its first derivative, of a function of one parameter. */
  readonly slope?: (x: number) => number
  /** What the value is called. */
  readonly valueTitle?: string
  /** What the picture is a slice of; empty where it shows all there is. */
  readonly about?: string
  /** The box shown at first, one interval a parameter. */
  readonly domain: readonly Interval[]
  readonly minima?: readonly Minimum[]
  readonly paths?: readonly PathView[]
  /** Ways that nobody has run, drawn thinner; undefined while nothing is previewed. */
  readonly previews?: readonly PathView[]
  readonly start?: readonly number[]
  /** Where runs begin whose starts nobody chose: marked, and not to be dragged. */
  readonly drawnStarts?: readonly (readonly number[])[]
  /** What an update has to do with, in the numbers of the picture. */
  readonly arrows?: readonly StepArrow[]
  /** What the runs' x counts: `iteration` (the default), `epoch`. */
  readonly stepTitle?: string
  /** True: a click (or Enter at the crosshair) emits `start`; the start mark can be dragged, and moved by keys. */
  readonly editable?: boolean
}

/** For models of data. */
export interface FitChartProps extends ChartProps {
  /** The data; where they say that their features are standardised, they are drawn as they were before. */
  readonly table: TableView
  /** What is drawn with them. */
  readonly fit: Fit
  /** What each parameter is called. */
  readonly parameterNames: readonly string[]
  readonly paths?: readonly PathView[]
  /** The parameters of the best fit there is. */
  readonly best?: readonly number[]
}

export interface CurveChartEvents {
  /** A click on a curve. */
  pick: [key: string]
  /** A click or drag in the plot, or the arrow keys; at a recorded point, in the unit of the playhead. */
  'update:playhead': [x: number]
  /** At first, and after everything that changes it: zoom, pan, size, scale. */
  window: [shown: CurveWindow]
}

export interface LandscapeEvents {
  /** undefined: back to the drawn ones, a click having been half of a double click. */
  start: [theta: number[] | undefined]
  /** The start is on its way to somewhere. */
  move: [theta: number[]]
  /** It stays where it was moved to last. */
  keep: []
  /** It goes back to where it was. */
  drop: []
}

export type PictureFormat = 'png' | 'svg' | 'pdf'

/** How a chart leaves the page. */
export interface PictureOptions {
  readonly format: PictureFormat
  /** Of pixels: device pixels a CSS pixel. */
  readonly scale: number
  /** Below the chart; empty for none. */
  readonly caption: string
  /** True for all there is, however the chart is zoomed. */
  readonly whole: boolean
}

/** All frames have pixels, and what is in view. */
export type FrameOptions = Pick<PictureOptions, 'scale' | 'caption'>

/** Draws a chart as it is then, as a picture of it is saved, on a canvas that the next one may be drawn on. */
export type NextFrame = () => Promise<HTMLCanvasElement>

/** What every chart component exposes. */
export interface ChartHandle {
  /** What it can be saved as. */
  readonly formats: readonly PictureFormat[]
  /** With title, axis titles and legend, in the current theme. */
  toPicture(options: PictureOptions): Promise<Blob>
  /** For a film: one picture after the other, of which what does not change is drawn once. */
  toFrames(options: FrameOptions): NextFrame
  /**
   * The points of the runs that are shown, in the part in view or all of them.
   * @throws where the chart does not hold them all
   */
  toCsv?(whole: boolean): string
  resetZoom(): void
}
