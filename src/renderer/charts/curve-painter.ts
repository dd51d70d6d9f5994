import { columnEdges, floorOf, lastAtOrBelow, toPixel } from './axis'
import { drawAcross, drawDiverged, drawLabel, drawMarker } from './brush'
import type { RunStyle } from './palette'
import { grow, Polyline } from './polyline'
import { gap, reduceBand, reduceColumns } from './reduce'
import type { Frame, Painter } from './scene'
import type { CurveView, LevelView } from './types'

export interface StyledCurve {
  readonly view: CurveView
  readonly style: RunStyle
}

export interface CurveModel {
  readonly curves: readonly StyledCurve[]
  readonly levels: readonly LevelView[]
}

/** Between two markers of a curve, in CSS pixels. */
const markerPitch = 170
/** With so few points in view every one of them gets a dot. */
const dottedBelow = 80
/** A line this many times as long as the plot is wide is a band of noise: dashes would only tear holes in it. */
const solidBeyond = 3

type Context = CanvasRenderingContext2D

/** Draws curves from their reduction to pixel columns, and reports how many points that took. */
export class CurvePainter implements Painter<CurveModel> {
  constructor(private readonly report: (drawn: { shown: number; total: number }) => void) {}

  paint(context: Context, frame: Frame, { curves, levels }: CurveModel): void {
    const width = frame.area.right - frame.area.left
    const edges = columnEdges(frame.x, Math.max(1, Math.round(width * frame.ratio)))
    for (const { value } of levels) {
      drawAcross(context, frame, { y: toPixel(frame.y, value) }, frame.theme.muted, [6, 4])
    }
    for (const curve of curves) drawBand(context, frame, edges, curve)
    let shown = 0
    let total = 0
    const reduced = curves.map(({ view }) =>
      reduceColumns(view.x, view.y, edges, floorOf(frame.y.scale), floorOf(frame.x.scale)),
    )
    curves.forEach((curve, index) => {
      drawLine(context, frame, curve, reduced[index])
      shown += reduced[index].reduce((count, point) => (point === gap ? count : count + 1), 0)
      total += pointsInView(curve.view, edges)
    })
    curves.forEach((curve, index) => drawMarkers(context, frame, curve, reduced[index], index))
    for (const curve of curves) drawEnd(context, frame, curve)
    for (const { value, label } of levels) {
      drawLabel(context, label, frame.area.left + 8, toPixel(frame.y, value) - 9, frame)
    }
    if (!frame.final) this.report({ shown: Math.min(shown, total), total })
  }

  paintPlayhead(context: Context, frame: Frame, { curves }: CurveModel, playhead: number | undefined): void {
    if (playhead === undefined) return
    const { area, theme } = frame
    const x = toPixel(frame.x, playhead)
    drawAcross(context, frame, { x }, theme.text)
    context.beginPath()
    context.moveTo(x + 0.5 - 6, area.top)
    context.lineTo(x + 0.5 + 6, area.top)
    context.lineTo(x + 0.5, area.top + 8)
    context.closePath()
    context.fillStyle = theme.text
    context.fill()
    for (const { view, style } of curves) {
      const index = lastAtOrBelow(view.x, playhead)
      const y = index < 0 ? NaN : toPixel(frame.y, view.y[index])
      const at = index < 0 ? NaN : toPixel(frame.x, view.x[index])
      if (y >= area.top && y <= area.bottom) drawMarker(context, style, at, y, 5.5, theme.background)
    }
  }
}

function pointsInView({ x, y }: CurveView, edges: Float64Array): number {
  const length = Math.min(x.length, y.length)
  const last = Math.min(length - 1, lastAtOrBelow(x, edges[edges.length - 1]))
  let first = lastAtOrBelow(x, edges[0])
  while (first > 0 && x[first - 1] === edges[0]) first--
  if (first < 0 || x[first] < edges[0]) first++
  return Math.max(0, last - first + 1)
}

function drawBand(context: Context, frame: Frame, edges: Float64Array, { view, style }: StyledCurve): void {
  if (!view.band) return
  const band = reduceBand(view.x, view.band.low, view.band.high, edges)
  // Where the lower bound can't be shown on a log scale, the area runs out of the bottom.
  const bottom = (value: number): number =>
    Number.isFinite(value) && value <= floorOf(frame.y.scale)
      ? frame.area.bottom + 4
      : toPixel(frame.y, value)
  context.save()
  context.globalAlpha = 0.16
  context.fillStyle = style.color
  context.beginPath()
  let start = 0
  for (let index = 0; index <= band.x.length; index++) {
    const broken =
      index === band.x.length || Number.isNaN(band.low[index]) || !(band.high[index] > floorOf(frame.y.scale))
    if (!broken) continue
    for (let k = start; k < index; k++) {
      const x = toPixel(frame.x, band.x[k])
      if (k === start) context.moveTo(x, toPixel(frame.y, band.high[k]))
      else context.lineTo(x, toPixel(frame.y, band.high[k]))
    }
    for (let k = index - 1; k >= start; k--) context.lineTo(toPixel(frame.x, band.x[k]), bottom(band.low[k]))
    start = index + 1
  }
  context.fill()
  context.restore()
}

function drawLine(context: Context, frame: Frame, { view, style }: StyledCurve, points: Int32Array): void {
  const line = new Polyline(context, grow(frame.area, 4), 0)
  context.beginPath()
  for (const point of points) {
    if (point === gap) line.lift()
    else line.to(toPixel(frame.x, view.x[point]), toPixel(frame.y, view.y[point]))
  }
  line.lift()
  context.save()
  const noisy = line.length > solidBeyond * (frame.area.right - frame.area.left)
  context.setLineDash(noisy ? [] : [...style.dash])
  context.lineJoin = 'bevel'
  context.lineWidth = noisy ? 1 / frame.ratio : 1.75
  context.strokeStyle = style.color
  context.stroke()
  context.restore()
}

/** Markers at true points, each curve's shifted against the others'; the points themselves where they are few. */
function drawMarkers(
  context: Context,
  frame: Frame,
  { view, style }: StyledCurve,
  points: Int32Array,
  order: number,
): void {
  const { area, theme } = frame
  if (points.length <= dottedBelow) {
    context.fillStyle = style.color
    for (const point of points) {
      if (point === gap) continue
      context.beginPath()
      context.arc(toPixel(frame.x, view.x[point]), toPixel(frame.y, view.y[point]), 2.25, 0, 2 * Math.PI)
      context.fill()
    }
  }
  let next = area.left + 24 + ((order * 53) % markerPitch)
  for (const point of points) {
    if (point === gap) continue
    const x = toPixel(frame.x, view.x[point])
    if (x < next || x > area.right) continue
    const y = toPixel(frame.y, view.y[point])
    if (y < area.top || y > area.bottom) continue
    drawMarker(context, style, x, y, 4.5, theme.background)
    next += Math.ceil((x - next + 1) / markerPitch) * markerPitch
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
