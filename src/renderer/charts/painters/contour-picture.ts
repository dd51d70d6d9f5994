import { pixelsOf, toPixel, type PixelAxis } from '../scales/axis'
import { bandColours } from '../scales/colour-scale'
import type { ContourRequest, LevelLabel } from '../surface/protocol'
import type { ContourLine } from './contours'
import { contains, grow } from './polyline'
import { simplified } from './simplified'

/** Draws a window's contour lines and the ground between them; nothing in here needs a page. */

type Context = CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D

interface Axes {
  readonly x: PixelAxis
  readonly y: PixelAxis
}

export const axesOf = ({ x, y, width, height }: ContourRequest): Axes => ({
  x: { scale: 'linear', min: x[0], max: x[1], from: 0, to: width },
  y: { scale: 'linear', min: y[0], max: y[1], from: height, to: 0 },
})

function trace(context: Context, { polygons }: ContourLine, { x, y }: Axes): void {
  const [xOf, yOf] = [pixelsOf(x), pixelsOf(y)]
  context.beginPath()
  for (const ring of polygons.flat()) {
    ring.forEach(([u, v], index) => {
      if (index === 0) context.moveTo(xOf(u), yOf(v))
      else context.lineTo(xOf(u), yOf(v))
    })
    context.closePath()
  }
}

/** On the axes, in CSS pixels; each line after the ground inside it, which the next ground leaves free. */
export function paintContours(
  context: Context,
  { x, y, dark, ink }: Axes & Pick<ContourRequest, 'dark' | 'ink'>,
  lines: readonly ContourLine[],
): void {
  const colours = bandColours(lines.length, dark)
  context.fillStyle = colours[0]
  context.fillRect(x.from, Math.min(y.from, y.to), x.to - x.from, Math.abs(y.to - y.from))
  context.strokeStyle = ink
  lines.forEach((line, k) => {
    trace(context, line, { x, y })
    context.globalAlpha = 1
    context.fillStyle = colours[k + 1]
    context.fill('evenodd')
    // Where the values change their sign.
    const zero = line.level === 0
    context.globalAlpha = zero ? 0.85 : 0.3
    context.lineWidth = zero ? 1.5 : 1
    context.stroke()
  })
  context.globalAlpha = 1
}

/** So far, in CSS pixels, a line may pass by a corner that is left out. */
const detour = 0.06

/** The same lines without the corners that nobody could see are missing. */
export function withoutDetours(
  request: ContourRequest,
  lines: readonly ContourLine[],
): readonly ContourLine[] {
  const { x, y } = axesOf(request)
  const [across, up] = [(x.to - x.from) / (x.max - x.min), (y.to - y.from) / (y.max - y.min)]
  return lines.map(({ level, polygons }) => ({
    level,
    polygons: polygons.map((rings) => rings.map((ring) => simplified(ring, across, up, detour))),
  }))
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
