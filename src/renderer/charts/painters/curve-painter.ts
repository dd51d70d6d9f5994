import { lastAtOrBelow, lowerBound } from '../../model/sequence'
import { columnEdges, floorOf, pixelsOf, toPixel } from '../scales/axis'
import { drawAcross, drawDiverged, drawLabel, drawMarker } from './brush'
import { columnEnvelope, fillReach } from './column-envelope'
import { grow, Polyline, type Area } from './polyline'
import type { Styled } from './styled'
import { paintCurvePlayhead } from './playhead-painter'
import { paintPreviewCurves } from './preview-painter'
import { gap, reduceBand, reduceColumns } from './pixel-columns'
import type { Frame, Painter } from '../frame/scene'
import type { CurveView, LevelView } from '../../model/chart-data'

export type StyledCurve = Styled<CurveView>

export interface CurveModel {
  readonly curves: readonly StyledCurve[]
  readonly levels: readonly LevelView[]
  /** Curves that nobody has run. */
  readonly previews: readonly StyledCurve[]
}

/** Between two markers of a curve, in CSS pixels. */
const markerPitch = 170
/** With so few points in view every one of them gets a dot. */
const dottedBelow = 80
/** A line this many times as long as the plot is wide is a band of noise: dashes would only tear holes in it. */
const solidBeyond = 3

type Context = CanvasRenderingContext2D

/** Device pixels across the plot. */
export const columnsOf = ({ area, ratio }: Frame): number =>
  Math.max(1, Math.round((area.right - area.left) * ratio))

/** Draws curves from their reduction to pixel columns, and reports how many points that took. */
export class CurvePainter implements Painter<CurveModel> {
  constructor(private readonly report: (drawn: { shown: number; total: number }) => void) {}

  paint(context: Context, frame: Frame, { curves, levels }: CurveModel): void {
    const edges = columnEdges(frame.x, columnsOf(frame))
    for (const { value } of levels) {
      drawAcross(context, frame, { y: toPixel(frame.y, value) }, frame.theme.muted, [6, 4])
    }
    for (const curve of curves) drawBand(context, frame, edges, curve)
    let shown = 0
    let total = 0
    const reduced = curves.map(({ view }) =>
      reduceColumns(view.x, view.y, edges, floorOf(frame.y.scale), floorOf(frame.x.scale)),
    )
    const lines = curves.map((curve, index) => lineOf(frame, curve, reduced[index]))
    curves.forEach((curve, index) => {
      drawLine(context, frame, curve, lines[index])
      shown += reduced[index].reduce((count, point) => (point === gap ? count : count + 1), 0)
      total += pointsInView(curve.view, edges)
    })
    curves.forEach((curve, index) => drawMarkers(context, frame, curve, lines[index]))
    for (const curve of curves) drawChanges(context, frame, curve)
    for (const curve of curves) drawEnd(context, frame, curve)
    for (const { value, label } of levels) {
      drawLabel(context, label, frame.area.left + 8, toPixel(frame.y, value) - 9, frame)
    }
    this.report({ shown: Math.min(shown, total), total })
  }

  paintPlayhead(
    context: Context,
    frame: Frame,
    { curves, previews }: CurveModel,
    playhead: number | undefined,
  ): void {
    if (previews.length > 0) paintPreviewCurves(context, frame, previews)
    if (playhead !== undefined && previews.length === 0) paintCurvePlayhead(context, frame, curves, playhead)
  }
}

function pointsInView(view: CurveView, edges: Float64Array): number {
  const { x, y } = view.whole ?? view
  const last = Math.min(x.length, y.length) - 1
  const first = lowerBound(x, edges[0])
  return Math.max(0, Math.min(last, lastAtOrBelow(x, edges[edges.length - 1])) - first + 1)
}

function drawBand(context: Context, frame: Frame, edges: Float64Array, { view, style }: StyledCurve): void {
  if (!view.band) return
  const band = reduceBand(view.x, view.band.low, view.band.high, edges)
  // Down to where a log scale has nothing, an area would seem to go on for ever.
  const floor = floorOf(frame.y.scale)
  context.save()
  context.globalAlpha = 0.16
  context.fillStyle = style.color
  context.beginPath()
  let start = 0
  for (let index = 0; index <= band.x.length; index++) {
    const broken = index === band.x.length || !(band.low[index] > floor) || !(band.high[index] > floor)
    if (!broken) continue
    for (let k = start; k < index; k++) {
      const x = toPixel(frame.x, band.x[k])
      if (k === start) context.moveTo(x, toPixel(frame.y, band.high[k]))
      else context.lineTo(x, toPixel(frame.y, band.high[k]))
    }
    for (let k = index - 1; k >= start; k--)
      context.lineTo(toPixel(frame.x, band.x[k]), toPixel(frame.y, band.low[k]))
    start = index + 1
  }
  context.fill()
  context.restore()
}

