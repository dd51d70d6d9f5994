import { setTimeout as pause } from 'node:timers/promises'
import { countText } from '@core/issues'
import type { PointBatch } from '../../../worker/protocol'
import { batchPoints, creditsOf } from '../../../worker/protocol'
import type { RunRecord } from '../../contract'
import { Locked } from '../../faults'
import type { Store } from '../../store'
import type { RunPatch } from '../../store/tables/runs'
import { isWaiting, liveRun, measure, reach, type Batch, type Ending, type Live } from './live-run'
import { LogKeeper } from './wal-checkpoints'
import { retryDelay } from '../retry'
import type { RunMessage } from './pool'
import type { HashMaker } from './trajectory-hash'

/** How long a point may wait for its commit, in milliseconds. */
const commitDelay = 25
/** Watchers hear of what is committed at once, but no more often than a screen has frames: milliseconds in between. */
const announceEvery = 16

/** Bytes that go to the log with every commit, beside the points: pages are written whole. */
const besides = 64 * 2 ** 10

/** Batches of a run in one transaction: a few milliseconds of work. */
const batchesAWrite = 4
/** Writing goes on without a pause for so long before everybody else has their turn, in milliseconds. */
const turn = 8
/** How long closing waits for another program's lock to go, and how often it looks, in milliseconds. */
const lastPatience = 5_000
const lookDelay = 20

/** How long all must be quiet before it is made to last, in milliseconds: that waits for the disk. */
const settleDelay = 500

/** Whom the recorder answers. */
export interface RecorderLinks {
  /** These batches have been taken: the run may send as many more, in their buffers. */
  credit(run: number, batches: readonly PointBatch[]): void
  /** The run is to end; its end is then told like any other. */
  cancel(run: number): void
  announce(records: readonly RunRecord[]): void
  /** So many runs wait because another program keeps the database locked; 0 when they go on. */
  waiting(runs: number): void
  readonly hashOf: HashMaker
  /** Makes what is committed last, on a thread that may wait for the disk. */
  checkpoint(): Promise<void>
}

/**
 * Takes what threads send: points go to the store a few batches in a transaction, and
 * whoever watches hears which runs changed. A thread gets its credits back when its
 * points are committed, so a slow disk slows the threads and never fills the memory. Nor
 * does a lock of another program's: runs wait until it is gone. A run whose points can't be
 * stored ends as failed; nothing here throws because of it.
 */
export class Recorder {
  private readonly live = new Map<number, Live>()
  /** How runs ended, where even that could not be stored yet. */
  private readonly unsaved = new Map<number, RunPatch>()
  private readonly changed = new Map<number, RunRecord>()
  private commitTimer: NodeJS.Timeout | undefined
  private commitSoon: NodeJS.Immediate | undefined
  private announceTimer: NodeJS.Timeout | undefined
  private announcedAt = 0
  private settleTimer: NodeJS.Timeout | undefined
  /** Until the next try, while another program keeps the database locked. */
  private lockTimer: NodeJS.Timeout | undefined
  private lockTries = 0
  private readonly log: LogKeeper

  constructor(
    private readonly store: Store,
    private readonly links: RecorderLinks,
  ) {
    this.log = new LogKeeper(
      () => links.checkpoint(),
      () => this.commit(),
    )
  }

  /** From now on the run's messages are recorded. */
  open(record: RunRecord): void {
    this.live.set(record.id, liveRun(record, this.links.hashOf(record.series.length)))
    this.touch(record)
  }

  get busy(): boolean {
    return this.live.size > 0
  }

  /** Whether the run goes on in this very lab. */
  has(run: number): boolean {
    return this.live.has(run)
  }

  /** A stored run as it is, even where its end could not be stored. */
  latest(stored: RunRecord): RunRecord {
    const patch = this.unsaved.get(stored.id)
    return patch ? { ...stored, ...patch } : stored
  }

  take(message: RunMessage): void {
    const live = this.live.get(message.run)
    if (!live) return
    live.ahead.duration = message.duration
    switch (message.type) {
      case 'batch':
        return this.takeBatch(live, message)
      // What the thread says counts updates past the last recorded point as well.
      case 'paused':
        reach(live, message.iteration, message.evaluations)
        return this.setStatus(live, 'paused')
      case 'ended':
        reach(live, message.iterations, message.evaluations)
        return this.end(live, message.status, message.reason, message.duration)
    }
  }

  /** A paused run goes on, or waits for its thread again. */
  resumed(run: number): void {
    const live = this.live.get(run)
    if (live?.ahead.status === 'paused') this.setStatus(live, live.ahead.points > 0 ? 'running' : 'queued')
  }

  /** Label and note have been changed in the store. */
  edited(run: number, patch: Pick<RunPatch, 'label' | 'note'>): void {
    const live = this.live.get(run)
    if (live) live.record = { ...live.record, ...patch }
  }

  /**
   * Keeps what there is; runs that have not ended end as interrupted. Where another program keeps
   * the database locked it waits a while.
   * @returns how many runs could not be stored to their ends
   */
  async close(): Promise<number> {
    this.clearCommit()
    for (const live of this.live.values()) {
      const { iterations, points } = live.ahead
      const reason =
        points === 0
          ? 'the lab was closed before this run began'
          : `the lab was closed after ${countText(iterations, 'update', 'updates')}; the curve up to there was kept`
      this.end(live, 'interrupted', reason, live.ahead.duration)
    }
    const until = performance.now() + lastPatience
    while (this.busy && performance.now() < until) await pause(lookDelay)
    this.clearCommit()
    clearTimeout(this.lockTimer)
    clearTimeout(this.settleTimer)
    this.saveEnds()
    this.tell()
    return this.live.size
  }

