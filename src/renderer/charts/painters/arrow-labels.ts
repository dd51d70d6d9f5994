import type { Theme } from '../frame/theme'
import { drawLabel, drawStepArrow, labelWidth } from './brush'
import { grow, type Area } from './polyline'

type Pixel = readonly [number, number]

/** An arrow in CSS pixels, and what it is called. */
export interface NamedArrow {
  readonly label: string
  readonly tail: Pixel
  readonly tip: Pixel
  readonly lit: boolean
}

/** How far beside its tip the middle of a name stands, in CSS pixels: the nearest place that is free. */
const asides = [10, -10, 24, -24, 38, -38, 52, -52]
/** Of the middle of a name from the edge of the plot, in CSS pixels. */
const labelRoom = 8
/** Of a name, and beside it, in CSS pixels. */
const labelHeight = 14
const gap = 5
/** Along an arrow names keep clear of it at places so far apart, and so far around each, in CSS pixels. */
const shaft = { every: 6, around: 2 }

const shared = (a: Area, b: Area): number =>
  Math.max(0, Math.min(a.right, b.right) - Math.max(a.left, b.left)) *
  Math.max(0, Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top))

/** Small boxes along an arrow. */
function shaftOf({ tail, tip }: NamedArrow): readonly Area[] {
  const [dx, dy] = [tip[0] - tail[0], tip[1] - tail[1]]
  const count = Math.min(200, Math.ceil(Math.hypot(dx, dy) / shaft.every))
  return Array.from({ length: count + 1 }, (_, k) => {
    const [x, y] = [tail[0] + (dx * k) / Math.max(1, count), tail[1] + (dy * k) / Math.max(1, count)]
    return grow({ left: x, right: x, top: y, bottom: y }, shaft.around)
  })
}

/** Where a name may stand, the best first: beside the tip, moved in where the edge would cut it off. */
function placesOf({ tail, tip }: NamedArrow, width: number, area: Area): readonly Area[] {
  const length = Math.hypot(tip[0] - tail[0], tip[1] - tail[1])
  const [ux, uy] = [(tip[0] - tail[0]) / length, (tip[1] - tail[1]) / length]
  const inside = grow(area, -labelRoom)
  return asides.map((aside) => {
    const toRight = uy * aside <= 0
    const left = tip[0] - uy * aside - (toRight ? 0 : width)
    const middle = Math.max(inside.top, Math.min(inside.bottom, tip[1] + ux * aside))
    const from = Math.max(inside.left, Math.min(inside.right - width, left))
    return {
      left: from,
      right: from + width,
      top: middle - labelHeight / 2,
      bottom: middle + labelHeight / 2,
    }
  })
}

/** Draws arrows from their tails to their tips, the last one first, with names that cover neither each other nor an arrow. */
export function drawNamedArrows(
  context: CanvasRenderingContext2D,
  theme: Theme,
  area: Area,
  arrows: readonly NamedArrow[],
): void {
  for (const { tail, tip, lit } of arrows.toReversed())
    drawStepArrow(context, lit ? theme.text : theme.muted, tail, tip, theme.background)
  const taken = arrows.flatMap(shaftOf)
  for (const arrow of arrows) {
    const { label, lit } = arrow
    const cost = (place: Area): number => taken.reduce((sum, box) => sum + shared(place, box), 0)
    const place = placesOf(arrow, labelWidth(context, label, { theme }, lit), area).reduce((best, next) =>
      cost(next) < cost(best) ? next : best,
    )
    // A name weighs more than any arrow.
    const held = { ...place, left: place.left - gap, right: place.right + gap }
    for (let weight = 0; weight < 4; weight++) taken.push(held)
    drawLabel(context, label, place.left, (place.top + place.bottom) / 2, { theme }, 'left', lit)
  }
}
