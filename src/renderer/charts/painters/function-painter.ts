import type { Interval } from '@core/objectives/contract'
import { toPixel, usableExtent } from '../scales/axis'
import { drawMarks, type LandscapeModel, type ValueOf } from '../landscape'
import { paintHeads, PathPainter, type Project } from './path-painter'
import { grow, Polyline } from './polyline'
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
    drawMarks(context, frame, model, ([x]) => [x, at(x)])
  }

  paintPlayhead(
    context: Context,
    frame: Frame,
    { paths, value }: LandscapeModel,
    playhead: number | undefined,
  ): void {
    paintHeads(context, frame, paths, projectOnto(value), playhead)
  }
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
