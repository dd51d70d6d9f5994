import type { Interval } from '@core/objectives/contract'
import { formatCount, formatNumber, formatOrdinal } from '../model/format'
import { lastAtOrBelow, lowerBound } from '../model/sequence'
import { valuesOf } from './curve-values'
import { floorOf, usableExtent } from './scales/axis'
import { numberCell, placeCell, type ChartTableData } from './frame/table'
import type { CurveView, LevelView, ScaleKind } from '../model/chart-data'

/** What a set of curves spans on the given scales, and how much of it they can't show. */
export interface CurveSpan {
  readonly x: Interval
  readonly y: Interval
  /** Points with x at or below zero, on a log x. */
  readonly leftOutX: number
  /** Finite values at or below zero, on a log y. */
  readonly leftOutY: number
  /** Points of bands with their lower edge at or below zero, on a log y. */
  readonly leftOutBand: number
  /** False where not every point was looked at: there may be more than `leftOutY`. */
  readonly counted: boolean
  /** Updates from one recorded point to the next, of the curve that has the fewest and of the one that has the most. */
  readonly every: Interval
}

/** Room above and below the curves, as a share of what they span. */
const margin = 0.04

export function spanOf(
  curves: readonly CurveView[],
  xScale: ScaleKind,
  yScale: ScaleKind,
  levels: readonly LevelView[] = [],
): CurveSpan {
  const xFloor = floorOf(xScale)
  const yFloor = floorOf(yScale)
  let left = Infinity
  let right = -Infinity
  let low = Infinity
  let high = -Infinity
  let leftOutX = 0
  let leftOutY = 0
  let leftOutBand = 0
  for (const { x, y, band, whole } of curves) {
    const length = Math.min(x.length, y.length)
    const first = lastAtOrBelow(x, xFloor) + 1
    leftOutX += whole ? lastAtOrBelow(whole.x, xFloor) + 1 : first
    if (first === length) continue
    left = Math.min(left, x[first])
    right = Math.max(right, x[length - 1])
    for (const column of band ? [y, band.low, band.high] : [y]) {
      const values = valuesOf(column.subarray(0, length), first)
      low = Math.min(low, yScale === 'log' ? values.lowPositive : values.low)
      if (values.high > yFloor) high = Math.max(high, values.high)
      if (column === y) leftOutY += values.atMostZero
      else if (column === band?.low) leftOutBand += values.atMostZero
    }
  }
  for (const { value } of levels) {
    if (!(value > yFloor && value < Infinity)) continue
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  return {
    x: usableExtent(left, right, xScale),
    y: usableExtent(low, high, yScale, margin),
    leftOutX,
    leftOutY: yScale === 'log' ? leftOutY : 0,
    leftOutBand: yScale === 'log' ? leftOutBand : 0,
    counted: curves.every(({ whole }) => !whole),
    every: everyOf(curves),
  }
}

/**
 * Previewed curves as far as the picture makes room for them: one that grows beyond its start, and beyond
 * all that was run, leaves it at the top.
 */
export function notAboveStart(
  previews: readonly CurveView[],
  curves: readonly CurveView[],
): readonly CurveView[] {
  if (previews.length === 0) return []
  let most = -Infinity
  for (const { y } of previews) if (y.length > 0 && y[0] < Infinity) most = Math.max(most, y[0])
  for (const { y } of curves) most = Math.max(most, valuesOf(y).high)
  return previews.map((view) => ({ ...view, y: view.y.map((value) => (value > most ? NaN : value)) }))
}

/**
 * The part of y to show with a part of x: what the curves span there, with the points around it
 * where it has hardly any; all of y where there is nothing.
 */
export function fitting(
  curves: readonly CurveView[],
  yScale: ScaleKind,
  whole: Interval,
): (x: Interval) => Interval {
  let known: { readonly x: Interval; readonly y: Interval } | undefined
  return (part) => {
    if (known?.x[0] !== part[0] || known.x[1] !== part[1])
      known = { x: part, y: fitTo(part, curves, yScale, whole) }
    return known.y
  }
}

function fitTo(
  [from, to]: Interval,
  curves: readonly CurveView[],
  yScale: ScaleKind,
  whole: Interval,
): Interval {
  const floor = floorOf(yScale)
  let low = Infinity
  let high = -Infinity
  for (const { x, y, band } of curves) {
    let first = lowerBound(x, from)
    let end = lastAtOrBelow(x, to) + 1
    if (end - first < 2) [first, end] = [Math.max(0, first - 1), end + 1]
    for (const values of band ? [y, band.low, band.high] : [y]) {
      for (let index = first; index < Math.min(end, values.length); index++) {
        const value = values[index]
        if (!(value > floor && value < Infinity)) continue
        if (value < low) low = value
        if (value > high) high = value
      }
    }
  }
  return low <= high ? usableExtent(low, high, yScale, margin) : whole
}

function everyOf(curves: readonly CurveView[]): Interval {
  const all = curves.map(({ every = 1 }) => every)
  return all.length > 0 ? [Math.min(...all), Math.max(...all)] : [1, 1]
}

export interface CurveStats {
  readonly points: number
  readonly first: number | undefined
  readonly last: number | undefined
  readonly lastX: number | undefined
  /** The lowest finite value and where it is first seen. */
  readonly best: number | undefined
  readonly bestX: number | undefined
  readonly notFinite: number
  /** False where not every point was looked at: there may be more that are not finite. */
  readonly counted: boolean
}

/** y of recorded point `index`; undefined while it is being read. */
export function valueAt({ x, y, whole }: CurveView, index: number): number | undefined {
  if (!whole) return y[index]
  const at = whole.x.at(index) ?? NaN
  const drawn = lowerBound(x, at)
  return x[drawn] === at ? y[drawn] : whole.y.at(index)
}

export function statsOf(curve: CurveView): CurveStats {
  const { x, y, whole } = curve
  const held = Math.min(x.length, y.length)
  const points = whole && held > 0 ? whole.x.length : held
  const { lowest: best, notFinite } = valuesOf(y.subarray(0, held))
  const first = points > 0 ? valueAt(curve, 0) : undefined
  // A picture on a log x begins after the start.
  const startIsBest = first !== undefined && Number.isFinite(first) && !(y[best] < first)
  const at = (values: Float64Array, index: number): number | undefined =>
    index >= 0 && index < held ? values[index] : undefined
  return {
    points,
    first,
    last: at(y, held - 1),
    lastX: at(x, held - 1),
    best: startIsBest ? first : at(y, best),
    bestX: startIsBest ? (whole?.x ?? x).at(0) : at(x, best),
    notFinite,
    counted: !whole,
  }
}

/** The curves in words, for those who don't see them. */
export function describeCurves(
  title: string,
  curves: readonly CurveView[],
  xTitle: string,
  yTitle: string,
): string {
  const shown = curves.slice(0, 8)
  const head = `${title}: ${yTitle} against ${xTitle}, ${curves.length} ${curves.length === 1 ? 'curve' : 'curves'}.`
  const sentences = shown.map((curve) => {
    const { points, first, last, lastX, best, bestX, notFinite, counted } = statsOf(curve)
    if (points === 0 || first === undefined || last === undefined) return `${curve.label}: no points yet.`
    const lowest =
      best === undefined ? '' : `, lowest ${formatNumber(best)} at ${xTitle} ${placeCell(bestX).text}`
    const gaps = notFinite > 0 ? `, ${countOf(notFinite, counted)} values not finite` : ''
    const diverged = curve.diverged ? ', diverged' : ''
    const places = (curve.changes ?? []).map((place) => placeCell(place).text)
    const changed = places.length > 0 ? `, settings changed at ${xTitle} ${places.join(', ')}` : ''
    return `${curve.label}: from ${formatNumber(first)} to ${formatNumber(last)} at ${xTitle} ${placeCell(lastX).text}${lowest}${gaps}${changed}${diverged}.`
  })
  const rest = curves.length > shown.length ? [`And ${curves.length - shown.length} more.`] : []
  return [head, ...sentences, ...rest].join(' ')
}

export function curveTable(
  title: string,
  curves: readonly CurveView[],
  xTitle: string,
  yTitle: string,
): ChartTableData {
  return {
    caption: `${title}: ${yTitle} against ${xTitle}`,
    head: ['Points', 'First', 'Last', `at ${xTitle}`, 'Lowest', `at ${xTitle}`, 'Not finite'],
    rows: curves.map((curve) => {
      const { points, first, last, lastX, best, bestX, notFinite, counted } = statsOf(curve)
      return {
        key: curve.key,
        label: curve.diverged ? `${curve.label} (diverged)` : curve.label,
        cells: [
          { text: formatCount(points) },
          numberCell(first),
          numberCell(last),
          placeCell(lastX),
          numberCell(best),
          placeCell(bestX),
          { text: countOf(notFinite, counted) },
        ],
      }
    }),
  }
}

/** What the picture leaves out, in plain sentences. */
export function curveNotes(
  drawn: { readonly shown: number; readonly total: number },
  { leftOutX, leftOutY, leftOutBand, counted, every: [least, most] }: CurveSpan,
  xTitle: string,
): readonly string[] {
  const notes: string[] = []
  if (drawn.shown < drawn.total) {
    notes.push(
      `Showing ${formatCount(drawn.shown)} of ${formatCount(drawn.total)} points: first, last, lowest and highest of every pixel column.`,
    )
  }
  if (most > 1) {
    const every = `every ${formatOrdinal(most)}`
    notes.push(
      least === most
        ? `Only ${every} update was recorded.`
        : `Not every update was recorded: of one curve only ${every}.`,
    )
  }
  if (leftOutX > 0) {
    notes.push(`${points(leftOutX)} at ${xTitle} 0 can’t be shown on a log axis.`)
  }
  if (leftOutY > 0) {
    notes.push(
      `${counted ? points(leftOutY) : `At least ${points(leftOutY)}`} at or below zero can’t be shown on a log axis.`,
    )
  }
  if (leftOutBand > 0) {
    notes.push(
      `The lower edge is at or below zero at ${points(leftOutBand)}: no band is drawn there on a log axis.`,
    )
  }
  return notes
}

/** Why there is nothing to see; empty when there is something. */
export function whyEmpty(
  curves: readonly CurveView[],
  visible: readonly CurveView[],
  xScale: ScaleKind,
  yScale: ScaleKind,
  /** What is on its way. */
  waiting = '',
): string {
  if (curves.length > 0 && visible.length === 0) return 'Every curve is hidden. Choose one in the legend.'
  const withPoints = visible.filter(({ x, y }) => Math.min(x.length, y.length) > 0)
  if (withPoints.length === 0) return waiting || 'No points yet.'
  const shownFrom = (x: ScaleKind, y: ScaleKind): boolean =>
    withPoints.some((curve) => {
      const first = lastAtOrBelow(curve.x, floorOf(x)) + 1
      return curve.y.some((value, index) => index >= first && value > floorOf(y) && value < Infinity)
    })
  if (shownFrom(xScale, yScale)) return ''
  // Advice is only given where following it shows something.
  if (shownFrom(xScale, 'linear'))
    return 'No value is above zero, so a log axis has nothing to show. Try a linear one.'
  if (shownFrom('linear', yScale))
    return 'No point lies beyond x = 0, so a log x axis has nothing to show. Try a linear one.'
  if (shownFrom('linear', 'linear')) return 'Log axes have nothing to show of these values. Try linear ones.'
  return 'No value is a finite number: every one is infinite or not a number (NaN), so there is nothing to draw.'
}

/** Of none seen there is none: a picture has one of every kind that a pixel column holds. */
const countOf = (count: number, exact: boolean): string =>
  exact || count === 0 ? formatCount(count) : `at least ${formatCount(count)}`
const points = (count: number): string => `${formatCount(count)} ${count === 1 ? 'point' : 'points'}`
