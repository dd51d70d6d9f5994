import { traceMarker, type RunStyle } from '../../model/palette'
import type { Frame } from '../frame/scene'

type Context = CanvasRenderingContext2D

/** A run's marker, set off from what lies below by a rim of the background. */
export function drawMarker(
  context: Context,
  style: RunStyle,
  x: number,
  y: number,
  radius: number,
  rim: string,
): void {
  context.beginPath()
  traceMarker(context, style.marker, radius, x, y)
  context.lineWidth = 2
  context.lineJoin = 'round'
  context.strokeStyle = rim
  context.stroke()
  context.fillStyle = style.color
  context.fill()
}

/** A ring around a point, to single it out. */
export function drawRing(context: Context, color: string, x: number, y: number, rim: string): void {
  context.beginPath()
  context.arc(x, y, 5, 0, 2 * Math.PI)
  context.lineWidth = 4
  context.strokeStyle = rim
  context.stroke()
  context.lineWidth = 2
  context.strokeStyle = color
  context.stroke()
}

/** The mark of divergence: a cross in a circle. */
export function drawDiverged(context: Context, color: string, x: number, y: number, rim: string): void {
  context.beginPath()
  context.arc(x, y, 7, 0, 2 * Math.PI)
  context.fillStyle = rim
  context.fill()
  context.moveTo(x - 3.5, y - 3.5)
  context.lineTo(x + 3.5, y + 3.5)
  context.moveTo(x + 3.5, y - 3.5)
  context.lineTo(x - 3.5, y + 3.5)
  context.lineWidth = 1.75
  context.strokeStyle = color
  context.stroke()
}

/** A line from edge to edge: upright at pixel `x`, or level at pixel `y`. */
export function drawAcross(
  context: Context,
  { area }: Frame,
  at: { readonly x: number } | { readonly y: number },
  color: string,
  dash: readonly number[] = [],
): void {
  context.save()
  context.beginPath()
  if ('x' in at) {
    context.moveTo(Math.round(at.x) + 0.5, area.top)
    context.lineTo(Math.round(at.x) + 0.5, area.bottom)
  } else {
    context.moveTo(area.left, Math.round(at.y) + 0.5)
    context.lineTo(area.right, Math.round(at.y) + 0.5)
  }
  context.setLineDash([...dash])
  context.lineWidth = 1
  context.strokeStyle = color
  context.stroke()
  context.restore()
}

/** An arrow head at (x, y) that points to somewhere beyond. */
export function drawArrow(
  context: Context,
  color: string,
  x: number,
  y: number,
  towardsX: number,
  towardsY: number,
  rim: string,
): void {
  context.save()
  context.translate(x, y)
  context.rotate(Math.atan2(towardsY - y, towardsX - x))
  context.beginPath()
  context.moveTo(7, 0)
  context.lineTo(-6, -6.5)
  context.lineTo(-3, 0)
  context.lineTo(-6, 6.5)
  context.closePath()
  context.lineWidth = 2
  context.strokeStyle = rim
  context.stroke()
  context.fillStyle = color
  context.fill()
  context.restore()
}

/** Shorter than this, in CSS pixels, a step is no arrow. */
const shortestStep = 14

/** A step as an arrow from tail to head, in CSS pixels; nothing where the markers would hide it. */
export function drawStepArrow(
  context: Context,
  color: string,
  [fromX, fromY]: readonly [number, number],
  [toX, toY]: readonly [number, number],
  rim: string,
): void {
  const length = Math.hypot(toX - fromX, toY - fromY)
  if (!(length >= shortestStep)) return
  // The tip, drawn ahead of its point, ends where the step does.
  const [tipX, tipY] = [toX - ((toX - fromX) / length) * 7, toY - ((toY - fromY) / length) * 7]
  context.save()
  context.lineCap = 'round'
  for (const [width, ink] of [
    [5, rim],
    [2.5, color],
  ] as const) {
    context.beginPath()
    context.moveTo(fromX, fromY)
    context.lineTo(tipX, tipY)
    context.lineWidth = width
    context.strokeStyle = ink
    context.stroke()
  }
  drawArrow(context, color, tipX, tipY, toX, toY, rim)
  context.restore()
}

const labelFont = ({ theme }: Pick<Frame, 'theme'>, bold: boolean): string =>
  `${bold ? '600 12px' : '11px'} ${theme.font}`

/** Width of a label, in CSS pixels. */
export function labelWidth(
  context: Context,
  text: string,
  frame: Pick<Frame, 'theme'>,
  bold: boolean,
): number {
  context.save()
  context.font = labelFont(frame, bold)
  const { width } = context.measureText(text)
  context.restore()
  return width
}

/** Text with a rim, so that it reads on lines. */
export function drawLabel(
  context: Context,
  text: string,
  x: number,
  y: number,
  frame: Pick<Frame, 'theme'>,
  align: CanvasTextAlign = 'left',
  bold = false,
): void {
  const { theme } = frame
  context.save()
  context.font = labelFont(frame, bold)
  context.textAlign = align
  context.textBaseline = 'middle'
  context.lineJoin = 'round'
  context.lineWidth = 3
  context.strokeStyle = theme.background
  context.strokeText(text, x, y)
  context.fillStyle = theme.muted
  context.fillText(text, x, y)
  context.restore()
}
