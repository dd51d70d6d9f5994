import { lowerBound } from '../../model/sequence'
import { floorOf, nearestIndex, toPixel, toValue } from '../scales/axis'
import type { StyledCurve } from '../painters/curve-painter'
import { valueAt } from '../curves'
import type { CurveView } from '../../model/chart-data'
import { formatCount } from '../../model/format'
import { nearestRows, type Readout } from './readout'
import type { Frame } from '../frame/scene'
import { numberCell, placeCell, worded, type TableCell } from '../frame/table'
import type { Aim } from './useProbe'

/** So near, in CSS pixels, a click counts as one on the curve. */
const reach = 7

/** A recorded point: where on x, and its update, which is the same where x counts updates. */
interface RecordedPoint {
  readonly x: number
  readonly update: number
}

/** The recorded point whose x is nearest to a value, over all curves; undefined where there is none. */
export function nearestPoint(
  curves: readonly StyledCurve[],
  frame: Pick<Frame, 'x'>,
  value: number,
): RecordedPoint | undefined {
  let best: RecordedPoint | undefined
  let bestDistance = Infinity
  for (const { view } of curves) {
    const { x } = view.whole ?? view
    const index = nearestIndex(x, value, frame.x.scale)
    if (index < 0) continue
    const found = x.at(index) ?? NaN
    const distance = Math.abs(toPixel(frame.x, found) - toPixel(frame.x, value))
    if (distance >= bestDistance) continue
    best = { x: found, update: view.updates?.at(index) ?? found }
    bestDistance = distance
  }
  return best
}

export const nearestX = (
  curves: readonly StyledCurve[],
  frame: Pick<Frame, 'x'>,
  value: number,
): number | undefined => nearestPoint(curves, frame, value)?.x

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

/** What stands around the middle of a group and behind it: `0.2 (0.1 to 0.4; n = 5, 1 diverged)`. */
function bandCell({ band, y }: CurveView, index: number, middle: TableCell): TableCell {
  if (!band) return middle
  const found = (column: Float64Array): TableCell =>
    numberCell(Number.isNaN(column[index]) ? undefined : column[index])
  if (Number.isNaN(y[index])) middle = found(y)
  const [low, high] = [found(band.low), found(band.high)]
  const gone = band.diverged[index] > 0 ? `, ${formatCount(band.diverged[index])} diverged` : ''
  const write = (digits: (cell: TableCell) => string): string =>
    `${digits(middle)} (${digits(low)} to ${digits(high)}; n = ${formatCount(band.n[index])}${gone})`
  return { text: write(({ text }) => text), exact: write(({ text, exact = text }) => exact) }
}

/** The recorded point of every curve nearest to the aim. */
export function readCurves(curves: readonly StyledCurve[], frame: Frame, aim: Aim, xTitle: string): Readout {
  const found = curves.flatMap(({ view, style }) => {
    const points = view.whole ?? view
    const index = nearestIndex(points.x, aim.x, frame.x.scale)
    if (index < 0) return []
    // Which curves are near is told from what is drawn: not every one of them need be read.
    const level = toPixel(frame.y, view.y[nearestIndex(view.x, aim.x, frame.x.scale)])
    const distance = Number.isFinite(level) ? Math.abs(level - aim.pixelY) : Infinity
    return [{ view, style, index, x: points.x.at(index) ?? NaN, distance }]
  })
  const rows = nearestRows(found).map((row) => ({ ...row, y: valueAt(row.view, row.index) }))
  const nearest = nearestX(curves, frame, aim.x)
  const where = (x: number): string => (x === nearest ? '' : ` (at ${placeCell(x).text})`)
  const unshown = (y: number): string => (y <= floorOf(frame.y.scale) ? ' (not on a log axis)' : '')
  const { top, bottom } = frame.area
  const levels = rows.map(({ y }) => toPixel(frame.y, y ?? NaN)).filter((y) => y >= top && y <= bottom)
  return {
    x: aim.pixelX,
    // In the half of the plot where these curves are not.
    y: levels.length > 0 ? levels.reduce((sum, y) => sum + y, 0) / levels.length : aim.pixelY,
    head: nearest === undefined ? { text: 'No points here' } : worded(placeCell(nearest), `${xTitle} `),
    rows: rows.map(({ view, style, index, x, y }) => ({
      key: view.key,
      label: (view.name ?? view.label) + where(x),
      style,
      value: y === undefined ? { text: '…' } : bandCell(view, index, worded(numberCell(y), '', unshown(y))),
    })),
    more: found.length - rows.length,
    guide: nearest === undefined ? {} : { x: nearest },
    rings: rows.flatMap(({ x, y, style }) => (y === undefined ? [] : [{ x, y, color: style.color }])),
  }
}

/** The curve that reaches furthest; undefined where there are no points. */
export function furthest(curves: readonly StyledCurve[]): StyledCurve | undefined {
  const end = ({ view }: StyledCurve): number => {
    const { x } = view.whole ?? view
    return x.at(x.length - 1) ?? -Infinity
  }
  return curves
    .filter(({ view }) => (view.whole ?? view).x.length > 0)
    .reduce<StyledCurve | undefined>((far, curve) => (far && end(far) >= end(curve) ? far : curve), undefined)
}

/** The recorded x so many points further on in the curve that reaches furthest. */
export function steppedX(curves: readonly StyledCurve[], from: number, steps: number): number | undefined {
  const far = furthest(curves)
  if (!far) return undefined
  const longest = (far.view.whole ?? far.view).x
  const here = nearestIndex(longest, from, 'linear')
  return longest.at(Math.max(0, Math.min(longest.length - 1, here + steps)))
}
