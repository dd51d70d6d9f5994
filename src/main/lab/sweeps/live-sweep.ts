import type { Sweep } from '@core/sweep/document'
import { numbersOf, unpackOutcome } from '@core/sweep/packing'
import type { RunKey } from '@core/sweep/runs'
import type { Table } from '@core/objectives/contract'
import { sweepSlot, sweepSlots, type SweepAnswer, type SweepOrder } from '../../../worker/protocol'
import type { SweepRun } from '../../store/tables/sweep-runs'
import { withoutData } from './bare'
import { reasonReader, type SweepRecords } from './sweep-records'
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
  readonly records: SweepRecords
  /** Numbers of the runs that are still to be made, the next first. */
  readonly missing: Iterator<number>
  /** How many those are. */
  readonly left: number
  /** Stores runs that have ended. It may throw: the sweep then goes no further. */
  commit(runs: readonly SweepRun[]): Promise<void>
}

/** A sweep under way: its runs are dealt to threads, and stored as they end. */
export class LiveSweep {
  private readonly control = new SharedArrayBuffer(sweepSlots * Int32Array.BYTES_PER_ELEMENT)
  private readonly flags = new Int32Array(this.control)
  private readonly document: Sweep
  private readonly width: number
  private readonly targets: number
  private readonly mostRuns: number
  private readonly reasonOf = reasonReader()
  /** Given back by a thread that died before it came to them. */
  private readonly again: RunKey[] = []
  private left: number
  private timed = { runs: 0, milliseconds: 0 }
  private trouble: unknown
  private commits: Promise<void> = Promise.resolve()

  constructor(private readonly parts: LiveParts) {
    this.document = withoutData(parts.document)
    this.targets = parts.document.options.targets.length
    this.width = numbersOf(this.targets)
    this.left = parts.left
    this.mostRuns =
      parts.document.options.keep === 'values'
        ? mostRuns
        : Math.min(mostRuns, Math.max(1, Math.floor(mostNumbers / parts.records.mostNumbers)))
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
      const keys = this.take()
      if (keys.length === 0) return
      let told = 0
      const isWhole = await thread.ask(this.orderOf(keys), (answer) => {
        told = answer.first + answer.count
        this.hear(keys, answer)
      })
      if (!isWhole) this.lose(keys.slice(told))
      // What was computed meanwhile is not to pile up.
      await this.commits
    }
  }

  /** The runs of the next order. */
  private take(): readonly RunKey[] {
    const { threads, missing, records } = this.parts
    const { runs, milliseconds } = this.timed
    const share = Math.ceil(this.left / (threads.length * ordersAhead))
    const fitting = runs === 0 ? firstRuns : Math.ceil((orderTime * runs) / Math.max(milliseconds, 1e-3))
    const most = Math.max(1, Math.min(share, fitting, this.mostRuns))
    const keys = this.again.splice(0, most)
    while (keys.length < most) {
      const { done, value } = missing.next()
      if (done === true) break
      keys.push(records.runs.keyAt(value))
    }
    this.left -= keys.length
    // Runs of one method on one problem are made together.
    return keys.sort((a, b) => a.method - b.method || a.problem - b.problem)
  }

  private orderOf(keys: readonly RunKey[]): SweepOrder {
    const numbers = new Uint32Array(4 * keys.length)
    keys.forEach(({ method, problem, trial, seed }, index) =>
      numbers.set([method, problem, trial, seed], 4 * index),
    )
    const { document, control } = this
    return {
      sweep: this.parts.number,
      document,
      tables: this.parts.tables,
      keys: numbers,
      control,
      within: Infinity,
    }
  }

  private hear(keys: readonly RunKey[], { first, count, numbers, reasons, curves }: SweepAnswer): void {
    const endedAt = Date.now()
    const runs = Array.from({ length: count }, (_, index) => {
      const outcome = unpackOutcome(numbers, index * this.width, this.targets)
      const [text, json] = reasons[index]
      this.timed.runs += 1
      this.timed.milliseconds += outcome.duration
      const ending = { outcome, reason: this.reasonOf(text, json), endedAt }
      return this.parts.records.ended(keys[first + index], ending, curves[index])
    })
    this.commit(runs)
  }

  /** One after the other; after one that failed, none. */
  private commit(runs: readonly SweepRun[]): void {
    if (runs.length === 0) return
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
  private lose([first, ...others]: readonly RunKey[]): void {
    if (first === undefined || this.stopped) return
    this.again.push(...others)
    this.left += others.length
    this.commit([this.parts.records.lost(first)])
  }
}
