import type { StepArrow } from '../../model/step-arrows'
import type { Frame } from '../frame/scene'
import { toPixel } from '../scales/axis'
import { drawNamedArrows, type NamedArrow } from './arrow-labels'
import { contains } from './polyline'

/** CSS pixels that an arrow is longer than the one before it, so that those of one direction are told apart. */
const longer = 30

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
  const placed = arrows.flatMap(({ from, along, label, toScale, lit, share = 1 }, index): NamedArrow[] => {
    const start = place(from)
    const end = place(from.map((value, parameter) => value + along[parameter]))
    const [x, y] = pixelOf(start)
    // Of one parameter, what lies upwards is the value.
    const [towardsX, towardsY] = pixelOf(from.length === 1 ? [end[0], start[1]] : end)
    const whole = Math.hypot(towardsX - x, towardsY - y)
    if (!(whole > 0 && whole < Infinity) || !contains(frame.area, x, y)) return []
    const least = longer * (index + 1) * share
    const length = toScale ? Math.max(whole, least) : least
    const tip = [x + ((towardsX - x) / whole) * length, y + ((towardsY - y) / whole) * length] as const
    return [{ label, lit, tail: [x, y], tip }]
  })
  drawNamedArrows(context, frame.theme, frame.area, placed)
}
