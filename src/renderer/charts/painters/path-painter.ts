import { lastAtOrBelow } from '../../model/sequence'
import { pixelsOf } from '../scales/axis'
import { Layer } from '../frame/layer'
import { grow, Polyline } from './polyline'
import { StepPen, thickCorners } from './step-pen'
import type { Styled } from './styled'
import type { Frame } from '../frame/scene'
import type { PathView } from '../../model/chart-data'

export type StyledPath = Styled<PathView>

/** Where recorded point `index` of a path lies in the plot, in values; NaN where it can't be drawn. */
export interface Project {
  (path: PathView, index: number): readonly [number, number]
  /** True: at its two parameters, as they are. */
  readonly isPlain?: boolean
}

type Context = CanvasRenderingContext2D

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
    const draw = (index: number): void => {
      const [x, y] = project(view, index)
      drawn.line.to(xOf(x), yOf(y))
    }
    if (project.isPlain) drawMoves(frame, view, drawn, length, draw)
    else for (let index = drawn.count; index < length; index++) draw(index)
    drawn.pen.close()
    drawn.count = length
    drawn.last = stateOf(view, length - 1)
  }
}

/**
 * Draws the points that a line has a corner at, and the last one. Of a long path nearly all others
 * lie in the pixel of the one before: told in a loop that calls nothing, they cost next to nothing.
 */
function drawMoves(
  { x, y }: Frame,
  { theta: [xs, ys] }: PathView,
  { line, count }: Progress,
  length: number,
  draw: (index: number) => void,
): void {
  const [acrossX, acrossY] = [x.max - x.min, y.max - y.min]
  const [spanX, spanY] = [x.to - x.from, y.to - y.from]
  let [cornerX, cornerY] = line.corner
  /** The point left out last. */
  let waiting = -1
  for (let index = count; index < length; index++) {
    const awayX = x.from + ((xs[index] - x.min) / acrossX) * spanX - cornerX
    const awayY = y.from + ((ys[index] - y.min) / acrossY) * spanY - cornerY
    if (awayX < line.grain && awayX > -line.grain && awayY < line.grain && awayY > -line.grain) {
      waiting = index
      continue
    }
    // A line that breaks here ends there.
    if (waiting >= 0) draw(waiting)
    waiting = -1
    draw(index)
    ;[cornerX, cornerY] = line.corner
  }
  if (waiting >= 0) draw(waiting)
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
