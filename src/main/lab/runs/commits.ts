import { Locked } from '../../faults'
import type { Store } from '../../store'
import { retryDelay } from '../retry'
import { isWaiting, type Ending, type Live } from './live-run'
import { LogKeeper } from './wal-checkpoints'

/** How long a point may wait for its commit, in milliseconds. */
const commitDelay = 25
/** Bytes that go to the log with every commit, beside the points: pages are written whole. */
const besides = 64 * 2 ** 10
/** Batches of a run in one transaction: a few milliseconds of work. */
const batchesAWrite = 4
/** Writing goes on without a pause for so long before everybody else has their turn, in milliseconds. */
const turn = 8

/** Whom the commits answer. */
export interface CommitLinks {
  /** So many runs wait because another program keeps the database locked; 0 when they go on. */
  waiting(runs: number): void
  /** Makes what is committed last, on a thread that may wait for the disk. */
  checkpoint(): Promise<void>
  /** More of the run is stored; its record says what. */
  stored(live: Live): void
  /** What came of the run can't be stored. */
  failed(live: Live, message: string): void
  /** It has ended, and nothing of it waits any more. */
  finished(live: Live, ending: Ending): void
}

/**
 * When what comes of runs is stored: a few batches of a run in a transaction, one run after the
 * other, whoever has ended first. While another program keeps the database locked, all wait.
 */
export class Commits {
  private timer: NodeJS.Timeout | undefined
  private soon: NodeJS.Immediate | undefined
  /** Until the next try, while another program keeps the database locked. */
  private lockTimer: NodeJS.Timeout | undefined
  private lockTries = 0
  private readonly log: LogKeeper

  constructor(
    private readonly runs: Map<number, Live>,
    private readonly store: Store,
    private readonly links: CommitLinks,
  ) {
    this.log = new LogKeeper(
      () => links.checkpoint(),
      () => this.commit(),
    )
  }

  /** Stores what waits before long. */
  later(): void {
    this.timer ??= setTimeout(() => this.commit(), commitDelay)
  }

  /** Stores what waits when the messages that are here now have been taken. */
  next(): void {
    this.soon ??= setImmediate(() => this.commit())
  }

  /** Stores what waits of one run; what is left when the turn is over, in the next. */
  now(live: Live, until = performance.now() + turn): void {
    do this.save(live)
    while (isWaiting(live) && !this.lockTimer && performance.now() < until)
    if (isWaiting(live) && !this.lockTimer) this.next()
  }

  /** Once all is quiet: moves all that is committed into the database. */
  settle(): void {
    void this.log.shorten()
  }

  /** What waits by now is left to who asks for it. */
  pause(): void {
    clearTimeout(this.timer)
    clearImmediate(this.soon)
    this.timer = this.soon = undefined
  }

  close(): void {
    this.pause()
    clearTimeout(this.lockTimer)
  }

  private commit(): void {
    this.pause()
    if (this.log.holds) return
    const until = performance.now() + turn
    // Somebody may be waiting for what has ended.
    const waiting = [...this.runs.values()]
      .filter(isWaiting)
      .sort((a, b) => Number(!a.ending) - Number(!b.ending))
    for (const live of waiting) {
      if (this.lockTimer) return
      if (performance.now() >= until) return this.next()
      // Whoever had its turn comes last in the next.
      this.runs.delete(live.record.id)
      this.runs.set(live.record.id, live)
      this.now(live, until)
    }
  }

  /** Stores what comes next of the run, or fails it; while the database is locked, it waits. */
  private save(live: Live): void {
    if (this.lockTimer) return
    try {
      if (live.trouble === undefined) this.write(live)
      else live.unstored = false
    } catch (error) {
      if (error instanceof Locked) return this.waitForLock()
      this.links.failed(live, error instanceof Error ? error.message : String(error))
    }
    if (this.lockTries > 0) {
      this.lockTries = 0
      this.links.waiting(0)
    }
    if (live.ending && !isWaiting(live)) this.links.finished(live, live.ending)
  }

  /** The next batches and what is known of the run with them, in one transaction; then the credits go back. */
  private write(live: Live): void {
    const { names, pending, milestones, ahead, record, ending } = live
    const next = pending.slice(0, batchesAWrite)
    const isAll = next.length === pending.length
    const batches = next.map(({ batch }) => batch)
    const known = isAll ? { ...ahead, ...ending } : next[next.length - 1].after
    // Another lab may have taken this run for dead while the machine slept.
    const patch = { reason: null, endedAt: null, ...known }
    const written = this.store.transaction(() => {
      this.store.runs.update(record.id, patch)
      for (const milestone of milestones) this.store.milestones.keep(record.id, milestone)
      return batches.length > 0 ? this.store.curves.append(record.id, names, ...batches) : 0
    })
    live.record = { ...record, ...patch }
    milestones.length = 0
    if (isAll) live.unstored = false
    this.links.stored(live)
    if (batches.length === 0) return
    this.log.wrote(written + besides)
    pending.splice(0, batches.length)
    void live.handle.credit(batches)
  }

  private waitForLock(): void {
    this.lockTimer = setTimeout(() => {
      this.lockTimer = undefined
      this.commit()
    }, retryDelay(this.lockTries++))
    this.links.waiting([...this.runs.values()].filter(isWaiting).length)
  }
}
