import { lastAtOrBelow } from '../../model/sequence'
import type { CurveView } from '../../model/chart-data'
import type { Frame } from '../frame/scene'
import { toPixel } from '../scales/axis'
import { drawAcross, drawMarker } from './brush'
import type { Styled } from './styled'

type Context = CanvasRenderingContext2D
type StyledCurve = Styled<CurveView>

/** How much of a curve beyond the playhead is covered. */
const veil = 0.65
/** Nearer to each other, in CSS pixels, places are one. */
const same = 1

/** Where a curve is at an update, on its axes. */
interface Moment {
  readonly x: number
  readonly y: number
  /** The run was over before. */
  readonly isOver: boolean
}

/** Undefined before its first point. */
export function momentOf(view: CurveView, playhead: number): Moment | undefined {
  const points = view.whole ?? view
  const updates = view.updates ?? points.x
  const index = lastAtOrBelow(updates, playhead)
  if (index < 0) return undefined
  const isOver = index === updates.length - 1 && (updates.at(index) ?? NaN) < playhead
  return { x: points.x.at(index) ?? NaN, y: points.y.at(index) ?? NaN, isOver }
}

/** A place of the playhead on x, and which runs are there: undefined: all of them. */
interface Place {
  readonly x: number
  readonly curve: StyledCurve | undefined
}

/** Where an update is on x: at one place where x counts updates, else where each run that goes on is. */
export function playheadPlaces(
  curves: readonly StyledCurve[],
  { x: axis }: Pick<Frame, 'x'>,
  playhead: number,
): readonly Place[] {
  if (!curves.some(({ view }) => view.updates)) return [{ x: playhead, curve: undefined }]
  const moments = curves.flatMap((curve) => {
    const moment = momentOf(curve.view, playhead)
    return moment ? [{ x: moment.x, curve, isOver: moment.isOver }] : []
  })
  const running = moments.some(({ isOver }) => !isOver) ? moments.filter(({ isOver }) => !isOver) : moments
  const pixels = running.map(({ x }) => toPixel(axis, x))
  return Math.max(...pixels) - Math.min(...pixels) < same
    ? running.slice(0, 1).map(({ x }) => ({ x, curve: undefined }))
    : running
}

/** The playhead as a line, or a line a run in its colour; and where each curve is. */
export function paintCurvePlayhead(
  context: Context,
  frame: Frame,
  curves: readonly StyledCurve[],
  playhead: number,
): void {
  const { area, theme } = frame
  for (const { x: place, curve } of playheadPlaces(curves, frame, playhead)) {
    const x = toPixel(frame.x, place)
    const color = curve?.style.color ?? theme.text
    if (!curve) veilBeyond(context, frame, x)
    drawAcross(context, frame, { x }, color, curve?.style.dash)
    context.beginPath()
    context.moveTo(x + 0.5 - 6, area.top)
    context.lineTo(x + 0.5 + 6, area.top)
    context.lineTo(x + 0.5, area.top + 8)
    context.closePath()
    context.fillStyle = color
    context.fill()
  }
  for (const { view, style } of curves) {
    const moment = momentOf(view, playhead)
    if (!moment) continue
    const [x, y] = [toPixel(frame.x, moment.x), toPixel(frame.y, moment.y)]
    if (y >= area.top && y <= area.bottom) drawMarker(context, style, x, y, 5.5, theme.background)
  }
}

/** What is yet to come stays in sight, faintly. */
function veilBeyond(context: Context, { area, theme }: Frame, x: number): void {
  const left = Math.max(area.left, x)
  if (left >= area.right) return
  context.save()
  context.globalAlpha = veil
  context.fillStyle = theme.background
  context.fillRect(left, area.top, area.right - left, area.bottom - area.top)
  context.restore()
}
