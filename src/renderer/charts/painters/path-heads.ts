import type { Frame } from '../frame/scene'
import type { RunStyle } from '../../model/palette'
import type { PathView } from '../../model/chart-data'
import { toPixel } from '../scales/axis'
import { drawArrow, drawDiverged, drawMarker } from './brush'
import { pathLength, pointAt, type Project, type StyledPath } from './path-painter'
import { contains, grow, Polyline } from './polyline'
import { StepPen } from './step-pen'

/** So many corners of the way to the playhead are emphasised, counted back from there. */
const trailCorners = 600

type Context = CanvasRenderingContext2D

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
