import { withChange } from '@core/changes'
import { descend, type Descent } from '@core/descend'
import type { Change } from '@core/experiment'
import type { Outcome } from '@core/stopping'
import { explain } from '@core/diagnosis'
import { bindObjective, planRun, rateSeries, type Plan } from '@core/plan'
import type { Reason } from '@core/reasons/contract'
import { Batcher } from './batcher'
import { Milestones } from './milestones'
import type { Buffers } from './buffers'
import {
  controlSlot,
  creditsOf,
  stoppedAfter,
  wireError,
  type EndStatus,
  type FromWorker,
  type ToWorker,
  type WireError,
} from './protocol'

/** What a run is begun with. */
export type Start = Extract<ToWorker, { type: 'start' }>

/** Computing time between two turns, in milliseconds: with eight runs on a thread, each is back within 32. */
const slice = 4
/** How long a point may wait for its batch to fill, in milliseconds. */
const lateness = 40
/** Updates between two looks at the clock and the cancel flag, at the most. */
const longestStride = 256
/** How much time a stride may take, in milliseconds. */
const strideTime = 0.5

type End = Pick<Extract<FromWorker, { type: 'ended' }>, 'status' | 'reason'>

/** Why a run ended whose method or objective threw. */
export const failure = ({ message }: WireError): Reason => ({ kind: 'error', values: { message } })

/** What ends long work on a run that has been stopped. */
export class Stopped extends Error {}

/** A run on this thread: computes in slices, so that several take turns and messages are heard. */
export class Runner {
  private plan: Plan
  private descent: Descent
  private readonly batcher: Batcher
  private readonly milestones: Milestones
  private readonly control: Int32Array
  private credits: number
  /** Updates left before a pause; Infinity while running freely. */
  private allowance: number
  /** Time spent computing, in milliseconds, up to `since` where it is being computed. */
  private spent = 0
  private since: number | undefined
  private stride = 1
  private lastSent = performance.now()
  private scheduled = false
  private done = false
  private announced = false
  private readonly beat = (): void => {
    Atomics.add(this.control, controlSlot.beats, 1)
    if (this.cancelled) throw new Stopped('stopped')
  }

  constructor(
    private readonly start: Start,
    buffers: Buffers,
    private readonly send: (message: FromWorker) => void,
    private readonly finished: () => void,
  ) {
    const { experiment, table } = start
    this.control = new Int32Array(start.control)
    this.active(true)
    const objective = bindObjective(experiment, table, this.beat)
    this.plan = planRun(experiment, experiment.runs[0], objective, this.beat)
    this.descent = descend(this.plan)
    this.milestones = new Milestones(this.plan.iterations)
    const series = this.plan.series.length
    this.credits = creditsOf(series)
    this.batcher = new Batcher(series, buffers)
    // Even a paused run shows its start.
    this.allowance = start.allowance ?? Infinity
    this.takeStart()
    this.active(false)
    this.wake()
  }

  pause(): void {
    this.allowance = 0
    this.wake()
  }

  resume(): void {
    this.allowance = Infinity
    this.wake()
  }

  step(updates: number): void {
    this.allowance = (Number.isFinite(this.allowance) ? this.allowance : 0) + updates
    this.wake()
  }

  /** Goes on with other settings, as a run does that was saved; what is over stays as it is. */
  change(set: Change['set']): void {
    const { position } = this.descent
    if (this.done || position.outcome) return
    // A point tells the rate of the update that leaves it: one that is recorded keeps it.
    const isTold = position.recorded && this.plan.series.includes(rateSeries)
    const at = position.iteration + Number(isTold)
    const isInTime = at < this.plan.iterations
    if (isInTime) {
      const { run } = this.plan
      this.plan = { ...this.plan, run: { ...run, changes: withChange(run.changes, at, set) } }
      this.descent = descend(this.plan, this.descent.save())
    }
    const { changes = [] } = this.plan.run
    const { run } = this.start
    this.send({ type: 'changed', run, changes, at: isInTime ? at : null, duration: this.duration })
  }

  credit(batches: number): void {
    this.credits += batches
    this.wake()
  }

  wake(): void {
    if (this.scheduled || this.done) return
    this.scheduled = true
    setImmediate(() => {
      this.scheduled = false
      try {
        this.work()
      } catch (error) {
        if (error instanceof Stopped) this.breakOff()
        else this.end('failed', failure(wireError(error)), error)
      }
    })
  }

  /** The start is point 0 and no update: it uses up no allowance. */
  private takeStart(): void {
    this.descent.capture(this.batcher)
    this.flush()
  }

