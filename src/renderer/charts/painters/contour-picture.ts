import { toPixel, type PixelAxis } from '../scales/axis'
import { bandColours } from '../scales/colour-scale'
import type { ContourRequest, LevelLabel } from '../surface/protocol'
import type { ContourLine } from './contours'
import { contains, grow } from './polyline'

/** Draws a window's contour lines and the ground between them; nothing in here needs a page. */

type Context = OffscreenCanvasRenderingContext2D

interface Axes {
  readonly x: PixelAxis
  readonly y: PixelAxis
}

const axesOf = ({ x, y, width, height }: ContourRequest): Axes => ({
  x: { scale: 'linear', min: x[0], max: x[1], from: 0, to: width },
  y: { scale: 'linear', min: y[0], max: y[1], from: height, to: 0 },
})

function outlineOf({ polygons }: ContourLine, { x, y }: Axes): Path2D {
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

export function paintContours(
  context: Context,
  request: ContourRequest,
  lines: readonly ContourLine[],
): void {
  const { width, height, ratio, dark, ink } = request
  const axes = axesOf(request)
  const colours = bandColours(lines.length, dark)
  const outlines = lines.map((line) => outlineOf(line, axes))
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  context.fillStyle = colours[0]
  context.fillRect(0, 0, width, height)
  outlines.forEach((outline, k) => {
    context.fillStyle = colours[k + 1]
    context.fill(outline, 'evenodd')
  })
  context.strokeStyle = ink
  outlines.forEach((outline, k) => {
    // Where the values change their sign.
    const zero = lines[k].level === 0
    context.globalAlpha = zero ? 0.85 : 0.3
    context.lineWidth = zero ? 1.5 : 1
    context.stroke(outline)
  })
  context.globalAlpha = 1
}

/** Corners of a ring too small for a number. */
const smallRing = 40
/** Between two numbers, in CSS pixels; half of it upwards. */
const labelPitch = 90

/** A place for its number on every line that is long enough and has one where no other number is near. */
export function placeLevels(request: ContourRequest, lines: readonly ContourLine[]): readonly LevelLabel[] {
  const { width, height } = request
  const { x, y } = axesOf(request)
  const room = grow({ left: 0, top: 0, right: width, bottom: height }, -24)
  const placed: LevelLabel[] = []
  const pixels = (u: number, v: number): readonly [number, number] => [toPixel(x, u), toPixel(y, v)]
  const free = ([u, v]: readonly [number, number]): boolean => {
    const [left, top] = pixels(u, v)
    return (
      contains(room, left, top) &&
      placed.every((other) => {
        const [otherLeft, otherTop] = pixels(other.x, other.y)
        return Math.hypot(left - otherLeft, (top - otherTop) * 2) > labelPitch
      })
    )
  }
  for (const { level, polygons } of lines) {
    const rings = polygons.flat().filter((ring) => ring.length >= smallRing)
    for (const ring of rings.toSorted((a, b) => b.length - a.length)) {
      const from = Math.floor(ring.length / 5)
      const spot = [...ring.slice(from), ...ring.slice(0, from)].find(free)
      if (!spot) continue
      placed.push({ level, x: spot[0], y: spot[1] })
      break
    }
  }
  return placed
}
