import { iterationOf, seriesNames } from '@core/plan'
import type { PointBatch } from '../../worker/protocol'
import { initialCredits } from '../../worker/protocol'
import type { RunRecord, RunStatus } from '../contract'
import type { Store } from '../store'
import type { RunMessage } from './pool'

/** How long a point may wait for its commit, in milliseconds. */
const commitDelay = 100
/** How long a change may wait before watchers hear of it, in milliseconds. */
const announceDelay = 50

interface Live {
  readonly run: number
  readonly recordEvery: number
  readonly names: readonly string[]
  pending: PointBatch[]
  points: number
  iterations: number
  finalLoss: number
  bestLoss: number
  bestIteration: number
  status: RunStatus
}

/**
 * Takes what threads send: points go to the store in batches, one transaction each, and
 * whoever watches hears which runs changed. A thread gets its credits back when its
 * points are committed, so a slow disk slows the threads and never fills the memory.
 */
export class Recorder {
  private readonly live = new Map<number, Live>()
  private readonly changed = new Set<number>()
  private commitTimer: NodeJS.Timeout | undefined
  private announceTimer: NodeJS.Timeout | undefined

  constructor(
    private readonly store: Store,
    private readonly credit: (run: number) => void,
    private readonly announce: (records: readonly RunRecord[]) => void,
  ) {}

  /** From now on the run's messages are recorded. */
  open({ id, recordEvery, dimension, status }: RunRecord): void {
    this.live.set(id, {
      run: id,
      recordEvery,
      names: seriesNames(dimension),
      pending: [],
      points: 0,
      iterations: 0,
      finalLoss: NaN,
      bestLoss: NaN,
      bestIteration: 0,
      status,
    })
    this.touch(id)
  }

  get busy(): boolean {
    return this.live.size > 0
  }

  /** The runs that have not ended. */
  get runs(): readonly number[] {
    return [...this.live.keys()]
  }

  take(message: RunMessage): void {
    const live = this.live.get(message.run)
    if (!live) return
    switch (message.type) {
      case 'batch':
        return this.takeBatch(live, message)
      case 'paused':
        return this.setStatus(live, 'paused')
      case 'ended': {
        const { run, status, reason, duration } = message
        // What the thread says counts updates past the last recorded point as well.
        live.iterations = Math.max(live.iterations, message.iterations)
        live.status = status
        this.commit()
        this.store.runs.update(run, { reason, duration, endedAt: Date.now() })
        this.live.delete(run)
        if (!this.busy) this.store.checkpoint()
        this.touch(run)
      }
    }
  }

  setStatus(live: Live | number, status: RunStatus): void {
    const known = typeof live === 'number' ? this.live.get(live) : live
    if (!known || known.status === status) return
    known.status = status
    this.commit()
    this.store.runs.update(known.run, { status })
    this.touch(known.run)
  }

  /** Writes what waits, in one transaction, and gives the credits back. */
  commit(): void {
    clearTimeout(this.commitTimer)
    this.commitTimer = undefined
    const waiting = [...this.live.values()].filter(({ pending }) => pending.length > 0)
    this.store.transaction(() => {
      for (const live of waiting) {
        this.store.curves.append(live.run, live.names, ...live.pending)
      }
      for (const {
        run,
        status,
        iterations,
        points,
        finalLoss,
        bestLoss,
        bestIteration,
      } of this.live.values()) {
        this.store.runs.update(run, { status, iterations, points, finalLoss, bestLoss, bestIteration })
      }
    })
    for (const live of waiting) {
      const taken = live.pending.length
      live.pending = []
      for (let i = 0; i < taken; i++) this.credit(live.run)
      this.touch(live.run)
    }
  }

  /** Keeps what there is; runs that have not ended are marked as interrupted. */
  close(): void {
    this.commit()
    clearTimeout(this.announceTimer)
    for (const { run, iterations } of this.live.values()) {
      const reason = `interrupted: the lab was closed after ${iterations} updates`
      this.store.runs.update(run, { status: 'interrupted', reason, endedAt: Date.now() })
    }
    this.live.clear()
  }

  private takeBatch(live: Live, batch: PointBatch): void {
    live.pending.push(batch)
    live.status = 'running'
    this.measure(live, batch)
    if (live.pending.length >= initialCredits / 2) return this.commit()
    this.commitTimer ??= setTimeout(() => this.commit(), commitDelay)
  }

  private measure(live: Live, { first, count, iteration, columns }: PointBatch): void {
    for (let i = 0; i < count; i++) {
      const loss = columns[i]
      // Written so that the first finite loss beats the NaN before it.
      if (Number.isFinite(loss) && !(loss >= live.bestLoss)) {
        live.bestLoss = loss
        live.bestIteration = iterationOf(first + i, live.recordEvery, iteration)
      }
    }
    // A run that started over repeats points that are known already.
    if (first + count <= live.points) return
    live.points = first + count
    live.iterations = iteration
    live.finalLoss = columns[count - 1]
  }

  private touch(run: number): void {
    this.changed.add(run)
    this.announceTimer ??= setTimeout(() => {
      this.announceTimer = undefined
      const records = [...this.changed].flatMap((id) => this.store.runs.get(id) ?? [])
      this.changed.clear()
      if (records.length > 0) this.announce(records)
    }, announceDelay)
  }
}
