import { heightAt, tall, type Point, type Relief } from './relief'
import { rayThrough, type View, type Viewport } from './view'

/** Steps along the line of sight through the box, each then halved until it is a hair. */
const steps = 512
const halvings = 20

const clamp = (value: number): number => Math.max(-1, Math.min(1, value))

/**
 * The parameters where the line of sight through a pixel first meets the surface; where it misses it, those
 * nearest to where it passes at a height. Undefined where it never comes down to that.
 * @param height in the box
 */
export function placeUnder(
  relief: Relief,
  view: View,
  viewport: Viewport,
  [pixelX, pixelY]: readonly [number, number],
  height: number,
): readonly [number, number] | undefined {
  const { eye, direction } = rayThrough(view, viewport)(pixelX, pixelY)
  const at = (t: number): Point => [
    eye[0] + t * direction[0],
    eye[1] + t * direction[1],
    eye[2] + t * direction[2],
  ]
  const isBelow = (t: number): boolean => {
    const [x, y, z] = at(t)
    return Math.abs(x) <= 1 && Math.abs(z) <= 1 && y <= heightAt(relief, x, z)
  }
  const placeAt = ([x, , z]: Point): readonly [number, number] => {
    const [left, right] = relief.x
    const [near, far] = relief.y
    return [left + ((clamp(x) + 1) / 2) * (right - left), near + ((1 - clamp(z)) / 2) * (far - near)]
  }
  // The box is never further away from the eye than from its own far corner.
  const reach = Math.hypot(...eye) + Math.hypot(1, tall, 1)
  for (let step = 1; step <= steps; step++) {
    if (!isBelow((step / steps) * reach)) continue
    let [above, below] = [((step - 1) / steps) * reach, (step / steps) * reach]
    for (let k = 0; k < halvings; k++) {
      const middle = (above + below) / 2
      if (isBelow(middle)) below = middle
      else above = middle
    }
    return placeAt(at(below))
  }
  const passes = (height - eye[1]) / direction[1]
  return passes > 0 ? placeAt(at(passes)) : undefined
}
