import type { Interval } from '@core/objectives/contract'
import type { PathView } from '../../model/chart-data'
import { pathLength } from '../painters/path-painter'
import type { Grid } from '../painters/contours'
import { clipShare, type Area } from '../painters/polyline'

/**
 * A surface in the box that is drawn: x and z in -1..1, z towards the viewer as y of the function goes
 * away, height in 0..`tall`.
 */
export interface Relief {
  readonly x: Interval
  readonly y: Interval
  readonly columns: number
  readonly rows: number
  /** In 0..tall, row by row upwards in y. */
  readonly heights: Float32Array
}

export const tall = 1.1

export type Point = readonly [number, number, number]

export function reliefOf(grid: Grid, share: (value: number) => number): Relief {
  const { columns, rows, values, x0, y0, dx, dy } = grid
  return {
    x: [x0, x0 + (columns - 1) * dx],
    y: [y0, y0 + (rows - 1) * dy],
    columns,
    rows,
    heights: Float32Array.from(values, (value) => tall * share(value)),
  }
}

export const across = ({ x: [low, high] }: Relief, x: number): number => (2 * (x - low)) / (high - low) - 1
export const away = ({ y: [low, high] }: Relief, y: number): number => 1 - (2 * (y - low)) / (high - low)

/** The height at a place of the box, between those that were sampled. */
export function heightAt({ columns, rows, heights }: Relief, boxX: number, boxZ: number): number {
  const u = Math.min(columns - 1, Math.max(0, ((boxX + 1) / 2) * (columns - 1)))
  const v = Math.min(rows - 1, Math.max(0, ((1 - boxZ) / 2) * (rows - 1)))
  const [i, j] = [Math.min(columns - 2, Math.floor(u)), Math.min(rows - 2, Math.floor(v))]
  const [s, t] = [u - i, v - j]
  const at = (column: number, row: number): number => heights[row * columns + column]
  return (
    (1 - t) * ((1 - s) * at(i, j) + s * at(i + 1, j)) + t * ((1 - s) * at(i, j + 1) + s * at(i + 1, j + 1))
  )
}

/** Where parameters lie on the surface; undefined outside. */
export function pointOn(relief: Relief, x: number, y: number): Point | undefined {
  const [boxX, boxZ] = [across(relief, x), away(relief, y)]
  if (!(Math.abs(boxX) <= 1 && Math.abs(boxZ) <= 1)) return undefined
  return [boxX, heightAt(relief, boxX, boxZ), boxZ]
}

/** The floor of the box. */
const floor: Area = { left: -1, top: -1, right: 1, bottom: 1 }

/** So far a piece of a path goes straight before it meets the surface again. */
const piece = 1 / 48
/** Nearer points are one: a fraction of a pixel. */
const still = 1 / 800
/** Of a path at the most; what comes after is not drawn. */
const mostPieces = 30_000

/**
 * A path laid on the surface, as ends of its pieces (x, height, z, x, height, z, ...).
 * @param lift above the surface, so that the two are told apart
 */
export function drape(relief: Relief, path: Pick<PathView, 'x' | 'theta'>, lift: number): Float32Array {
  const ends: number[] = []
  const count = pathLength(path)
  const at = (k: number): readonly [number, number] => [
    across(relief, path.theta[0][k]),
    away(relief, path.theta[1][k]),
  ]
  const push = (boxX: number, boxZ: number): void => {
    ends.push(boxX, heightAt(relief, boxX, boxZ) + lift, boxZ)
  }
  let last = count > 0 ? at(0) : undefined
  for (let k = 1; k < count && ends.length < 6 * mostPieces; k++) {
    const here = at(k)
    if (!last || !Number.isFinite(here[0] + here[1])) {
      last = Number.isFinite(here[0] + here[1]) ? here : undefined
      continue
    }
    const [dx, dz] = [here[0] - last[0], here[1] - last[1]]
    const length = Math.hypot(dx, dz)
    if (length < still && k < count - 1) continue
    const seen = clipShare(floor, ...last, ...here)
    if (seen) {
      const [from, to] = seen
      const pieces = Math.max(1, Math.ceil((length * (to - from)) / piece))
      for (let n = 0; n < pieces; n++) {
        for (const share of [n, n + 1]) {
          const t = from + ((to - from) * share) / pieces
          push(last[0] + t * dx, last[1] + t * dz)
        }
      }
    }
    last = here
  }
  return Float32Array.from(ends)
}

/** Whether the surface lies between a point on it and an eye outside of the box. */
export function isHidden(relief: Relief, [x, y, z]: Point, eye: Point): boolean {
  const [dx, dy, dz] = [eye[0] - x, eye[1] - y, eye[2] - z]
  const length = Math.hypot(dx, dy, dz)
  const step = 2 / relief.columns / length
  for (let t = 3 * step; t < 1; t += step) {
    const [atX, atY, atZ] = [x + t * dx, y + t * dy, z + t * dz]
    if (Math.abs(atX) > 1 || Math.abs(atZ) > 1 || atY > tall) return false
    if (heightAt(relief, atX, atZ) > atY + 0.015) return true
  }
  return false
}
