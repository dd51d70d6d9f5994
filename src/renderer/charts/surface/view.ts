import { tall, type Point } from './relief'

/** From where the box is looked at: angles in radians, around it and down from straight above. */
export interface View {
  readonly around: number
  readonly down: number
  readonly distance: number
}

/** Part of the screen that the box is drawn in, in CSS pixels. */
export interface Viewport {
  readonly width: number
  readonly height: number
  readonly ratio: number
  /** Of the whole canvas, of which the box has the left part. */
  readonly whole: number
}

export const firstView: View = { around: 0.62, down: 1.02, distance: 5.6 }
/** What is looked at. */
export const target: Point = [0, tall * 0.36, 0]
/** How opaque what lies behind the surface is drawn. */
export const hiddenAlpha = 0.3
/** In degrees, from the lower to the upper edge. */
export const fieldOfView = 30

/** Straight above there is no up, and from below nothing to see. */
const downRange = [0.02, 1.5] as const
const distanceRange = [1.6, 14] as const
/** A window higher than wide needs to stand further off. */
const usualAspect = 1.35

const within = (value: number, [low, high]: readonly [number, number]): number =>
  Math.min(high, Math.max(low, value))

/** The view by so many radians further around and down, and so many times as far away. */
export const turnedBy = (view: View, around: number, down: number, times = 1): View => ({
  around: view.around + around,
  down: within(view.down + down, downRange),
  distance: within(view.distance * times, distanceRange),
})

export const isSameView = (a: View, b: View): boolean =>
  a.around === b.around && a.down === b.down && a.distance === b.distance

export function eyeOf({ around, down, distance }: View): Point {
  const level = distance * Math.sin(down)
  return [
    target[0] + level * Math.sin(around),
    target[1] + distance * Math.cos(down),
    target[2] + level * Math.cos(around),
  ]
}

/** How much of the field of view the window has. */
export const zoomOf = ({ width, height }: Viewport): number => Math.min(1, width / height / usualAspect)

const dot = (a: Point, b: Point): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2]
const cross = (a: Point, b: Point): Point => [
  a[1] * b[2] - a[2] * b[1],
  a[2] * b[0] - a[0] * b[2],
  a[0] * b[1] - a[1] * b[0],
]
const minus = (a: Point, b: Point): Point => [a[0] - b[0], a[1] - b[1], a[2] - b[2]]
const unit = (a: Point): Point => {
  const length = Math.hypot(...a)
  return [a[0] / length, a[1] / length, a[2] / length]
}

interface Camera {
  readonly eye: Point
  readonly ahead: Point
  readonly right: Point
  readonly up: Point
  /** CSS pixels that a length has at the distance of that length. */
  readonly scale: number
}

function cameraOf(view: View, viewport: Viewport): Camera {
  const eye = eyeOf(view)
  const ahead = unit(minus(target, eye))
  const right = unit(cross(ahead, [0, 1, 0]))
  const scale = ((viewport.height / 2) * zoomOf(viewport)) / Math.tan((fieldOfView * Math.PI) / 360)
  return { eye, ahead, right, up: cross(right, ahead), scale }
}

/** Where points of the box are on the screen, in CSS pixels. */
export function projector(view: View, viewport: Viewport): (point: Point) => readonly [number, number] {
  const { eye, ahead, right, up, scale } = cameraOf(view, viewport)
  const { width, height } = viewport
  return (point) => {
    const away = minus(point, eye)
    const depth = dot(away, ahead)
    return [width / 2 + (scale * dot(away, right)) / depth, height / 2 - (scale * dot(away, up)) / depth]
  }
}

/** The line of sight through a place on the screen, in CSS pixels; the direction has length 1. */
export function rayThrough(
  view: View,
  viewport: Viewport,
): (x: number, y: number) => { readonly eye: Point; readonly direction: Point } {
  const { eye, ahead, right, up, scale } = cameraOf(view, viewport)
  const { width, height } = viewport
  return (x, y) => {
    const [u, v] = [(x - width / 2) / scale, (height / 2 - y) / scale]
    const towards = (axis: 0 | 1 | 2): number => ahead[axis] + u * right[axis] + v * up[axis]
    return { eye, direction: unit([towards(0), towards(1), towards(2)]) }
  }
}
