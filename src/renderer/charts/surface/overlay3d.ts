import { drawDiverged, drawLabel, drawMarker, drawStepArrow } from '../painters/brush'
import { barRoom, drawColourBar, titleDrop } from '../painters/colour-bar'
import { minimumStyle, startStyle, type LandscapeModel } from '../landscape'
import { pointAt, type StyledPath } from '../painters/path-painter'
import { linearTicks } from '../scales/ticks'
import type { Theme } from '../frame/theme'
import type { RunStyle } from '../../model/palette'
import { stepAt } from '../step'
import type { HeightScale } from './height-scale'
import { drawPreviewEnd, drawPreviewWords, previewLine } from '../painters/preview-painter'
import { across, away, drape, isHidden, pointOn, tall, type Point, type Relief } from './relief'
import { hiddenAlpha } from './view'

type Context = CanvasRenderingContext2D

/** What is written and marked above the surface, with the eye that looks at it. */
export interface Overlay {
  readonly relief: Relief
  readonly scale: HeightScale
  readonly levels: readonly number[]
  readonly theme: Theme
  readonly names: readonly [string, string]
  readonly valueTitle: string
  /** What the upright axis measures. */
  readonly heightTitle: string
  readonly width: number
  readonly height: number
  readonly eye: Point
  project(point: Point): readonly [number, number]
}

/** Beyond the edge of the box: of numbers, and of the names of axes. */
const tickOut = 0.13
const titleOut = 0.42

/** A place so that text centred on it is not cut off at the sides. */
function inSight(
  context: Context,
  text: string,
  [x, y]: readonly [number, number],
  width: number,
): readonly [number, number] {
  const half = context.measureText(text).width / 2 + 6
  return [Math.max(half, Math.min(width - half, x)), y]
}

/** Numbers and names along the edges of the box that are nearest to the eye. */
function drawAxes(context: Context, overlay: Overlay): void {
  const { relief, scale, theme, names, heightTitle, eye, project, width } = overlay
  context.font = `600 12px ${theme.font}`
  const [nearX, nearZ] = [eye[0] < 0 ? -1 : 1, eye[2] < 0 ? -1 : 1]
  const write = (text: string, at: Point, bold = false): void => {
    const [x, y] = inSight(context, text, project(at), width - barRoom)
    drawLabel(context, text, x, y, { theme }, 'center', bold)
  }
  for (const { value, label } of linearTicks(...relief.x, 4))
    write(label, [across(relief, value), 0, nearZ * (1 + tickOut)])
  for (const { value, label } of linearTicks(...relief.y, 4))
    write(label, [nearX * (1 + tickOut), 0, away(relief, value)])
  write(names[0], [0, 0, nearZ * (1 + titleOut)], true)
  write(names[1], [nearX * (1 + titleOut), 0, 0], true)

  // The upright edge that stands furthest to the left on the screen.
  const upright = (
    [
      [-1, -1],
      [1, -1],
      [1, 1],
      [-1, 1],
    ] as const
  ).reduce((a, b) => (project([b[0], 0, b[1]])[0] < project([a[0], 0, a[1]])[0] ? b : a))
  for (const { share, label } of scale.ticks) {
    const [x, y] = project([upright[0], tall * share, upright[1]])
    drawLabel(context, label, x - 6, y, { theme }, 'right')
  }
  const [x, y] = project([upright[0], tall, upright[1]])
  drawLabel(context, heightTitle, Math.max(4, x - 30), Math.max(10, y - 16), { theme }, 'left', true)
}

/** Above the surface, so that the two are told apart. */
const lift = 0.004
/** Pieces of a previewed way; what comes after is not drawn. */
const mostPieces = 4_000

/** Ways that nobody has run, as thin lines on the surface. */
function drawPreviews(
  context: Context,
  { relief, project, theme }: Overlay,
  previews: readonly StyledPath[],
): void {
  for (const { view, style } of previews) {
    const ends = drape(relief, view, lift)
    const pieces = Math.min(mostPieces, ends.length / 6)
    const at = (k: number): readonly [number, number] =>
      project([ends[3 * k], ends[3 * k + 1], ends[3 * k + 2]])
    context.beginPath()
    for (let piece = 0; piece < pieces; piece++) {
      context.moveTo(...at(2 * piece))
      context.lineTo(...at(2 * piece + 1))
    }
    previewLine(context, style.color, theme.background)
    const head = pointAt(view, undefined)
    const last = head && pointOn(relief, head.path.theta[0][head.index], head.path.theta[1][head.index])
    if (!last) continue
    if (view.diverged) drawDiverged(context, style.color, ...project(last), theme.background)
    else drawPreviewEnd(context, theme.background, style.color, ...project(last))
  }
  drawPreviewWords(context, { theme }, 8, 14)
}

export function drawOverlay(
  context: Context,
  overlay: Overlay,
  model: LandscapeModel,
  playhead: number | undefined,
): void {
  const { relief, theme, eye, project, width, height, levels, valueTitle } = overlay
  drawAxes(context, overlay)
  const place = (
    x: number,
    y: number,
  ): { readonly at: readonly [number, number]; readonly hidden: boolean } | undefined => {
    const point = pointOn(relief, x, y)
    return point && { at: project(point), hidden: isHidden(relief, point, eye) }
  }
  const mark = (x: number, y: number, draw: (x: number, y: number) => void): void => {
    const seen = place(x, y)
    if (!seen) return
    context.globalAlpha = seen.hidden ? hiddenAlpha : 1
    draw(...seen.at)
    context.globalAlpha = 1
  }
  const marker = (style: RunStyle, radius: number) => (x: number, y: number) =>
    drawMarker(context, style, x, y, radius, theme.background)
  for (const { theta } of model.minima) mark(theta[0], theta[1], marker(minimumStyle(theme.text), 7))
  for (const start of model.starts) mark(start[0], start[1], marker(startStyle(theme.text), 7))
  if (model.previews.length > 0) drawPreviews(context, overlay, model.previews)
  for (const { view, style } of model.previews.length > 0 ? [] : model.paths) {
    const step = stepAt(view, playhead)
    const [from, to] = [step?.from, step?.to].map((k) =>
      k === undefined ? undefined : place(view.theta[0][k], view.theta[1][k]),
    )
    if (from && to) {
      context.globalAlpha = from.hidden && to.hidden ? hiddenAlpha : 1
      drawStepArrow(context, style.color, from.at, to.at, theme.background)
      context.globalAlpha = 1
    }
    const head = pointAt(view, playhead)
    if (!head) continue
    const [x, y] = head.path.theta.map((column) => column[head.index])
    const isLost = view.diverged === true && playhead === undefined
    mark(x, y, (left, top) =>
      isLost
        ? drawDiverged(context, style.color, left, top, theme.background)
        : drawMarker(context, style, left, top, 6.5, theme.background),
    )
  }
  drawColourBar(
    context,
    { area: { left: 0, top: 10, right: width - barRoom, bottom: height - titleDrop - 8 }, theme },
    levels,
    valueTitle,
  )
}
