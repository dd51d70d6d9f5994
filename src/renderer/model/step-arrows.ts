import type { InjectionKey, ShallowRef } from 'vue'
import { dot, placeIn, type Plane } from './plane'

/** A direction that an update has to do with, at the place where it counts. */
export interface StepArrow {
  readonly label: string
  /** All parameters of the objective. */
  readonly from: readonly number[]
  /** The way it points, in parameters. */
  readonly along: readonly number[]
  /** True: it is as long as it says, while that is to be seen; else only its direction counts. */
  readonly toScale: boolean
  /** Its symbol is pointed at. */
  readonly lit: boolean
  /** Of its length, what is seen of it in a plane that it does not lie in; 1 when left out. */
  readonly share?: number
}

/** Given by a page: what a view of an update points out in the pictures of the objective. */
export const stepArrows: InjectionKey<ShallowRef<readonly StepArrow[]>> = Symbol('step arrows')

/** What of an arrow is left to be seen of it at the least. */
const leastShare = 0.02

/** Arrows as they lie in a plane, or as their shadows on it do: as much shorter as they lead out of it. */
export function arrowsIn(plane: Plane, arrows: readonly StepArrow[]): readonly StepArrow[] {
  return arrows.flatMap((arrow) => {
    const along = [dot(arrow.along, plane.u), dot(arrow.along, plane.v)]
    const share = Math.min(1, Math.hypot(...along) / Math.hypot(...arrow.along))
    return share >= leastShare ? [{ ...arrow, from: placeIn(plane, arrow.from), along, share }] : []
  })
}
