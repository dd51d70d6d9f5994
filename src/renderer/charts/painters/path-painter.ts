import { lastAtOrBelow } from '../../model/sequence'
import { pixelsOf, toPixel } from '../scales/axis'
import { drawArrow, drawDiverged, drawMarker } from './brush'
import { Layer } from '../frame/layer'
import type { RunStyle } from '../../model/palette'
import { contains, grow, Polyline, type Pen } from './polyline'
import type { Styled } from './styled'
import type { Frame } from '../frame/scene'
import type { PathView } from '../../model/chart-data'

export type StyledPath = Styled<PathView>

/** Where recorded point `index` of a path lies in the plot, in values; NaN where it can't be drawn. */
export type Project = (path: PathView, index: number) => readonly [number, number]

type Context = CanvasRenderingContext2D

/** A path is thick for so many corners; what comes after is drawn as thin as can be, which is many times faster. */
const thickCorners = 2_000
/** Corners stroked at once: the cost of a stroke grows faster than its length. */
const strokeCorners = 200
/** A step at least so long, in CSS pixels, gets a dot at its end. */
const dottedStep = 6
/** So many corners of the way to the playhead are emphasised, counted back from there. */
const trailCorners = 600
/** Of a path while the playhead stands on an earlier point. */
const fainter = 0.4

export function pathLength({ x, theta }: Pick<PathView, 'x' | 'theta'>): number {
  return theta.reduce((length, column) => Math.min(length, column.length), x.length)
}

/** A recorded point of a path; one that is not held comes in a path of its own. */
export interface PathPoint {
  readonly path: PathView
  readonly index: number
}

/**
 * The recorded point at the playhead, the last one without it; undefined before the first, and
 * while it is being read.
 */
export function pointAt(path: PathView, playhead: number | undefined): PathPoint | undefined {
  const { whole } = path
  const x = whole?.x ?? path.x
  const held = pathLength(path)
  const last = (whole?.x.length ?? held) - 1
  const index = playhead === undefined ? last : Math.min(last, lastAtOrBelow(x, playhead))
  if (index < 0) return undefined
  if (!whole || index < held) return { path, index }
  const theta = whole.theta.map((column) => column.at(index))
  if (theta.includes(undefined)) return undefined
  const alone = (value: number | undefined): Float64Array => Float64Array.of(value ?? NaN)
  const { key, label, style, diverged } = path
  return {
    path: {
      key,
      label,
      style,
      diverged: diverged && index === last,
      x: alone(whole.x.at(index)),
      theta: theta.map(alone),
    },
    index: 0,
  }
}

/**
 * Strokes what is drawn with it piece by piece, in the run's dashes, with a dot at the end of every
 * long step: dashes tell runs apart, dots tell updates.
 */
export class StepPen implements Pen {
  private corners = 0
  private total = 0
  private x = NaN
  private y = NaN
  private dots: (readonly [number, number])[] = []
  /** Of the line so far, and where the piece at hand began, so that dashes run on from piece to piece. */
  private length = 0
  private pieceFrom = 0

  constructor(
    private context: Context,
    private readonly frame: Frame,
    private readonly style: RunStyle,
  ) {}

  open(context: Context): void {
    const { color, dash } = this.style
    this.context = context
    context.strokeStyle = context.fillStyle = color
    context.lineJoin = 'round'
    // Round ends would close the gaps.
    context.lineCap = dash.length > 0 ? 'butt' : 'round'
    context.beginPath()
    this.pieceFrom = this.length
  }

  moveTo(x: number, y: number): void {
    // Of lines in one stroke each begins the dashes anew.
    if (this.corners > 0) {
      this.close()
      this.context.beginPath()
    }
    this.context.moveTo(x, y)
    this.x = x
    this.y = y
  }

  lineTo(x: number, y: number): void {
    this.context.lineTo(x, y)
    const step = Math.hypot(x - this.x, y - this.y)
    this.x = x
    this.y = y
    this.length += step
    this.total++
    this.corners++
    if (step >= dottedStep && this.total < thickCorners && contains(this.frame.area, x, y))
      this.dots.push([x, y])
    if (this.corners < strokeCorners) return
    this.close()
    this.context.beginPath()
    this.context.moveTo(x, y)
  }

  close(): void {
    const { context, dots } = this
    const thick = this.total < thickCorners
    context.lineWidth = thick ? 1.5 : 1 / this.frame.ratio
    context.setLineDash(thick ? [...this.style.dash] : [])
    context.lineDashOffset = this.pieceFrom
    context.stroke()
    context.setLineDash([])
    context.lineDashOffset = 0
    this.corners = 0
    this.pieceFrom = this.length
    if (dots.length === 0) return
    context.beginPath()
    for (const [x, y] of dots) {
      context.moveTo(x, y)
      context.arc(x, y, 2, 0, 2 * Math.PI)
    }
    context.fill()
    this.dots = []
  }
}

/** How far a path is drawn, and what was drawn last, by which a path that goes on is told from another one. */
interface Progress {
  readonly pen: StepPen
  readonly line: Polyline
  count: number
  last: readonly number[]
}

