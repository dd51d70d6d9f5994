import type { StepArrow } from '../../model/step-arrows'
import type { Frame } from '../frame/scene'
import { toPixel } from '../scales/axis'
import { drawLabel, drawStepArrow, labelWidth } from './brush'
import { contains, grow } from './polyline'

/** CSS pixels that an arrow is longer than the one before it, so that those of one direction are told apart. */
const longer = 30
/** How far beside its tip a name stands, in CSS pixels. */
const beside = 10
/** Of the middle of a name from the edge of the plot, in CSS pixels. */
const labelRoom = 8

/** Directions at their places, each with its name. */
export function paintStepArrows(
  context: CanvasRenderingContext2D,
  frame: Frame,
  arrows: readonly StepArrow[],
  place: (theta: readonly number[]) => readonly [number, number],
): void {
  const pixelOf = ([x, y]: readonly [number, number]): readonly [number, number] => [
    toPixel(frame.x, x),
    toPixel(frame.y, y),
  ]
  // The longest first, so that none is hidden.
  for (const [index, { from, along, label, toScale, lit }] of [...arrows.entries()].reverse()) {
    const start = place(from)
    const end = place(from.map((value, parameter) => value + along[parameter]))
    const [x, y] = pixelOf(start)
    // Of one parameter, what lies upwards is the value.
    const [towardsX, towardsY] = pixelOf(from.length === 1 ? [end[0], start[1]] : end)
    const whole = Math.hypot(towardsX - x, towardsY - y)
    if (!(whole > 0 && whole < Infinity) || !contains(frame.area, x, y)) continue
    const least = longer * (index + 1)
    const [ux, uy] = [(towardsX - x) / whole, (towardsY - y) / whole]
    const length = toScale ? Math.max(whole, least) : least
    const [tipX, tipY] = [x + ux * length, y + uy * length]
    const { text, muted, background } = frame.theme
    drawStepArrow(context, lit ? text : muted, [x, y], [tipX, tipY], background)
    const aside = index % 2 === 0 ? beside : -beside
    const align = uy * aside > 0 ? 'right' : 'left'
    const { left, right, top, bottom } = grow(frame.area, -labelRoom)
    const width = labelWidth(context, label, frame, lit)
    const [before, after] = align === 'right' ? [width, 0] : [0, width]
    // A name that would be cut off at the edge is moved in.
    const atX = Math.max(left + before, Math.min(right - after, tipX - uy * aside))
    const atY = Math.max(top, Math.min(bottom, tipY + ux * aside))
    drawLabel(context, label, atX, atY, frame, align, lit)
  }
}
