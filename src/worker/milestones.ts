import type { Progress } from '@core/descend'
import { encode } from '@core/wire'
import type { Milestone } from './protocol'

/** Time between two states that are kept, in milliseconds: how long any update of the run is away from one. */
const apart = 20
/** States and bytes that are kept of a run at the most. */
const mostStates = 256
const mostBytes = 2 ** 20

/** Picks the states of a run that are worth keeping: few, whatever the run's length, and none of a short one. */
export class Milestones {
  /** When the last one was taken, and after how many updates. */
  private takenAt = performance.now()
  private iteration = 0
  /** Updates from one to the next, at least; known once the size of one is. */
  private spacing = 1

  /** @param budget updates that the run may make */
  constructor(private readonly budget: number) {}

  /** Whether a state after so many updates is worth keeping. */
  isDue(iteration: number, now: number): boolean {
    return now - this.takenAt >= apart && iteration - this.iteration >= this.spacing
  }

  /** Undefined where it is too large for a second one of its kind. */
  take(progress: Progress): Milestone | undefined {
    const { iteration } = progress
    const state = encode(progress)
    const most = Math.min(mostStates, Math.floor(mostBytes / state.byteLength))
    this.spacing = most < 2 ? Infinity : Math.ceil(this.budget / most)
    this.takenAt = performance.now()
    this.iteration = iteration
    return most < 2 ? undefined : { iteration, state }
  }
}
