import { HeldStart, type StartEvents } from '../moving-start'
import { placeUnder } from './pick'
import { across, away, heightAt, pointOn, type Relief } from './relief'
import { projector, type View, type Viewport } from './view'

/** So near, in CSS pixels, the pointer takes hold of the start mark. */
const startReach = 12
/** Of the box, what an arrow key moves the start by; with Shift, finely. */
const stride = { coarse: 1 / 50, fine: 1 / 500 }

/** The surface that a start is moved on, as it is at the moment. */
export interface Grounds {
  readonly editable: () => boolean
  readonly start: () => readonly number[] | undefined
  /** Undefined until the ground is there. */
  readonly relief: () => Relief | undefined
  readonly view: () => View
  readonly viewport: () => Viewport
}

export interface StartGrip {
  /** What follows the pointer from there on; undefined where there is nothing to take hold of. */
  grab(x: number, y: number): ((x: number, y: number) => void) | undefined
  /** The keys that take hold of the start and move it. */
  readonly held: HeldStart
}

/** Moves the start about on a surface in three dimensions, by pointer and keys. */
export function startGrip(
  { editable, start, relief, view, viewport }: Grounds,
  events: StartEvents,
): StartGrip {
  function moveTo(x: number, y: number): void {
    const [ground, from] = [relief(), start()]
    if (!ground || !from) return
    const height = heightAt(ground, across(ground, from[0]), away(ground, from[1]))
    const place = placeUnder(ground, view(), viewport(), [x, y], height)
    if (place) events.move([...place])
  }

  return {
    grab(x, y) {
      const [ground, from] = [relief(), start()]
      if (!editable() || !ground || !from) return undefined
      const point = pointOn(ground, from[0], from[1])
      if (!point) return undefined
      const at = projector(view(), viewport())(point)
      return Math.hypot(at[0] - x, at[1] - y) <= startReach ? moveTo : undefined
    },
    held: new HeldStart(
      () => editable() && start() !== undefined && relief() !== undefined,
      (right, up, fine) => {
        const [ground, from] = [relief(), start()]
        if (!ground || !from) return
        const by = fine ? stride.fine : stride.coarse
        const moved = [right * (ground.x[1] - ground.x[0]), up * (ground.y[1] - ground.y[0])]
        events.move(from.map((value, axis) => value + by * moved[axis]))
      },
      events,
    ),
  }
}