/** Points of a curve in CSS pixels; NaN where its line is broken. */
interface Line {
  readonly xs: Float64Array
  readonly ys: Float64Array
}

function lineOf(frame: Frame, { view }: StyledCurve, points: Int32Array): Line {
  const [xOf, yOf] = [pixelsOf(frame.x), pixelsOf(frame.y)]
  const xs = new Float64Array(points.length)
  const ys = new Float64Array(points.length)
  for (let index = 0; index < points.length; index++) {
    const point = points[index]
    xs[index] = point === gap ? NaN : xOf(view.x[point])
    ys[index] = point === gap ? NaN : yOf(view.y[point])
  }
  return { xs, ys }
}

/** How far the line goes up and down within the plot. */
function climbOf({ ys }: Line, { top, bottom }: Area): number {
  let climb = 0
  let before = NaN
  for (const y of ys) {
    const here = y < top ? top : y > bottom ? bottom : y
    const step = Math.abs(here - before)
    if (step > 0) climb += step
    before = here
  }
  return climb
}

function drawLine(context: Context, frame: Frame, { style }: StyledCurve, line: Line): void {
  const { area, ratio } = frame
  if (climbOf(line, area) > solidBeyond * (area.right - area.left)) {
    context.fillStyle = style.color
    fillReach(context, columnEnvelope(line.xs, line.ys, area, ratio), area, ratio)
    return
  }
  const pen = new Polyline(context, grow(area, 4), 0.5 / ratio)
  context.beginPath()
  for (let index = 0; index < line.xs.length; index++) pen.to(line.xs[index], line.ys[index])
  pen.lift()
  context.save()
  context.setLineDash([...style.dash])
  context.lineJoin = 'bevel'
  context.lineWidth = 1.75
  context.strokeStyle = style.color
  context.stroke()
  context.restore()
}

/** Markers at true points, each curve's shifted against the others'; the points themselves where they are few. */
function drawMarkers(context: Context, frame: Frame, { view, style }: StyledCurve, { xs, ys }: Line): void {
  const { area, theme } = frame
  if (xs.length <= dottedBelow) {
    context.fillStyle = style.color
    for (let index = 0; index < xs.length; index++) {
      if (Number.isNaN(ys[index])) continue
      context.beginPath()
      context.arc(xs[index], ys[index], 2.25, 0, 2 * Math.PI)
      context.fill()
    }
  }
  let next = area.left + 24 + ((view.style * 53) % markerPitch)
  for (let index = 0; index < xs.length; index++) {
    const [x, y] = [xs[index], ys[index]]
    if (!(x >= next && x <= area.right && y >= area.top && y <= area.bottom)) continue
    drawMarker(context, style, x, y, 4.5, theme.background)
    next += Math.ceil((x - next + 1) / markerPitch) * markerPitch
  }
}

/** A ring where the run's settings change. */
function drawChanges(context: Context, frame: Frame, { view, style }: StyledCurve): void {
  const { area, theme } = frame
  for (const place of view.changes ?? []) {
    const x = toPixel(frame.x, place)
    const y = toPixel(frame.y, view.y[lastAtOrBelow(view.x, place)] ?? NaN)
    if (!(x >= area.left && x <= area.right && y >= area.top && y <= area.bottom)) continue
    context.save()
    context.beginPath()
    context.arc(x, y, 5, 0, 2 * Math.PI)
    context.fillStyle = theme.background
    context.fill()
    context.lineWidth = 2
    context.strokeStyle = style.color
    context.stroke()
    context.restore()
  }
}

/** Marks where a curve diverged: its last drawable point, when it is said to have or ends without a number. */
function drawEnd(context: Context, frame: Frame, { view, style }: StyledCurve): void {
  const { x, y } = view
  const length = Math.min(x.length, y.length)
  if (length === 0 || (!view.diverged && Number.isFinite(y[length - 1]))) return
  const floor = floorOf(frame.y.scale)
  let last = length - 1
  while (last >= 0 && !(y[last] > floor && y[last] < Infinity)) last--
  if (last < 0) return
  const { area } = frame
  const atX = toPixel(frame.x, x[last])
  if (!(atX >= area.left - 1 && atX <= area.right + 1)) return
  const inset = (value: number, low: number, high: number): number =>
    Math.min(high - 8, Math.max(low + 8, value))
  drawDiverged(
    context,
    style.color,
    inset(atX, area.left, area.right),
    inset(toPixel(frame.y, y[last]), area.top, area.bottom),
    frame.theme.background,
  )
}