const stateOf = (path: PathView, index: number): readonly number[] =>
  path.theta.map((column) => column[index])

function goesOn(path: PathView, { count, last }: Progress): boolean {
  if (count === 0) return true
  if (pathLength(path) < count) return false
  return stateOf(path, count - 1).every((value, index) => Object.is(value, last[index]))
}

/** Draws the ways of the parameters; of a way that grows only what is new. */
export class PathPainter {
  private readonly layer = new Layer()
  private progress = new Map<string, Progress>()

  /** @param key what the projection depends on besides the window */
  paint(
    context: Context,
    frame: Frame,
    paths: readonly StyledPath[],
    project: Project,
    key: readonly unknown[],
    scrubbing: boolean,
  ): void {
    const another = paths.some(({ view }) => {
      const drawn = this.progress.get(view.key)
      return drawn && !goesOn(view, drawn)
    })
    if (another) this.progress = new Map()
    const looks = paths.flatMap(({ view, style }) => [view.key, style.color, style.dash.join()])
    this.layer.refresh(frame, [...key, ...looks, another ? Symbol('anew') : undefined], () => {
      this.progress = new Map()
    })
    this.layer.draw(frame, (own) => {
      for (const path of paths) this.goOn(own, frame, path, project)
    })
    this.layer.stamp(context, frame, scrubbing ? fainter : 1)
  }

  private goOn(context: Context, frame: Frame, { view, style }: StyledPath, project: Project): void {
    let drawn = this.progress.get(view.key)
    if (!drawn) {
      const pen = new StepPen(context, frame, style)
      drawn = { pen, line: new Polyline(pen, grow(frame.area, 4)), count: 0, last: [] }
      this.progress.set(view.key, drawn)
    }
    const length = pathLength(view)
    if (length === drawn.count) return
    const [xOf, yOf] = [pixelsOf(frame.x), pixelsOf(frame.y)]
    drawRim(context, frame, Math.max(0, drawn.count - 1), Math.min(length, thickCorners), (index) => {
      const [x, y] = project(view, index)
      return [xOf(x), yOf(y)]
    })
    drawn.pen.open(context)
    drawn.line.resume()
    for (let index = drawn.count; index < length; index++) {
      const [x, y] = project(view, index)
      drawn.line.to(xOf(x), yOf(y))
    }
    drawn.pen.close()
    drawn.count = length
    drawn.last = stateOf(view, length - 1)
  }
}

/** Sets the part of a path that is thick off from coloured ground. */
function drawRim(
  context: Context,
  { area, theme }: Frame,
  from: number,
  to: number,
  pixels: (index: number) => readonly [number, number],
): void {
  if (to - from < 2) return
  const line = new Polyline(context, grow(area, 4))
  context.save()
  context.beginPath()
  for (let index = from; index < to; index++) line.to(...pixels(index))
  line.lift()
  context.strokeStyle = theme.background
  context.globalAlpha = 0.6
  context.lineWidth = 4
  context.lineJoin = 'round'
  context.stroke()
  context.restore()
}

/** The way up to the playhead, and where it has got to: a marker, an arrow where that lies outside, a cross after divergence. */
export function paintHeads(
  context: Context,
  frame: Frame,
  paths: readonly StyledPath[],
  project: Project,
  playhead: number | undefined,
): void {
  for (const { view, style } of paths) {
    const point = pointAt(view, playhead)
    if (!point) continue
    if (playhead !== undefined) drawTrail(context, frame, point.path, style, project, point.index)
    drawHead(context, frame, point.path, style, project, point.index)
  }
}

function drawTrail(
  context: Context,
  frame: Frame,
  view: PathView,
  style: RunStyle,
  project: Project,
  index: number,
): void {
  const pen = new StepPen(context, frame, style)
  const line = new Polyline(pen, frame.area)
  pen.open(context)
  for (let k = index; k >= 0 && line.corners < trailCorners; k--) {
    const [x, y] = project(view, k)
    line.to(toPixel(frame.x, x), toPixel(frame.y, y))
  }
  line.lift()
  pen.close()
}

function drawHead(
  context: Context,
  frame: Frame,
  view: PathView,
  style: RunStyle,
  project: Project,
  index: number,
): void {
  const { theme } = frame
  const inner = grow(frame.area, -9)
  const pixels = (k: number): readonly [number, number] => {
    const [x, y] = project(view, k)
    return [toPixel(frame.x, x), toPixel(frame.y, y)]
  }
  let last = index
  let [x, y] = pixels(last)
  while (last > 0 && Number.isNaN(x + y)) [x, y] = pixels(--last)
  if (Number.isNaN(x + y)) return
  const isEnd = !view.whole && index === pathLength(view) - 1
  const lost = last < index || (view.diverged === true && isEnd)
  const insideX = Math.min(inner.right, Math.max(inner.left, x))
  const insideY = Math.min(inner.bottom, Math.max(inner.top, y))
  if (lost) drawDiverged(context, style.color, insideX, insideY, theme.background)
  else if (contains(frame.area, x, y)) drawMarker(context, style, x, y, 6.5, theme.background)
  else drawArrow(context, style.color, insideX, insideY, x, y, theme.background)
}
