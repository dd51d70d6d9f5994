import { toPixel } from '../scales/axis'
import { fittedAt, type FitModel } from '../fit'
import type { FitPlane } from '../fit-plane'
import { Layer } from '../frame/layer'
import { traceMarker } from '../../model/palette'
import { contains, grow, Polyline } from './polyline'
import type { Frame, Painter } from '../frame/scene'

type Context = CanvasRenderingContext2D

/** More rows than this are drawn as pixels, one a row or for several that fall together. */
export const dotsUpTo = 20_000
const dotRadius = 2.25
const referenceDash = [6, 4]

export interface PlaneModel extends FitModel {
  readonly plane: FitPlane
}

/** Of a row of class 1 among two classes; one of class 0 is a dot. */
export const upperClass = 'triangle'

/** Rows of data as dots, and what is fitted to them. */
export class FitPainter implements Painter<PlaneModel> {
  private readonly dots = new Layer()
  private drawn = { shown: 0, total: 0 }

  constructor(private readonly report: (drawn: { shown: number; total: number }) => void) {}

  paint(context: Context, frame: Frame, { plane, version }: PlaneModel): void {
    const { x, y } = plane
    // So many are pixels in vectors, too.
    const on = x.length > dotsUpTo ? { ...frame, vector: false } : frame
    this.dots.refresh(on, [x, y, version], (own) => {
      const inView = rowsInView(frame, x, y)
      const shown =
        inView.length > dotsUpTo ? drawPixels(own, frame, x, y, inView) : drawDots(own, frame, plane, inView)
      this.drawn = { shown, total: inView.length }
    })
    this.dots.stamp(context, on)
    this.report(this.drawn)
  }

  paintPlayhead(
    context: Context,
    frame: Frame,
    { paths, plane, best, scales }: PlaneModel,
    playhead: number | undefined,
  ): void {
    if (best) drawFit(context, frame, plane, best, frame.theme.muted, referenceDash, 1.5)
    for (const { view, style } of paths) {
      const theta = fittedAt(view, playhead, scales)
      if (theta) drawFit(context, frame, plane, theta, style.color, style.dash, 2.25)
    }
  }
}

export const referenceStyle = (
  color: string,
): { color: string; dash: readonly number[]; marker: 'circle' } => ({
  color,
  dash: referenceDash,
  marker: 'circle',
})

function rowsInView(frame: Frame, x: Float64Array, y: Float64Array): Int32Array {
  const room = grow(frame.area, dotRadius)
  const rows = new Int32Array(x.length)
  let count = 0
  for (let row = 0; row < x.length; row++) {
    if (contains(room, toPixel(frame.x, x[row]), toPixel(frame.y, y[row]))) rows[count++] = row
  }
  return rows.subarray(0, count)
}

function drawDots(context: Context, frame: Frame, { x, y, classes }: FitPlane, rows: Int32Array): number {
  context.fillStyle = frame.theme.landscape
  context.globalAlpha = rows.length > 2_000 ? 0.5 : 0.8
  for (const row of rows) {
    const [left, top] = [toPixel(frame.x, x[row]), toPixel(frame.y, y[row])]
    context.beginPath()
    if (classes?.[row] === 1) traceMarker(context, upperClass, 2 * dotRadius, left, top)
    else context.arc(left, top, dotRadius, 0, 2 * Math.PI)
    context.fill()
  }
  context.globalAlpha = 1
  return rows.length
}

/** Returns how many pixels that took. */
function drawPixels(
  context: Context,
  frame: Frame,
  x: Float64Array,
  y: Float64Array,
  rows: Int32Array,
): number {
  const { width, height } = context.canvas
  const image = context.createImageData(width, height)
  const { a, d, e, f } = context.getTransform()
  let shown = 0
  for (const row of rows) {
    const column = Math.floor(toPixel(frame.x, x[row]) * a + e)
    const line = Math.floor(toPixel(frame.y, y[row]) * d + f)
    if (column < 0 || line < 0 || column >= width || line >= height) continue
    const alpha = 4 * (line * width + column) + 3
    if (image.data[alpha] === 0) shown++
    image.data[alpha] = 255
  }
  context.putImageData(image, 0, 0)
  context.save()
  context.resetTransform()
  context.globalCompositeOperation = 'source-in'
  context.fillStyle = frame.theme.landscape
  context.fillRect(0, 0, width, height)
  context.restore()
  return shown
}

/** Between two points of a curve, in CSS pixels. */
const curvePitch = 2

function drawFit(
  context: Context,
  frame: Frame,
  { isLine, at: heightAt }: FitPlane,
  theta: readonly number[],
  color: string,
  dash: readonly number[],
  width: number,
): void {
  const { x, y, area } = frame
  const pen = new Polyline(context, area, 0)
  context.save()
  context.beginPath()
  const stretches = isLine ? 1 : Math.max(1, Math.ceil((area.right - area.left) / curvePitch))
  for (let k = 0; k <= stretches; k++) {
    const at = k === stretches ? x.max : x.min + (k / stretches) * (x.max - x.min)
    pen.to(toPixel(x, at), toPixel(y, heightAt(theta, at)))
  }
  pen.lift()
  context.setLineDash([...dash])
  context.lineWidth = width
  context.strokeStyle = color
  context.stroke()
  context.restore()
}
