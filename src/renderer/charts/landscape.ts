import type { Interval, Minimum } from '@core/objectives/contract'
import { formatCount, formatNumber } from '../model/format'
import { toPixel } from './scales/axis'
import { drawMarker } from './painters/brush'
import type { RunStyle } from '../model/palette'
import { pathLength, pointAt, type PathPoint, type Project, type StyledPath } from './painters/path-painter'
import { contains, grow } from './painters/polyline'
import { overshoots, stepAt } from './step'
import type { Frame, LegendEntry } from './frame/scene'
import { numberCell, type ChartTableData } from './frame/table'
import type { LandscapeProps, PathView, SurfaceSource } from '../model/chart-data'

export type ValueOf = LandscapeProps['value']

/** What is drawn of a function and the ways down it. */
export interface LandscapeModel {
  readonly value: ValueOf
  readonly paths: readonly StyledPath[]
  /** Ways that nobody has run; like the starts the newest ones, however long ago this was gathered. */
  readonly previews: readonly StyledPath[]
  /** True while something is previewed: starts then lie above, with the ways from them. */
  readonly previewing: boolean
  readonly minima: readonly Minimum[]
  readonly starts: readonly (readonly number[])[]
  readonly source: SurfaceSource | undefined
  readonly slope: ((x: number) => number) | undefined
  /** True while arrows point out what an update has to do with. */
  readonly pointing: boolean
  /** True while the playhead stands somewhere. */
  readonly scrubbing: boolean
}

export const minimumStyle = (color: string): RunStyle => ({ color, dash: [], marker: 'cross' })
export const startStyle = (color: string): RunStyle => ({ color, dash: [], marker: 'ring' })

/** What stays where it is: a start that is moved about is drawn above, with the ways from it. */
export const restingMarks = ({ minima, starts, previewing }: LandscapeModel): Marks => ({
  minima,
  starts: previewing ? [] : starts,
})

type Marks = Pick<LandscapeModel, 'minima' | 'starts'>

/** Minima and starts, each where `place` puts its parameters. */
export function drawMarks(
  context: CanvasRenderingContext2D,
  frame: Frame,
  { minima, starts }: Marks,
  place: (theta: readonly number[]) => readonly [number, number],
): void {
  const { area, theme } = frame
  const draw = (theta: readonly number[], style: RunStyle): void => {
    const [x, y] = place(theta)
    const [pixelX, pixelY] = [toPixel(frame.x, x), toPixel(frame.y, y)]
    if (contains(grow(area, 8), pixelX, pixelY))
      drawMarker(context, style, pixelX, pixelY, 7, theme.background)
  }
  for (const { theta } of minima) draw(theta, minimumStyle(theme.text))
  for (const start of starts) draw(start, startStyle(theme.text))
}

/** Of those that a search found, nobody knows whether one is the lowest. */
const minimaLabel = (minima: readonly Minimum[]): string => {
  const word = minima.length === 1 ? 'Minimum' : 'Minima'
  return minima.some(({ isFound }) => isFound) ? `${word} found` : word
}

/** The marks' part of the legend, in the page's text colour. */
export function markEntries(minima: readonly Minimum[], starts: number): readonly LegendEntry[] {
  const entry = (key: string, label: string, style: RunStyle): LegendEntry => ({
    key,
    label,
    style,
    hidden: false,
    sample: 'marker',
    toggle: false,
  })
  return [
    ...(starts > 0
      ? [entry('mark:start', starts === 1 ? 'Start' : 'Starts', startStyle('currentColor'))]
      : []),
    ...(minima.length > 0 ? [entry('mark:minimum', minimaLabel(minima), minimumStyle('currentColor'))] : []),
  ]
}

/** The interval with `value` in it, with a little room beyond. */
export function including([low, high]: Interval, value: number | undefined): Interval {
  if (value === undefined || !Number.isFinite(value) || (value >= low && value <= high)) return [low, high]
  const room = (high - low) * 0.05
  return [Math.min(low, value - room), Math.max(high, value + room)]
}

/** So near, in CSS pixels, the pointer is at a point of a path. */
const reach = 10

