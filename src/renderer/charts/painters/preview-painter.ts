import type { Frame } from '../frame/scene'
import { columnEdges, floorOf, pixelsOf } from '../scales/axis'
import { drawDiverged, drawLabel } from './brush'
import { pathLength, type Project, type StyledPath } from './path-painter'
import { gap, reduceColumns } from './pixel-columns'
import { contains, grow, Polyline } from './polyline'
import type { Styled } from './styled'
import type { CurveView } from '../../model/chart-data'

type Context = CanvasRenderingContext2D

/** What was not run is thinner than what was. */
const thin = 1.25
/** Corners of all paths together, for they are drawn anew with every move of the hand. */
const mostCorners = 12_000
/** Corners stroked at once: the cost of a stroke grows faster than its length. */
const strokeCorners = 200
/** How much of what was run is covered while something is previewed. */
const veil = 0.6

/** Strokes the path at hand, set off from what lies below. */
export function previewLine(context: Context, color: string, rim: string): void {
  context.save()
  context.lineJoin = 'round'
  context.strokeStyle = rim
  context.lineWidth = thin + 2
  context.globalAlpha = 0.5
  context.stroke()
  context.strokeStyle = color
  context.lineWidth = thin
  context.globalAlpha = 1
  context.stroke()
  context.restore()
}

/** Where a preview ends: an empty circle, for nobody has got there. */
export function drawPreviewEnd(context: Context, ground: string, color: string, x: number, y: number): void {
  context.beginPath()
  context.arc(x, y, 4.5, 0, 2 * Math.PI)
  context.fillStyle = ground
  context.fill()
  context.lineWidth = 1.75
  context.strokeStyle = color
  context.stroke()
}

/** Says on the picture that this has not been run. */
export const drawPreviewWords = (context: Context, frame: Pick<Frame, 'theme'>, x: number, y: number): void =>
  drawLabel(context, 'Preview, not run', x, y, frame, 'left', true)

/** Ways that runs would take, on top of the ways that runs took. */
export function paintPreviewPaths(
  context: Context,
  frame: Frame,
  paths: readonly StyledPath[],
  project: Project,
): void {
  if (paths.length === 0) return
  const [xOf, yOf] = [pixelsOf(frame.x), pixelsOf(frame.y)]
  const { area, theme } = frame
  context.save()
  context.lineJoin = 'round'
  for (const { view, style } of paths) {
    const length = pathLength(view)
    let [x, y] = [NaN, NaN]
    const line = new Polyline(context, grow(area, 4))
    const stroke = (): void => {
      previewLine(context, style.color, theme.background)
      context.beginPath()
      line.resume()
    }
    context.beginPath()
    let stroked = 0
    for (let k = 0; k < length && line.corners < mostCorners / paths.length; k++) {
      const [u, v] = project(view, k)
      line.to(xOf(u), yOf(v))
      if (line.corners - stroked < strokeCorners) continue
      stroke()
      stroked = line.corners
    }
    line.lift()
    stroke()
    for (let k = length - 1; k >= 0 && !Number.isFinite(x + y); k--) {
      const [u, v] = project(view, k)
      ;[x, y] = [xOf(u), yOf(v)]
    }
    if (!contains(area, x, y)) continue
    if (view.diverged) drawDiverged(context, style.color, x, y, theme.background)
    else drawPreviewEnd(context, theme.background, style.color, x, y)
  }
  context.restore()
  drawPreviewWords(context, frame, area.left + 8, area.top + 14)
}

/** Curves that runs would have, above the veiled ones that there are. */
export function paintPreviewCurves(
  context: Context,
  frame: Frame,
  curves: readonly Styled<CurveView>[],
): void {
  if (curves.length === 0) return
  const { area, ratio, theme } = frame
  context.save()
  context.globalAlpha = veil
  context.fillStyle = theme.background
  context.fillRect(area.left, area.top, area.right - area.left, area.bottom - area.top)
  context.restore()
  const edges = columnEdges(frame.x, Math.max(1, Math.round((area.right - area.left) * ratio)))
  const [xOf, yOf] = [pixelsOf(frame.x), pixelsOf(frame.y)]
  context.save()
  context.lineJoin = 'bevel'
  context.lineWidth = thin
  for (const { view, style } of curves) {
    const points = reduceColumns(view.x, view.y, edges, floorOf(frame.y.scale), floorOf(frame.x.scale))
    const line = new Polyline(context, grow(area, 4), 0.5 / ratio)
    context.strokeStyle = style.color
    context.beginPath()
    let [x, y] = [NaN, NaN]
    for (const point of points) {
      if (point === gap) line.to(NaN, NaN)
      else {
        ;[x, y] = [xOf(view.x[point]), yOf(view.y[point])]
        line.to(x, y)
      }
    }
    line.lift()
    context.stroke()
    if (!contains(area, x, y)) continue
    if (view.diverged) drawDiverged(context, style.color, x, y, theme.background)
    else drawPreviewEnd(context, theme.background, style.color, x, y)
  }
  context.restore()
  drawPreviewWords(context, frame, area.left + 8, area.top + 14)
}