  private takeBatch(live: Live, batch: Batch): void {
    if (live.trouble !== undefined) return
    live.hash.take(batch)
    live.ahead.status = 'running'
    measure(live, batch)
    live.pending.push({ batch, after: { ...live.ahead } })
    // One that ends where a chunk does was worth waiting for; what else is in the mail goes with it.
    const isWorthIt = (batch.first + batch.count) % batchPoints === 0
    if (isWorthIt || live.pending.length >= creditsOf(live.names.length) / 2) this.commitNext()
    else this.commitTimer ??= setTimeout(() => this.commit(), commitDelay)
  }

  private setStatus(live: Live, status: 'queued' | 'running' | 'paused'): void {
    if (live.trouble !== undefined) return
    live.ahead.status = status
    live.unstored = true
    this.saveTurn(live)
  }

  private clearCommit(): void {
    clearTimeout(this.commitTimer)
    clearImmediate(this.commitSoon)
    this.commitTimer = this.commitSoon = undefined
  }

  private commitNext(): void {
    this.commitSoon ??= setImmediate(() => this.commit())
  }

  /** Writes what waits, in transactions of a few batches each; what is left when the turn is over, in the next. */
  private commit(): void {
    this.clearCommit()
    if (this.log.holds) return
    const until = performance.now() + turn
    // Somebody may be waiting for what has ended.
    const waiting = [...this.live.values()]
      .filter(isWaiting)
      .sort((a, b) => Number(!a.ending) - Number(!b.ending))
    for (const live of waiting) {
      if (this.lockTimer) return
      if (performance.now() >= until) return this.commitNext()
      // Whoever had its turn comes last in the next.
      this.live.delete(live.record.id)
      this.live.set(live.record.id, live)
      this.saveTurn(live, until)
    }
  }

  /** Stores what waits of one run; what is left when the turn is over, in the next. */
  private saveTurn(live: Live, until = performance.now() + turn): void {
    do this.save(live)
    while (isWaiting(live) && !this.lockTimer && performance.now() < until)
    if (isWaiting(live) && !this.lockTimer) this.commitNext()
  }

  /** Stores what comes next of the run, or fails it; while the database is locked, it waits. */
  private save(live: Live): void {
    if (this.lockTimer) return
    try {
      if (live.trouble === undefined) this.write(live)
      else live.unstored = false
    } catch (error) {
      if (error instanceof Locked) return this.waitForLock()
      this.giveUp(live, error)
    }
    if (this.lockTries > 0) {
      this.lockTries = 0
      this.links.waiting(0)
    }
    if (live.ending && !isWaiting(live)) this.finish(live, live.ending)
  }

  private waitForLock(): void {
    this.lockTimer = setTimeout(() => {
      this.lockTimer = undefined
      this.commit()
    }, retryDelay(this.lockTries++))
    this.links.waiting([...this.live.values()].filter(isWaiting).length)
  }

  /** The next batches and what is known of the run with them, in one transaction; then the credits go back. */
  private write(live: Live): void {
    const { names, pending, ahead, record, ending } = live
    const next = pending.slice(0, batchesAWrite)
    const isAll = next.length === pending.length
    const batches = next.map(({ batch }) => batch)
    const known = isAll ? { ...ahead, ...ending } : next[next.length - 1].after
    // Another lab may have taken this run for dead while the machine slept.
    const patch = { reason: '', endedAt: null, ...known }
    const written = this.store.transaction(() => {
      this.store.runs.update(record.id, patch)
      return batches.length > 0 ? this.store.curves.append(record.id, names, ...batches) : 0
    })
    live.record = { ...record, ...patch }
    if (isAll) live.unstored = false
    this.touch(live.record)
    if (batches.length === 0) return
    this.log.wrote(written + besides)
    pending.splice(0, batches.length)
    this.links.credit(record.id, batches)
  }

  /** The run can't be recorded any more; what is stored of it stays. */
  private giveUp(live: Live, error: unknown): void {
    live.trouble = storageTrouble(error)
    live.pending.length = 0
    live.unstored = false
    if (!live.ending) this.links.cancel(live.record.id)
  }

  private end(live: Live, status: Ending['status'], reason: string, duration: number): void {
    live.ending ??= { status, reason, duration, hash: live.hash.digest(status), endedAt: Date.now() }
    live.unstored = true
    this.saveTurn(live)
  }

  private finish(live: Live, { duration, endedAt }: Ending): void {
    const { id } = live.record
    this.live.delete(id)
    if (live.trouble !== undefined) {
      const patch = { status: 'failed', reason: live.trouble, duration, endedAt } as const
      this.unsaved.set(id, patch)
      this.touch({ ...live.record, ...patch })
    }
    clearTimeout(this.settleTimer)
    if (this.busy) return
    this.saveEnds()
    this.settleTimer = setTimeout(() => void this.log.shorten(), settleDelay)
  }

  /** Once all is quiet: stores what could not be stored before. */
  private saveEnds(): void {
    try {
      for (const [run, patch] of this.unsaved) {
        this.store.runs.update(run, patch)
        this.unsaved.delete(run)
      }
    } catch {
      // Tried again when the next runs have ended; of a lab that dies before, the next one says so.
    }
  }

  private touch(record: RunRecord): void {
    this.changed.set(record.id, record)
    const rest = this.announcedAt + announceEvery - performance.now()
    this.announceTimer ??= setTimeout(() => this.tell(), Math.max(0, rest))
  }

  private tell(): void {
    clearTimeout(this.announceTimer)
    this.announceTimer = undefined
    this.announcedAt = performance.now()
    const records = [...this.changed.values()]
    this.changed.clear()
    if (records.length > 0) this.links.announce(records)
  }
}

const storageTrouble = (error: unknown): string =>
  `its points could not be stored: ${error instanceof Error ? error.message : String(error)}`
