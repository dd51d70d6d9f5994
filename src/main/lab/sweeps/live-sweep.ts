import type { Sweep } from '@core/sweep/document'
import { numbersOf, placeOf } from '@core/sweep/packing'
import type { SweepRuns } from '@core/sweep/runs'
import type { Table } from '@core/objectives/contract'
import { sweepSlot, sweepSlots, type SweepAnswer, type SweepOrder } from '../../../worker/protocol'
import type { EndedRuns } from '../../store/tables/sweep-runs'
import type { HashMaker } from '../runs/trajectory-hash'
import { withoutData } from './bare'
import { endedRuns, lostRun } from './ended-runs'
import type { SweepThread } from './sweep-thread'

/** What a thread is given to do at once, in milliseconds. */
const orderTime = 200
const mostRuns = 2_000
/** Numbers of curves that an order may come to: they are in memory until they are stored. */
const mostNumbers = 1 << 22
/** Before it is known how long one takes. */
const firstRuns = 16
/** Orders that a thread has before it, so that it never waits for the next one. */
const ordersAhead = 2

export interface LiveParts {
  /** Its own, among the orders that threads get. */
  readonly number: number
  readonly threads: readonly SweepThread[]
  readonly document: Sweep
  readonly tables: readonly (Table | undefined)[]
  readonly runs: SweepRuns
  readonly hashes: HashMaker
  /** Of the curve of one run, at the most. */
  readonly mostNumbers: number
  /** Numbers of the runs that are still to be made, the next first. */
  readonly missing: Iterator<number>
  /** How many those are. */
  readonly left: number
  /** Stores runs that have ended. It may throw: the sweep then goes no further. */
  commit(runs: EndedRuns): Promise<void>
}

/** A sweep under way: its runs are dealt to threads, and stored as they end. */
export class LiveSweep {
  private readonly control = new SharedArrayBuffer(sweepSlots * Int32Array.BYTES_PER_ELEMENT)
  private readonly flags = new Int32Array(this.control)
  private readonly document: Sweep
  private readonly targets: number
  private readonly mostRuns: number
  /** Given back by a thread that died before it came to them. */
  private readonly again: number[] = []
  private left: number
  private readonly timed = { runs: 0, milliseconds: 0 }
  private trouble: unknown
  private commits: Promise<void> = Promise.resolve()

  constructor(private readonly parts: LiveParts) {
    this.document = withoutData(parts.document)
    this.targets = parts.document.options.targets.length
    this.left = parts.left
    this.mostRuns =
      parts.document.options.keep === 'values'
        ? mostRuns
        : Math.min(mostRuns, Math.max(1, Math.floor(mostNumbers / parts.mostNumbers)))
  }

  /**
   * Settles when every run is stored, or it was stopped.
   * @throws what a commit threw
   */
  async run(): Promise<void> {
    const lanes = this.parts.threads.flatMap((thread) =>
      Array.from({ length: ordersAhead }, () => this.lane(thread)),
    )
    await Promise.all(lanes)
    await this.commits
    if (this.trouble !== undefined) throw this.trouble
  }

  /** Runs that are not over are given up, to be made again from their start. */
  stop(): void {
    Atomics.store(this.flags, sweepSlot.stop, 1)
  }

  private get stopped(): boolean {
    return Atomics.load(this.flags, sweepSlot.stop) !== 0
  }

  private async lane(thread: SweepThread): Promise<void> {
    while (!this.stopped) {
      const runs = this.take()
      if (runs.length === 0) return
      let told = 0
      const isWhole = await thread.ask(this.orderOf(runs), (answer) => {
        told = answer.first + answer.count
        this.hear(answer)
      })
      if (!isWhole) this.lose(runs.subarray(told))
      // What was computed meanwhile is not to pile up.
      await this.commits
    }
  }

  /** The runs of the next order. */
  private take(): Uint32Array {
    const { threads, missing, runs } = this.parts
    const { runs: done, milliseconds } = this.timed
    const share = Math.ceil(this.left / (threads.length * ordersAhead))
    const fitting = done === 0 ? firstRuns : Math.ceil((orderTime * done) / Math.max(milliseconds, 1e-3))
    const most = Math.max(1, Math.min(share, fitting, this.mostRuns))
    const taken = this.again.splice(0, most)
    while (taken.length < most) {
      const { done: isLast, value } = missing.next()
      if (isLast === true) break
      taken.push(value)
    }
    this.left -= taken.length
    return runs.grouped(taken)
  }

  private orderOf(runs: Uint32Array): SweepOrder {
    const { document, control } = this
    const { number: sweep, tables } = this.parts
    return { sweep, document, tables, runs, control, within: Infinity }
  }

  private hear(answer: SweepAnswer): void {
    if (answer.count === 0) return
    const runs = endedRuns(answer, this.targets, this.parts.hashes)
    const width = numbersOf(this.targets)
    for (let at = 0; at < runs.numbers.length; at += width)
      this.timed.milliseconds += runs.numbers[at + placeOf.duration]
    this.timed.runs += runs.count
    this.commit(runs)
  }

  /** One after the other; after one that failed, none. */
  private commit(runs: EndedRuns): void {
    this.commits = this.commits.then(async () => {
      if (this.trouble !== undefined) return
      try {
        await this.parts.commit(runs)
      } catch (error) {
        this.trouble = error
        this.stop()
      }
    })
  }

  /** The thread ended in the first of these: that one is not tried again. */
  private lose([first, ...others]: Uint32Array): void {
    if (first === undefined || this.stopped) return
    this.again.push(...others)
    this.left += others.length
    this.commit(lostRun(this.parts.runs.keyAt(first), this.targets))
  }
}
