import { formatExact } from '../format'
import { floorOf, lowerBound, nearestIndex, toPixel, toValue } from './axis'
import type { StyledCurve } from './curve-painter'
import { nearestRows, type Readout } from './readout'
import type { Frame } from './scene'
import type { Aim } from './useProbe'

/** So near, in CSS pixels, a click counts as one on the curve. */
const reach = 7

/** The recorded x nearest to a value, over all curves; undefined where there is none. */
export function nearestX(
  curves: readonly StyledCurve[],
  frame: Pick<Frame, 'x'>,
  value: number,
): number | undefined {
  let best: number | undefined
  let bestDistance = Infinity
  for (const { view } of curves) {
    const index = nearestIndex(view.x, value, frame.x.scale)
    if (index < 0) continue
    const distance = Math.abs(toPixel(frame.x, view.x[index]) - toPixel(frame.x, value))
    if (distance >= bestDistance) continue
    best = view.x[index]
    bestDistance = distance
  }
  return best
}

/** Index of the curve that passes under (x, y), the nearest where there are several; -1 for none. */
export function curveAt(curves: readonly StyledCurve[], frame: Frame, x: number, y: number): number {
  let best = -1
  let bestDistance = reach
  curves.forEach(({ view }, order) => {
    const from = Math.max(0, lowerBound(view.x, toValue(frame.x, x - reach / 2)) - 1)
    const to = Math.min(view.x.length - 1, lowerBound(view.x, toValue(frame.x, x + reach / 2)))
    for (let index = from; index <= to; index++) {
      const distance = distanceToSegment(
        x,
        y,
        toPixel(frame.x, view.x[index]),
        toPixel(frame.y, view.y[index]),
        toPixel(frame.x, view.x[Math.min(index + 1, to)]),
        toPixel(frame.y, view.y[Math.min(index + 1, to)]),
      )
      if (!(distance < bestDistance)) continue
      best = order
      bestDistance = distance
    }
  })
  return best
}

/** From (x0, y0) alone where the other end can't be drawn; NaN, which is near to nothing, where it can't itself. */
function distanceToSegment(x: number, y: number, x0: number, y0: number, x1: number, y1: number): number {
  const dx = x1 - x0
  const dy = y1 - y0
  const length = dx * dx + dy * dy
  const share = length > 0 ? Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / length)) : 0
  return share > 0 ? Math.hypot(x - x0 - share * dx, y - y0 - share * dy) : Math.hypot(x - x0, y - y0)
}

/** The recorded point of every curve nearest to the aim, with exact numbers from the full arrays. */
export function readCurves(curves: readonly StyledCurve[], frame: Frame, aim: Aim, xTitle: string): Readout {
  const found = curves.flatMap(({ view, style }) => {
    const index = nearestIndex(view.x, aim.x, frame.x.scale)
    if (index < 0) return []
    const level = toPixel(frame.y, view.y[index])
    const distance = Number.isFinite(level) ? Math.abs(level - aim.pixelY) : Infinity
    return [{ key: view.key, label: view.label, style, x: view.x[index], y: view.y[index], distance }]
  })
  const rows = nearestRows(found)
  const nearest = nearestX(curves, frame, aim.x)
  const where = (x: number): string => (x === nearest ? '' : ` (at ${formatExact(x)})`)
  const unshown = (y: number): string => (y <= floorOf(frame.y.scale) ? ' (not on a log axis)' : '')
  return {
    x: aim.pixelX,
    y: aim.pixelY,
    head: nearest === undefined ? 'No points here' : `${xTitle} ${formatExact(nearest)}`,
    rows: rows.map(({ key, label, style, x, y }) => ({
      key,
      label: label + where(x),
      style,
      value: formatExact(y) + unshown(y),
    })),
    more: found.length - rows.length,
    guide: nearest === undefined ? {} : { x: nearest },
    rings: rows.map(({ x, y, style }) => ({ x, y, color: style.color })),
  }
}

/** The recorded x so many points further on in the curve that reaches furthest. */
export function steppedX(curves: readonly StyledCurve[], from: number, steps: number): number | undefined {
  let longest: Float64Array | undefined
  for (const { view } of curves) {
    if (view.x.length > 0 && (!longest || view.x[view.x.length - 1] > longest[longest.length - 1]))
      longest = view.x
  }
  if (!longest) return undefined
  const here = nearestIndex(longest, from, 'linear')
  return longest[Math.max(0, Math.min(longest.length - 1, here + steps))]
}
