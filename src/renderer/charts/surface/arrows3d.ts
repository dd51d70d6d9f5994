import type { StepArrow } from '../../model/step-arrows'
import type { Theme } from '../frame/theme'
import { drawNamedArrows, type NamedArrow } from '../painters/arrow-labels'
import { across, away, pointOn, type Point, type Relief } from './relief'

/** Of the box, that an arrow is longer than the one before it. */
const longer = 0.2

/** What the arrows are laid on, and how it is seen. */
interface Ground {
  readonly relief: Relief
  readonly theme: Theme
  /** Of the picture, in CSS pixels. */
  readonly width: number
  readonly height: number
  project(point: Point): readonly [number, number]
}

/** Directions on the surface, from where they are to where it is reached, each with its name. */
export function drawArrowsOn(
  context: CanvasRenderingContext2D,
  { relief, theme, width, height, project }: Ground,
  arrows: readonly StepArrow[],
): void {
  const placed = arrows.flatMap(({ label, from, along, toScale, lit, share = 1 }, index): NamedArrow[] => {
    const tail = pointOn(relief, from[0], from[1])
    const [right, back] = [
      across(relief, from[0] + along[0]) - across(relief, from[0]),
      away(relief, from[1] + along[1]) - away(relief, from[1]),
    ]
    const whole = Math.hypot(right, back)
    if (!tail || !(whole > 0 && whole < Infinity)) return []
    const least = longer * (index + 1) * share
    const length = toScale ? Math.max(whole, least) : least
    // No further than the ground goes.
    const room = Math.min(
      ...[
        [tail[0], right],
        [tail[2], back],
      ].map(([at, by]) => (by === 0 ? Infinity : ((Math.sign(by) - at) / by) * whole)),
    )
    const times = Math.min(length, room) / whole
    const tip = pointOn(relief, from[0] + times * along[0], from[1] + times * along[1])
    return tip ? [{ label, lit, tail: project(tail), tip: project(tip) }] : []
  })
  drawNamedArrows(context, theme, { left: 0, top: 0, right: width, bottom: height }, placed)
}
