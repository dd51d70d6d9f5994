import { isDeepStrictEqual } from 'node:util'
import { courseOf, sizesOf, spreadUpdates, type Sizes } from '@core/arithmetic/sizes'
import { updateAfter } from '@core/arithmetic/update'
import { descend, type Progress } from '@core/descend'
import type { RunSpec } from '@core/experiment'
import { bindObjective, planRun, type Plan } from '@core/plan'
import { decode } from '@core/wire'
import { replaySlot, wireError, type ReplayAnswer, type ReplayOrder } from './protocol'

/** Updates between two looks at the clock, at the most; slow ones are looked at one by one. */
const longestStride = 256
const strideTime = 0.5
/** Time between two states that are kept here, in milliseconds, and how many there are at the most. */
const apart = 20
const mostKept = 64

/** A run with so many states has been long: to replay all of it would take as long again. */
const enoughStates = 32

class Stopped extends Error {}

/** A run whose updates are made again, with the changes that its settings have come through so far. */
interface Replayed {
  readonly run: number
  readonly changes: RunSpec['changes']
  readonly plan: Plan
  /** States on its way, the earliest first. */
  kept: readonly Progress[]
  control: Int32Array
}

/** The last state that leads to one after so many updates. */
const nearest = (states: readonly Progress[], updates: number): Progress | undefined =>
  states.reduce<Progress | undefined>(
    (best, state) => (state.iteration <= updates && state.iteration > (best?.iteration ?? -1) ? state : best),
    undefined,
  )

/** Makes single updates of stored runs again; where it has been of the run asked about last, it remembers. */
export class Replayer {
  private last: Replayed | undefined

  answer(order: ReplayOrder): ReplayAnswer {
    try {
      const { asks, states, control } = order
      const replayed = this.runOf(order)
      const stored = states.map((state) => decode(state) as Progress)
      const flags = new Int32Array(control)
      if (asks.type === 'sizes') {
        return { ok: true, sizes: this.sizesOf(replayed, asks.updates, stored, flags) }
      }
      const tell = (share: number): void => void Atomics.store(flags, replaySlot.share, 1000 * share)
      const before = this.stateBefore(replayed, asks.update, stored, tell)
      return { ok: true, values: updateAfter(replayed.plan, before, asks.coordinates) }
    } catch (error) {
      return { ok: false, stopped: error instanceof Stopped, message: wireError(error).message }
    }
  }

  /** Of updates evenly spread; of a run that has states enough, of those that follow one. */
  private sizesOf(
    replayed: Replayed,
    updates: number,
    stored: readonly Progress[],
    flags: Int32Array,
  ): Sizes {
    const { plan } = replayed
    const coordinates = Array.from(plan.start, (_, index) => index)
    const after = stored.map(({ iteration }) => iteration + 1).filter((update) => update <= updates)
    const wanted = stored.length >= enoughStates ? [1, ...after] : spreadUpdates(updates)
    const all = wanted.map((update, index) => {
      const tell = (share: number): void =>
        void Atomics.store(flags, replaySlot.share, (1000 * (index + share)) / wanted.length)
      plan.pulse()
      const before = this.stateBefore(replayed, update, stored, tell)
      // Only the sizes of each stay in memory.
      return sizesOf(updateAfter(plan, before, coordinates))
    })
    return courseOf(all)
  }

  private runOf({ run, experiment, table, control }: ReplayOrder): Replayed {
    const flags = new Int32Array(control)
    const { changes } = experiment.runs[0]
    if (this.last?.run === run && isDeepStrictEqual(this.last.changes, changes)) {
      this.last.control = flags
      return this.last
    }
    const beat = (): void => {
      if (Atomics.load(replayed.control, replaySlot.cancel) !== 0) throw new Stopped('stopped')
    }
    const replayed: Replayed = {
      run,
      changes,
      kept: [],
      control: flags,
      get plan() {
        return plan
      },
    }
    const plan = planRun(experiment, experiment.runs[0], bindObjective(experiment, table, beat), beat)
    this.last = replayed
    return replayed
  }

  /** The state that the update follows; those that are passed on the way are kept for the next question. */
  private stateBefore(
    replayed: Replayed,
    update: number,
    stored: readonly Progress[],
    tell: (share: number) => void,
  ): Progress {
    const { plan } = replayed
    const goal = update - 1
    const from = nearest([...replayed.kept, ...stored], goal)
    const descent = descend(plan, from)
    const room = longestStride
    const into = {
      columns: new Float64Array(plan.series.length * room),
      stride: room,
      room,
      count: 0,
      iteration: 0,
    }
    const begun = descent.position.iteration
    let stride = 1
    let looked = performance.now()
    let keptAt = looked
    while (descent.position.iteration < goal) {
      into.count = 0
      const made = descent.advance(into, Math.min(stride, goal - descent.position.iteration))
      if (made === 0) throw new Error(`the run ended before update ${update}`)
      const now = performance.now()
      stride = now - looked > strideTime ? Math.ceil(stride / 2) : Math.min(stride * 2, longestStride)
      looked = now
      plan.pulse()
      if (now - keptAt < apart) continue
      keptAt = now
      this.keep(replayed, descent.save())
      tell((descent.position.iteration - begun) / (goal - begun))
    }
    const before = descent.save()
    this.keep(replayed, before)
    return before
  }

  private keep(replayed: Replayed, state: Progress): void {
    const others = replayed.kept.filter(({ iteration }) => iteration !== state.iteration)
    // Every other one goes when there are too many, so that those left are as evenly spread as before.
    const kept = others.length < mostKept ? others : others.filter((_, index) => index % 2 === 0)
    replayed.kept = [...kept, state]
  }
}