  private work(): void {
    if (this.done) return
    const { outcome } = this.descent.position
    if (outcome) return this.conclude(outcome)
    if (this.cancelled) return this.stop()
    if (this.allowance <= 0) return this.rest()
    this.announced = false
    // The reader is behind; its next credit wakes this run.
    if (this.starved) return
    this.active(true)
    try {
      this.compute(performance.now())
    } finally {
      this.active(false)
    }
    if (performance.now() - this.lastSent >= lateness) this.flush()
    this.wake()
  }

  /** Updates until the slice is over, the allowance used, the credits gone or the run ended. */
  private compute(begun: number): void {
    const { batcher, descent } = this
    let looked = begun
    while (this.allowance > 0 && descent.position.outcome === undefined) {
      this.allowance -= descent.advance(batcher, Math.min(this.stride, this.allowance))
      if (batcher.full) this.flush()
      if (this.starved) return
      const now = performance.now()
      if (this.milestones.isDue(descent.position.iteration, now)) this.sendMilestone()
      if (now - begun >= slice || this.cancelled) return
      // Slow updates are looked at one by one, fast ones in long strides.
      this.stride =
        now - looked > strideTime ? Math.ceil(this.stride / 2) : Math.min(this.stride * 2, longestStride)
      looked = now
    }
  }

  private sendMilestone(): void {
    const milestone = this.milestones.take(this.descent.save())
    const { run } = this.start
    if (milestone) this.send({ type: 'milestone', run, duration: this.duration, ...milestone })
  }

  private conclude(outcome: Outcome): void {
    const { status, reason } = this.explained(outcome)
    this.end(status, reason)
  }

  private explained(outcome: Outcome): End {
    // Nobody waits for an explanation of what is being stopped.
    if (this.cancelled) return this.unexplained(outcome)
    this.active(true)
    try {
      return explain(this.plan, this.descent, this.descent.position)
    } catch (error) {
      if (error instanceof Stopped) return this.unexplained(outcome)
      throw error
    } finally {
      this.active(false)
    }
  }

  /** Whether a run has converged or stalled, only the explanation would tell. */
  private unexplained(outcome: Outcome): End {
    if (outcome.status !== 'converged') return outcome
    return { status: 'cancelled', reason: stoppedAfter(this.descent.position.iteration) }
  }

  private stop(): void {
    const { batcher, descent } = this
    const { iteration } = descent.position
    this.active(true)
    if (batcher.iteration < iteration) descent.capture(batcher)
    this.end('cancelled', stoppedAfter(iteration))
  }

  /** Stops in the middle of something long: without its last point, which somebody would have to wait for. */
  private breakOff(): void {
    const { iteration, recorded } = this.descent.position
    const isBeingEvaluated = recorded && this.batcher.iteration < iteration
    const whole = isBeingEvaluated ? iteration - 1 : iteration
    this.end('cancelled', stoppedAfter(whole), undefined, whole)
  }

  /** Said once a pause, however often something wakes a resting run. */
  private rest(): void {
    this.flush()
    if (this.announced) return
    this.announced = true
    const { start, descent, duration } = this
    this.send({
      type: 'paused',
      run: start.run,
      iteration: descent.position.iteration,
      duration,
      evaluations: descent.evaluations(),
    })
  }

  /** One credit is kept for the last point of a run that is stopped. */
  private get starved(): boolean {
    return this.credits <= 1
  }

  private get duration(): number {
    return this.spent + (this.since === undefined ? 0 : performance.now() - this.since)
  }

  private get cancelled(): boolean {
    return Atomics.load(this.control, controlSlot.cancel) !== 0
  }

  private active(computing: boolean): void {
    this.spent = this.duration
    this.since = computing ? performance.now() : undefined
    Atomics.store(this.control, controlSlot.active, computing ? 1 : 0)
  }

  private flush(): void {
    this.lastSent = performance.now()
    const batch = this.batcher.take()
    if (!batch) return
    this.credits -= 1
    const { start, duration, descent } = this
    const evaluations = descent.evaluations(batch.iteration)
    this.send({ type: 'batch', run: start.run, duration, evaluations, ...batch })
  }

  private end(
    status: EndStatus,
    reason: Reason,
    error?: unknown,
    iterations = this.descent.position.iteration,
  ): void {
    this.done = true
    this.active(false)
    this.flush()
    this.batcher.close()
    const { run } = this.start
    const { duration } = this
    const evaluations = this.descent.evaluations(iterations)
    const base = { type: 'ended', run, status, reason, iterations, evaluations, duration } as const
    this.send(error === undefined ? base : { ...base, error: wireError(error) })
    this.finished()
  }
}
