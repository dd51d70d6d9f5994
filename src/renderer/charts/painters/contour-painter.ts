import { formatNumber } from '../../model/format'
import { toPixel } from '../scales/axis'
import { askSurface } from '../surface/client'
import type { ContourPicture, Detail } from '../surface/protocol'
import { drawLabel } from './brush'
import { drawColourBar } from './colour-bar'
import { paintContours } from './contour-picture'
import { drawMarks, restingMarks, type LandscapeModel } from '../landscape'
import { paintHeads } from './path-heads'
import { PathPainter, type Project } from './path-painter'
import type { Frame, Painter } from '../frame/scene'
import type { PathView, SurfaceSource } from '../../model/chart-data'
import { paintPreviewPaths } from './preview-painter'

type Context = CanvasRenderingContext2D

/** At once, whatever the window. */
const rough: Detail = { pitch: 7, budget: 12 }
/** As soon as the window rests. */
const fine: Detail = { pitch: 2, budget: 200 }
/** In a picture to keep. */
const finest: Detail = { pitch: 1.5, budget: 1_500 }

/** Both parameters of a recorded point. */
export const projectPlane: Project = Object.assign(
  ({ theta }: PathView, index: number) => [theta[0][index], theta[1][index]] as const,
  { isPlain: true },
)

/** A window to be drawn. */
interface Wanted {
  readonly source: SurfaceSource
  readonly frame: Frame
  readonly key: string
}

/** A window that was drawn. */
interface Shown extends Wanted, ContourPicture {
  readonly detail: Detail
}

/**
 * Contour lines of the window in view, worked out on a thread: first roughly, then finely. Until
 * they are there, what was drawn before stands in, moved with the window.
 */
export class ContourPainter implements Painter<LandscapeModel> {
  private readonly ways = new PathPainter()
  private wanted: Wanted | undefined
  private shown: Shown | undefined
  private work: Promise<void> | undefined
  private failed = ''

  /**
   * @param onReady asks for another paint
   * @param onFailed hears why there is no ground to be seen
   * @param title of the scale of colours
   */
  constructor(
    private readonly onReady: () => void,
    private readonly onFailed: (why: string) => void,
    private readonly title: string,
  ) {}

  paint(context: Context, frame: Frame, model: LandscapeModel): void {
    this.want(frame, model.source)
    this.stamp(context, frame, model.source)
    this.ways.paint(context, frame, model.paths, projectPlane, [model.value], model.scrubbing)
    drawMarks(context, frame, restingMarks(model), (theta) => [theta[0], theta[1]])
  }

  paintPlayhead(context: Context, frame: Frame, model: LandscapeModel, playhead: number | undefined): void {
    if (!model.previewing) return paintHeads(context, frame, model.paths, projectPlane, playhead)
    paintPreviewPaths(context, frame, model.previews, projectPlane)
    drawMarks(context, frame, { minima: [], starts: model.starts }, (theta) => [theta[0], theta[1]])
  }

  paintBeside(context: Context, frame: Frame): void {
    if (this.shown) drawColourBar(context, frame, this.shown.levels, this.title)
  }

  async settled(): Promise<void> {
    await this.work
    if (this.failed) throw new Error(this.failed)
  }

  private want(frame: Frame, source: SurfaceSource | undefined): void {
    if (!source) return
    const { area, x, y, ratio, theme } = frame
    const key = JSON.stringify([x.min, x.max, y.min, y.max, Object.values(area), ratio, theme.dark])
    if (this.wanted?.source === source && this.wanted.key === key) return
    this.wanted = { source, frame, key }
    this.work ??= this.follow().finally(() => (this.work = undefined))
  }

  /** Draws what is wanted until nothing else is; what is out of date by then is not drawn finely. */
  private async follow(): Promise<void> {
    try {
      for (let next = this.next(); next; next = this.next()) {
        const { wanted, detail } = next
        const { area, x, y, ratio, theme } = wanted.frame
        const drawn = await askSurface(wanted.source, 'contours', {
          x: [x.min, x.max],
          y: [y.min, y.max],
          width: area.right - area.left,
          height: area.bottom - area.top,
          ratio,
          vector: wanted.frame.vector === true,
          dark: theme.dark,
          ink: theme.text,
          ...detail,
        })
        if (this.shown && 'picture' in this.shown.drawn) this.shown.drawn.picture.close()
        this.shown = { ...wanted, ...drawn, detail }
        this.onReady()
      }
    } catch (error) {
      this.failed = `The contours could not be drawn: ${error instanceof Error ? error.message : String(error)}`
      this.onFailed(this.failed)
    }
  }

  private next(): { readonly wanted: Wanted; readonly detail: Detail } | undefined {
    const { wanted, shown } = this
    if (!wanted) return undefined
    const best = wanted.frame.final ? finest : fine
    const isThere = shown?.source === wanted.source && shown.key === wanted.key
    if (isThere && shown.detail === best) return undefined
    return { wanted, detail: isThere || wanted.frame.final ? best : rough }
  }

  private stamp(context: Context, frame: Frame, source: SurfaceSource | undefined): void {
    const { shown } = this
    if (!shown || shown.source !== source) return
    const { x, y } = shown.frame
    const [left, right] = [toPixel(frame.x, x.min), toPixel(frame.x, x.max)]
    const [bottom, top] = [toPixel(frame.y, y.min), toPixel(frame.y, y.max)]
    if ('picture' in shown.drawn)
      context.drawImage(shown.drawn.picture, left, top, right - left, bottom - top)
    else
      paintContours(context, { ...frame, dark: frame.theme.dark, ink: frame.theme.text }, shown.drawn.lines)
    for (const { level, x: u, y: v } of shown.labels)
      drawLabel(context, formatNumber(level, 5), toPixel(frame.x, u), toPixel(frame.y, v), frame, 'center')
  }
}
