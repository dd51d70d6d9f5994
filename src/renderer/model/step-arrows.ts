import type { InjectionKey, ShallowRef } from 'vue'

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
}

/** Given by a page: what a view of an update points out in the pictures of the objective. */
export const stepArrows: InjectionKey<ShallowRef<readonly StepArrow[]>> = Symbol('step arrows')