/** The recorded point of any path nearest to a pixel, if one is near. */
export function pathPointAt(
  paths: readonly StyledPath[],
  frame: Frame,
  project: Project,
  pixelX: number,
  pixelY: number,
): { readonly path: StyledPath; readonly index: number } | undefined {
  let found: { path: StyledPath; index: number } | undefined
  let best = reach
  for (const path of paths) {
    const length = pathLength(path.view)
    for (let index = 0; index < length; index++) {
      // The first parameter alone rules most points out, before the function is asked.
      const away = Math.abs(toPixel(frame.x, path.view.theta[0][index]) - pixelX)
      if (!(away < best)) continue
      const [, y] = project(path.view, index)
      const distance = Math.hypot(away, toPixel(frame.y, y) - pixelY)
      if (!(distance < best)) continue
      best = distance
      found = { path, index }
    }
  }
  return found
}

const thetaAt = ({ path: { theta }, index }: PathPoint): Float64Array =>
  Float64Array.from(theta, (column) => column[index])

const inWords = (theta: Iterable<number>): string =>
  `(${Array.from(theta, (value) => formatNumber(value)).join(', ')})`

/** Of one parameter: whether the step from here, or the one that led here, goes past a minimum. */
function stepInWords(
  path: PathView,
  playhead: number | undefined,
  slope: ((x: number) => number) | undefined,
  minima: readonly Minimum[],
): string {
  const step = path.theta.length === 1 ? stepAt(path, playhead) : undefined
  if (!step) return ''
  const [from, to] = [path.theta[0][step.from], path.theta[0][step.to]]
  if (!overshoots(from, to, slope, minima)) return ''
  return step.next
    ? ` The next step, to ${formatNumber(to)}, overshoots a minimum.`
    : ` The last step, from ${formatNumber(from)}, overshot a minimum.`
}

/** The picture in words, for those who don't see it. */
export function describeLandscape(
  title: string,
  value: ValueOf,
  paths: readonly PathView[],
  minima: readonly Minimum[],
  playhead: number | undefined,
  slope?: (x: number) => number,
): string {
  const known =
    minima.length === 0
      ? ''
      : ` ${minima[0].isFound ? 'Minima found, not known to be the lowest' : 'Known minima'}: ${minima.map((minimum) => `${formatNumber(minimum.value)} at ${inWords(minimum.theta)}`).join('; ')}.`
  const ways = paths.slice(0, 8).map((path) => {
    const point = pointAt(path, playhead)
    if (!point) return `${path.label}: no points yet.`
    const here = thetaAt(point)
    return `${path.label}: from ${inWords(thetaAt({ path, index: 0 }))} to ${inWords(here)}, where the value is ${formatNumber(value(here))}${path.diverged ? ', diverged' : ''}.${stepInWords(path, playhead, slope, minima)}`
  })
  const rest = paths.length > 8 ? ` And ${paths.length - 8} more.` : ''
  return `${title}, with ${paths.length} ${paths.length === 1 ? 'path' : 'paths'}.${known} ${ways.join(' ')}${rest}`.trim()
}

/** Which paths are not drawn to their end, in a plain sentence. */
export function pathNotes(paths: readonly PathView[]): readonly string[] {
  const cut = paths.flatMap((path) =>
    path.whole && path.whole.x.length > pathLength(path)
      ? [
          `${path.label} the first ${formatCount(pathLength(path))} of ${formatCount(path.whole.x.length)} points`,
        ]
      : [],
  )
  if (cut.length === 0) return []
  const rest = cut.length > 3 ? `, and ${cut.length - 3} more runs likewise` : ''
  return [`Paths drawn in part: ${cut.slice(0, 3).join(', ')}${rest}. The markers are exact all the same.`]
}

/** Start, current point and its value, a row a run. */
export function landscapeTable(
  title: string,
  value: ValueOf,
  names: readonly string[],
  paths: readonly PathView[],
  playhead: number | undefined,
): ChartTableData {
  return {
    caption: title,
    head: ['At', ...names.map((name) => `${name} at first`), ...names, 'Value'],
    rows: paths.map((path) => {
      const point = pointAt(path, playhead)
      const here = point && thetaAt(point)
      return {
        key: path.key,
        label: path.diverged ? `${path.label} (diverged)` : path.label,
        cells: [
          numberCell(point && point.path.x[point.index]),
          ...names.map((_, j) => numberCell(path.theta[j]?.[0])),
          ...names.map((_, j) => numberCell(here?.[j])),
          numberCell(here && value(here)),
        ],
      }
    }),
  }
}
