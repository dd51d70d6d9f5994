import { setTimeout as pause } from 'node:timers/promises'
import type { Change } from '@core/experiment'
import type { Reason } from '@core/reasons/contract'
import { batchPoints, creditsOf, type RunMessage } from '../../../worker/protocol'
import type { RunRecord } from '../../contract'
import type { Store } from '../../store'
import type { RunPatch } from '../../store/tables/run-rows'
import { Commits, type CommitLinks } from './commits'
import { liveRun, measure, reach, type Batch, type Ending, type Live } from './live-run'
import { News } from './news'
import type { RunHandle, RunListener } from './threads'
import type { HashMaker } from './trajectory-hash'

/** How long closing waits for another program's lock to go, and how often it looks, in milliseconds. */
const longestWait = 5_000
const lookDelay = 20

/** How long all must be quiet before it is made to last, in milliseconds: that waits for the disk. */
const settleDelay = 500

/** Whom the recorder answers. */
export interface RecorderLinks extends Pick<CommitLinks, 'waiting' | 'checkpoint'> {
  announce(records: readonly RunRecord[]): void
  readonly hashOf: HashMaker
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
  private readonly news: News
  private readonly commits: Commits
  private settleTimer: NodeJS.Timeout | undefined

  constructor(
    private readonly store: Store,
    private readonly links: RecorderLinks,
  ) {
    this.news = new News((records) => links.announce(records))
    this.commits = new Commits(this.live, store, {
      waiting: (runs) => links.waiting(runs),
      checkpoint: () => links.checkpoint(),
      stored: ({ record }) => this.news.changed(record),
      failed: (live, message) => this.giveUp(live, message),
      finished: (live, ending) => this.finish(live, ending),
    })
  }

  /** Has the run started, and from then on its messages are recorded. */
  open(record: RunRecord, start: (listener: RunListener) => RunHandle): void {
    const hash = this.links.hashOf(record.series.length)
    const live: Live = liveRun(
      record,
      hash,
      start((message) => this.take(live, message)),
    )
    this.live.set(record.id, live)
    this.news.changed(record)
  }

  get busy(): boolean {
    return this.live.size > 0
  }

  /** The run as it goes on in this very lab; undefined where it does not. */
  handleOf(run: number): RunHandle | undefined {
    return this.live.get(run)?.handle
  }

  /** A stored run as it is, even where its end could not be stored. */
  latest(stored: RunRecord): RunRecord {
    const patch = this.unsaved.get(stored.id)
    return patch ? { ...stored, ...patch } : stored
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
    this.commits.pause()
    for (const live of this.live.values()) {
      const { iterations, points } = live.ahead
      const updates = points === 0 ? null : iterations
      this.end(live, 'interrupted', { kind: 'closed', values: { updates } }, live.ahead.duration)
    }
    const until = performance.now() + longestWait
    while (this.busy && performance.now() < until) await pause(lookDelay)
    this.commits.close()
    clearTimeout(this.settleTimer)
    this.saveEnds()
    this.news.tell()
    return this.live.size
  }

  private take(live: Live, message: RunMessage): void {
    // Once it has ended, nothing of it is heard any more.
    if (this.live.get(live.record.id) !== live) return
    live.ahead.duration = message.duration
    switch (message.type) {
      case 'batch':
        return this.takeBatch(live, message)
      case 'milestone':
        return void live.milestones.push(message)
      // What the thread says counts updates past the last recorded point as well.
      case 'paused':
        reach(live, message.iteration, message.evaluations)
        return this.setStatus(live, 'paused')
      case 'changed':
        return this.takeChanges(live, message.changes)
      case 'ended':
        reach(live, message.iterations, message.evaluations)
        return this.end(live, message.status, message.reason, message.duration)
    }
  }

  private takeBatch(live: Live, batch: Batch): void {
    if (live.trouble !== undefined) return
    live.hash.take(batch)
    live.ahead.status = 'running'
    measure(live, batch)
    live.pending.push({ batch, after: { ...live.ahead } })
    // One that ends where a chunk does was worth waiting for; what else has come goes with it.
    const isWorthIt = (batch.first + batch.count) % batchPoints === 0
    if (isWorthIt || live.pending.length >= creditsOf(live.names.length) / 2) this.commits.next()
    else this.commits.later()
  }

  /** What came before is stored before it. */
  private takeChanges(live: Live, changes: readonly Change[]): void {
    if (live.trouble !== undefined || changes.length === 0) return
    live.ahead.changes = changes
    live.unstored = true
    this.commits.now(live)
  }

  private setStatus(live: Live, status: 'queued' | 'running' | 'paused'): void {
    if (live.trouble !== undefined) return
    live.ahead.status = status
    live.unstored = true
    this.commits.now(live)
  }

  /** The run can't be recorded any more; what is stored of it stays. */
  private giveUp(live: Live, message: string): void {
    live.trouble = { kind: 'not-stored', values: { message } }
    live.pending.length = 0
    live.milestones.length = 0
    live.unstored = false
    if (!live.ending) live.handle.cancel()
  }

  private end(live: Live, status: Ending['status'], reason: Reason, duration: number): void {
    live.ending ??= { status, reason, duration, hash: live.hash.digest(status), endedAt: Date.now() }
    live.unstored = true
    this.commits.now(live)
  }

  private finish({ record, trouble }: Live, { duration, endedAt }: Ending): void {
    const { id } = record
    this.live.delete(id)
    if (trouble !== undefined) {
      const patch = { status: 'failed', reason: trouble, duration, endedAt } as const
      this.unsaved.set(id, patch)
      this.news.changed({ ...record, ...patch })
    }
    clearTimeout(this.settleTimer)
    if (this.busy) return
    this.saveEnds()
    this.settleTimer = setTimeout(() => this.commits.settle(), settleDelay)
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
}
