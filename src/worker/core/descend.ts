import { isBroken, loopOf, type Advance } from './descent/loop'
import { preparationOf } from './descent/preparation'
import { recorderOf, type Recorder } from './descent/recorder'
import { steered } from './descent/steering'
import { begin, save, type Progress } from './descent/state'
import type { Evaluations } from './evaluations'
import type { Plan } from './plan'
import { judgeOf, type Position } from './stopping'

export type { Progress } from './descent/state'

/** What the last update was like, for those who ask why a run ended. */
export interface LastUpdate {
  /** Parameters before it. */
  readonly previous: Float64Array
  /** Largest change of a parameter in it, and in the first update. */
  readonly change: number
  readonly firstChange: number
}

/** A descent under way, which can be saved between two of its positions. */
export interface Descent {
  /** Where it stands now. */
  readonly position: Position
  readonly advance: Advance
  /** `advance` by one update at a time: the positions to come, the start first. */
  readonly positions: Generator<Position, void, void>
  /** Puts the present position into a recording, even where its turn has not come: a cut-off curve's last point. */
  readonly capture: Recorder['capture']
  lastUpdate(): LastUpdate
  /** What the method has evaluated in its first `updates` updates, up to now if left out. Allocates. */
  evaluations(updates?: number): Evaluations
  /** Allocates; meant for now and then. */
  save(): Progress
}

/**
 * Runs a plan one update at a time. The first position is the start; position k is
 * the state after k updates. Same plan, same positions, to the last bit.
 * @param from where to go on; the start if left out
 */
export function descend(plan: Plan, from?: Progress): Descent {
  const { iterations, recordEvery, stop, series } = plan
  const state = begin(plan, from)
  const { position, theta, previous, changes, meter } = state
  const judge = judgeOf(plan)
  const recorder = recorderOf(plan, state)
  const loop = loopOf(plan, state, judge, preparationOf(plan, state), recorder)
  const advance = steered(plan, state, loop)

  // A point to go on from is judged again, as it was the first time, but not handed out again.
  const isOver = position.iteration >= iterations || state.quiet >= stop.patience || isBroken(theta)
  if (isOver || position.iteration % recordEvery === 0) {
    recorder.evaluate()
    position.outcome = judge.verdict(position, state.quiet)
  }

  function* positions(): Generator<Position, void, void> {
    if (!from) yield position
    const single = { columns: new Float64Array(series.length), stride: 1, room: 1, count: 0, iteration: 0 }
    while (!position.outcome) {
      single.count = 0
      advance(single, 1)
      yield position
    }
  }

  return {
    position,
    advance,
    positions: positions(),
    capture: recorder.capture,
    lastUpdate: () => ({ previous: previous.slice(), change: changes[1], firstChange: changes[0] }),
    evaluations: (updates = position.iteration) => meter.counts(updates),
    save: () => save(state),
  }
}
