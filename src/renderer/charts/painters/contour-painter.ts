import { formatNumber } from '../../model/format'
import { toPixel } from '../scales/axis'
import { drawLabel } from './brush'
import { affordableCells, contourLevels, contourLines, sampleGrid, type ContourLine } from './contours'
import { drawMarks, type LandscapeModel, type ValueOf } from '../landscape'
import { Layer } from '../frame/layer'
import { paintHeads, PathPainter, type Project } from './path-painter'
import { contains, grow } from './polyline'
import type { Frame, Painter } from '../frame/scene'

type Context = CanvasRenderingContext2D

/** CSS pixels a cell, and milliseconds that sampling may take. */
interface Detail {
  readonly pitch: number
  readonly budget: number
}
/** While the window moves. */
const rough: Detail = { pitch: 6, budget: 10 }
/** Once it rests. */
const fine: Detail = { pitch: 2.5, budget: 120 }
/** In a picture to keep. */
const finest: Detail = { pitch: 1.5, budget: 1_500 }
/** Opacity over the highest ground. */
const highestShade = 0.4
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

  private detailFor({ area, x, y, final }: Frame): Detail {
    const window = [x.min, x.max, y.min, y.max, ...Object.values(area)]
    const first = this.shown.length === 0
    const moved = window.some((side, index) => side !== this.shown[index])
    this.shown = window
    if (final) return finest
    if (first) return fine
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

function paintContours(context: Context, frame: Frame, model: LandscapeModel, detail: Detail): void {
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
  // So that the highest ground has the same shade however many levels lie below it.
  context.globalAlpha = 1 - (1 - highestShade) ** (1 / Math.max(8, outlines.length))
  for (const outline of outlines) context.fill(outline, 'evenodd')
  context.globalAlpha = 0.7
  context.lineWidth = 1
  for (const outline of outlines) context.stroke(outline)
  context.globalAlpha = 1
  drawLevels(context, frame, lines)
}

const knownCosts = new WeakMap<ValueOf, number>()

/** Milliseconds an evaluation takes: the least of what was measured, for anything else may come between. */
function costOf(value: ValueOf, x: number, y: number): number {
  let cost = knownCosts.get(value) ?? Infinity
  const theta = Float64Array.of(x, y)
  const begin = performance.now()
  for (let times = 1; performance.now() - begin < 2 && times <= 4_096; times *= 2) {
    const from = performance.now()
    for (let k = 0; k < times; k++) value(theta)
    // A clock that stood still says nothing.
    const taken = performance.now() - from
    if (taken > 0) cost = Math.min(cost, taken / times)
  }
  if (Number.isFinite(cost)) knownCosts.set(value, cost)
  return Number.isFinite(cost) ? cost : 0
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

/** Corners of a ring too small for a number. */
const smallRing = 40
/** Between two numbers, in CSS pixels; half of it upwards. */
const labelPitch = 90

/** Writes its level on every line that is long enough and has a place where no other number is near. */
function drawLevels(context: Context, frame: Frame, lines: readonly ContourLine[]): void {
  const room = grow(frame.area, -24)
  const placed: (readonly [number, number])[] = []
  const free = ([x, y]: readonly [number, number]): boolean =>
    contains(room, x, y) && placed.every(([px, py]) => Math.hypot(x - px, (y - py) * 2) > labelPitch)
  for (const { level, polygons } of lines) {
    const rings = polygons.flat().filter((ring) => ring.length >= smallRing)
    for (const ring of rings.toSorted((a, b) => b.length - a.length)) {
      const from = Math.floor(ring.length / 5)
      const pixels = ring.map(([u, v]) => [toPixel(frame.x, u), toPixel(frame.y, v)] as const)
      const spot = [...pixels.slice(from), ...pixels.slice(0, from)].find(free)
      if (!spot) continue
      placed.push(spot)
      drawLabel(context, formatNumber(level, 3), spot[0], spot[1], frame, 'center')
      break
    }
  }
}
