import { formatNumber } from '../format'
import { toPixel } from './axis'
import { drawLabel } from './brush'
import { affordableCells, contourLevels, contourLines, sampleGrid, type ContourLine } from './contours'
import { drawMarks, type LandscapeModel, type ValueOf } from './landscape'
import { Layer } from './layer'
import { paintHeads, PathPainter, type Project } from './path-painter'
import { contains, grow } from './polyline'
import type { Frame, Painter } from './scene'

type Context = CanvasRenderingContext2D

/** While the window moves, and once it rests: CSS pixels a cell, and milliseconds for sampling. */
const rough = { pitch: 6, budget: 10 }
const fine = { pitch: 2.5, budget: 120 }
/** The window rests after so many milliseconds. */
const settleTime = 140

/** Both parameters of a recorded point. */
export const projectPlane: Project = ({ theta }, index) => [theta[0][index], theta[1][index]]

/** Contour lines that are sampled anew for every window, roughly while it moves. */
export class ContourPainter implements Painter<LandscapeModel> {
  private readonly landscape = new Layer()
  private readonly ways = new PathPainter()
  private shown: readonly number[] = []
  private finish: ReturnType<typeof setTimeout> | undefined

  /** @param onSettle asks for another draw, now in full detail */
  constructor(private readonly onSettle: () => void) {}

  paint(context: Context, frame: Frame, model: LandscapeModel): void {
    const detail = this.detailFor(frame)
    this.landscape.refresh(frame, [model.value, model.floor, detail], (own) => {
      paintContours(own, frame, model, detail)
    })
    this.landscape.stamp(context, frame)
    this.ways.paint(context, frame, model.paths, projectPlane, [model.value], model.scrubbing)
    drawMarks(context, frame, model, (theta) => [theta[0], theta[1]])
  }

  paintPlayhead(
    context: Context,
    frame: Frame,
    { paths }: LandscapeModel,
    playhead: number | undefined,
  ): void {
    paintHeads(context, frame, paths, projectPlane, playhead)
  }

  private detailFor({ area, x, y, final }: Frame): typeof fine {
    const window = [x.min, x.max, y.min, y.max, ...Object.values(area)]
    const first = this.shown.length === 0
    const moved = window.some((side, index) => side !== this.shown[index])
    this.shown = window
    if (final || first) return fine
    if (moved) {
      clearTimeout(this.finish)
      this.finish = setTimeout(() => {
        this.finish = undefined
        this.onSettle()
      }, settleTime)
    }
    return this.finish === undefined ? fine : rough
  }
}

function paintContours(context: Context, frame: Frame, model: LandscapeModel, detail: typeof fine): void {
  const { area, theme, x, y } = frame
  const width = area.right - area.left
  const height = area.bottom - area.top
  const cells = affordableCells(
    costOf(model.value, x.min, y.min),
    detail.budget,
    (width * height) / detail.pitch ** 2,
  )
  const pitch = Math.sqrt((width * height) / cells)
  const grid = sampleGrid(
    model.value,
    [x.min, x.max],
    [y.min, y.max],
    Math.max(8, Math.round(width / pitch) + 3),
    Math.max(8, Math.round(height / pitch) + 3),
  )
  const lines = contourLines(grid, contourLevels(grid.values, model.floor))
  const outlines = lines.map((line) => outlineOf(line, frame))
  context.fillStyle = context.strokeStyle = theme.landscape
  context.globalAlpha = theme.dark ? 0.055 : 0.075
  for (const outline of outlines) context.fill(outline, 'evenodd')
  context.globalAlpha = 0.7
  context.lineWidth = 1
  for (const outline of outlines) context.stroke(outline)
  context.globalAlpha = 1
  drawLevels(context, frame, lines)
}

/** Milliseconds an evaluation takes, measured on a few. */
function costOf(value: ValueOf, x: number, y: number): number {
  const theta = Float64Array.of(x, y)
  const begin = performance.now()
  let times = 0
  while (times < 2_000 && (times < 3 || performance.now() - begin < 1)) {
    theta[0] = x + times * 1e-9
    value(theta)
    times++
  }
  return (performance.now() - begin) / times
}

function outlineOf({ polygons }: ContourLine, { x, y }: Frame): Path2D {
  const outline = new Path2D()
  for (const ring of polygons.flat()) {
    ring.forEach(([u, v], index) => {
      if (index === 0) outline.moveTo(toPixel(x, u), toPixel(y, v))
      else outline.lineTo(toPixel(x, u), toPixel(y, v))
    })
    outline.closePath()
  }
  return outline
}

/** Writes its level on every line long enough, where no other number is near. */
function drawLevels(context: Context, frame: Frame, lines: readonly ContourLine[]): void {
  const room = grow(frame.area, -24)
  const placed: (readonly [number, number])[] = []
  for (const { level, polygons } of lines) {
    const ring = polygons
      .flat()
      .reduce<readonly (readonly [number, number])[]>(
        (longest, candidate) => (candidate.length > longest.length ? candidate : longest),
        [],
      )
    const pixels = ring.map(([u, v]) => [toPixel(frame.x, u), toPixel(frame.y, v)] as const)
    const from = Math.floor(ring.length / 5)
    const spot = [...pixels.slice(from), ...pixels.slice(0, from)].find(
      ([x, y]) => contains(room, x, y) && placed.every(([px, py]) => Math.hypot(x - px, (y - py) * 2) > 90),
    )
    if (!spot || ring.length < 24) continue
    placed.push(spot)
    drawLabel(context, formatNumber(level, 3), spot[0], spot[1], frame, 'center')
  }
}
