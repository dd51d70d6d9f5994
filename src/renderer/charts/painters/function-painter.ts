import type { Interval } from '@core/objectives/contract'
import { toPixel, usableExtent } from '../scales/axis'
import { drawMarks, restingMarks, type LandscapeModel, type ValueOf } from '../landscape'
import { drawLabel, drawStepArrow } from './brush'
import { paintHeads } from './path-heads'
import { paintPreviewPaths } from './preview-painter'
import { PathPainter, pointAt, type Project, type StyledPath } from './path-painter'
import { grow, Polyline } from './polyline'
import { overshoots, stepAt } from '../step'
import type { Frame, Painter } from '../frame/scene'

type Context = CanvasRenderingContext2D

/** Samples of the function a device pixel. */
const samplesPerPixel = 3
const samplesForExtent = 2_000

/** A function of one parameter as one of a plain number. */
export function alongX(value: ValueOf): (x: number) => number {
  const theta = new Float64Array(1)
  return (x) => {
    theta[0] = x
    return value(theta)
  }
}

/** What the function's values span over an interval. */
export function heightOf(value: ValueOf, [left, right]: Interval): Interval {
  const at = alongX(value)
  let low = Infinity
  let high = -Infinity
  for (let k = 0; k <= samplesForExtent; k++) {
    const y = at(left + ((right - left) * k) / samplesForExtent)
    if (!Number.isFinite(y)) continue
    low = Math.min(low, y)
    high = Math.max(high, y)
  }
  return usableExtent(low, high, 'linear', 0.06)
}

/** Points (x, f(x)) of a path. */
export function projectOnto(value: ValueOf): Project {
  const at = alongX(value)
  return ({ theta }, index) => [theta[0][index], at(theta[0][index])]
}

/** The function over the window, sampled anew for each, with the ways of the parameter on it. */
export class FunctionPainter implements Painter<LandscapeModel> {
  private readonly ways = new PathPainter()

  paint(context: Context, frame: Frame, model: LandscapeModel): void {
    drawFunction(context, frame, model.value)
    this.ways.paint(context, frame, model.paths, projectOnto(model.value), [model.value], model.scrubbing)
    const at = alongX(model.value)
    drawMarks(context, frame, restingMarks(model), ([x]) => [x, at(x)])
  }

  paintPlayhead(context: Context, frame: Frame, model: LandscapeModel, playhead: number | undefined): void {
    const { paths, previews, value } = model
    if (model.previewing) {
      const at = alongX(value)
      paintPreviewPaths(context, frame, previews, projectOnto(value))
      drawMarks(context, frame, { minima: [], starts: model.starts }, ([x]) => [x, at(x)])
      return
    }
    for (const path of paths) drawSlope(context, frame, model, path, playhead)
    for (const path of paths) drawStep(context, frame, model, path, playhead)
    paintHeads(context, frame, paths, projectOnto(value), playhead)
  }
}

/** Of the tangent to either side, in CSS pixels. */
const tangentReach = 80
/** Of so many runs the words that a step overshoots are written beside it. */
const wordedRuns = 4

/** The tangent where the playhead stands: what the method knows of the function there. */
function drawSlope(
  context: Context,
  frame: Frame,
  { value, slope }: LandscapeModel,
  { view, style }: StyledPath,
  playhead: number | undefined,
): void {
  const point = pointAt(view, playhead)
  if (!point || !slope) return
  const x = point.path.theta[0][point.index]
  const [left, top] = [toPixel(frame.x, x), toPixel(frame.y, alongX(value)(x))]
  // By a distance in proportion to the numbers, or rounding takes the slope.
  const dx = Math.abs(frame.x.max - frame.x.min)
  const [across, up] = [
    toPixel(frame.x, frame.x.min + dx) - toPixel(frame.x, frame.x.min),
    toPixel(frame.y, frame.y.min + dx * slope(x)) - toPixel(frame.y, frame.y.min),
  ]
  const length = Math.hypot(across, up)
  if (!Number.isFinite(left + top + length) || length === 0) return
  const [u, v] = [(across / length) * tangentReach, (up / length) * tangentReach]
  context.save()
  context.strokeStyle = style.color
  context.lineWidth = 1.5
  context.setLineDash([5, 3])
  context.beginPath()
  context.moveTo(left - u, top - v)
  context.lineTo(left + u, top + v)
  context.stroke()
  context.restore()
}

/** The step from the playhead, or the last one, as an arrow; one that goes past a minimum says so. */
function drawStep(
  context: Context,
  frame: Frame,
  { value, slope, minima, paths, pointing }: LandscapeModel,
  { view, style }: StyledPath,
  playhead: number | undefined,
): void {
  const step = stepAt(view, playhead)
  if (!step) return
  const [from, to] = [view.theta[0][step.from], view.theta[0][step.to]]
  const at = alongX(value)
  const tail = [toPixel(frame.x, from), toPixel(frame.y, at(from))] as const
  const head = [toPixel(frame.x, to), toPixel(frame.y, at(to))] as const
  drawStepArrow(context, style.color, tail, head, frame.theme.background)
  // The arrows' own names would cover the words.
  if (pointing || paths.length > wordedRuns || !overshoots(from, to, slope, minima)) return
  const middle = [(tail[0] + head[0]) / 2, (tail[1] + head[1]) / 2 - 12] as const
  drawLabel(context, step.next ? 'overshoots' : 'overshot', middle[0], middle[1], frame, 'center')
}

function drawFunction(context: Context, frame: Frame, value: ValueOf): void {
  const { area, theme, ratio, x, y } = frame
  const at = alongX(value)
  const samples = Math.max(2, Math.round((area.right - area.left) * ratio * samplesPerPixel))
  const line = new Polyline(context, grow(area, 4), 0)
  context.beginPath()
  for (let k = 0; k <= samples; k++) {
    const here = x.min + ((x.max - x.min) * k) / samples
    line.to(toPixel(x, here), toPixel(y, at(here)))
  }
  line.lift()
  context.lineWidth = 2
  context.lineJoin = 'round'
  context.strokeStyle = theme.landscape
  context.stroke()
}
