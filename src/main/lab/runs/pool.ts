import { availableParallelism } from 'node:os'
import { setImmediate } from 'node:timers/promises'
import { Worker } from 'node:worker_threads'
import type { Change } from '@core/experiment'
import type { Reason } from '@core/reasons/contract'
import {
  controlSlot,
  stoppedAfter,
  type FromWorker,
  type PointBatch,
  type ToWorker,
} from '../../../worker/protocol'
import { FairQueue } from './fair-queue'
import { hangs } from './stop-watch'
import {
  aloneOf,
  assignmentOf,
  changedSeatless,
  durationOf,
  hasRoom,
  isCancelled,
  isComputing,
  suits,
  type Assignment,
  type Job,
  type RunHandle,
  type RunListener,
  type Thread,
} from './threads'

/** For what a thread's messages leave behind; left alone it grows to several times that, and stays there. */
const youngMegabytes = 12

/**
 * Threads that carry runs. A thread that dies takes only the run it was computing with
 * it: the others start over elsewhere and, being deterministic, repeat their points,
 * which whoever listens knows already.
 */
export class Pool {
  private readonly threads: Thread[] = []
  private readonly assignments = new Map<number, Assignment>()
  /** By their launches: a new one does not wait for all the runs of the one before. */
  private readonly queue = new FairQueue<Assignment>()
  /** Who filled a batch. */
  private readonly origins = new WeakMap<PointBatch, Worker>()
  private closing = false
  private newest = 0

  constructor(
    private readonly script: URL,
    private readonly width = Math.max(1, availableParallelism() - 1),
  ) {
    for (let i = 0; i < width; i++) this.spawn()
  }

  start(job: Job, listener: RunListener): RunHandle {
    this.newest += 1
    const run = this.newest
    const assignment = assignmentOf(run, job, listener)
    this.assignments.set(run, assignment)
    this.queue.add(job.experiment, assignment)
    this.assign()
    const isGoing = (): boolean => this.assignments.has(run)
    return {
      pause: () => isGoing() && this.pause(assignment),
      resume: () => isGoing() && this.resume(assignment),
      step: (updates) => isGoing() && this.step(assignment, updates),
      cancel: () => isGoing() && this.cancel(assignment),
      change: (set) => isGoing() && this.change(assignment, set),
      credit: (batches) => this.credit(run, batches),
    }
  }

  /** Ends every thread; runs still going are the caller's to account for. */
  async close(): Promise<void> {
    this.closing = true
    await Promise.all(this.threads.map(({ worker }) => worker.terminate()))
  }

  private pause(assignment: Assignment): void {
    const { run, iteration, duration } = assignment
    assignment.until = iteration
    this.post(assignment, { type: 'pause', run })
    // A run without a thread has nobody to say that it pauses.
    if (!assignment.thread) assignment.listener({ type: 'paused', iteration, duration })
  }

  private resume(assignment: Assignment): void {
    assignment.until = Infinity
    this.sendOn(assignment)
    this.post(assignment, { type: 'resume', run: assignment.run })
  }

  private step(assignment: Assignment, updates: number): void {
    const { run, until, iteration } = assignment
    assignment.until = (until === Infinity ? iteration : until) + updates
    this.sendOn(assignment)
    this.post(assignment, { type: 'step', run, updates })
  }

  /** Other values from its next update on. */
  private change(assignment: Assignment, set: Change['set']): void {
    const { run, thread, listener } = assignment
    if (!thread) return listener(changedSeatless(assignment, set))
    assignment.asked.push(set)
    this.post(assignment, { type: 'change', run, set })
  }

  private cancel(assignment: Assignment): void {
    Atomics.store(assignment.flags, controlSlot.cancel, 1)
    const { run, thread } = assignment
    if (!thread) return this.endCancelled(assignment)
    this.post(assignment, { type: 'cancel', run })
    void this.awaitEnd(assignment, thread)
  }

  private async credit(run: number, batches: readonly PointBatch[]): Promise<void> {
    await setImmediate()
    // A run that has ended, or begun anew elsewhere, has left buffers of value behind.
    for (const worker of new Set(batches.map((batch) => this.origins.get(batch)))) {
      const its = batches.filter((batch) => this.origins.get(batch) === worker)
      const buffers = its
        .map(({ columns }) => columns.buffer)
        .filter((each) => each instanceof SharedArrayBuffer)
      worker?.postMessage({ type: 'credit', run, batches: its.length, buffers } satisfies ToWorker)
    }
  }

  private spawn(): void {
    const worker = new Worker(this.script, { resourceLimits: { maxYoungGenerationSizeMb: youngMegabytes } })
    const thread: Thread = { worker, runs: new Set(), condemned: false }
    let reason: Reason = { kind: 'thread-ended', values: {} }
    worker.on('message', (message: FromWorker) => this.hear(thread, message))
    worker.on('error', (error) => {
      const message = error instanceof Error ? error.message : String(error)
      reason = { kind: 'thread-crashed', values: { message } }
    })
    worker.on('exit', () => this.onExit(thread, reason))
    this.threads.push(thread)
  }

  private hear(thread: Thread, message: FromWorker): void {
    if (message.type === 'ready') return
    const assignment = this.assignments.get(message.run)
    // A late message of a run that has been given up.
    if (!assignment || assignment.thread !== thread) return
    assignment.duration = message.duration
    assignment.heardAt = performance.now()
    switch (message.type) {
      case 'batch':
        assignment.iteration = Math.max(assignment.iteration, message.iteration)
        assignment.begun = true
        this.origins.set(message, thread.worker)
        return assignment.listener(message)
      case 'milestone':
        return assignment.listener(message)
      case 'paused':
        // Resumed since.
        if (assignment.until === Infinity) return
        assignment.until = message.iteration
        assignment.resting = true
        assignment.listener(message)
        return this.assign()
      case 'changed':
        assignment.asked.shift()
        assignment.changes = message.changes
        return assignment.listener(message)
      case 'ended': {
        this.release(assignment)
        // Stopped while it was repeating its points: the curve goes on beyond that.
        const repeating = message.status === 'cancelled' && message.iterations < assignment.iteration
        const { iteration } = assignment
        assignment.listener(
          repeating ? { ...message, iterations: iteration, reason: stoppedAfter(iteration) } : message,
        )
        return this.assign()
      }
    }
  }

  /** Seats as many waiting runs as there is room for, on the least busy threads. */
  private assign(): void {
    if (this.closing) return
    const alive = this.threads.filter(({ condemned }) => !condemned).length
    const missing = this.queue.isEmpty ? 0 : this.width - alive
    for (let i = 0; i < missing; i++) this.spawn()
    for (;;) {
      const open = this.threads.filter(hasRoom).sort((a, b) => a.runs.size - b.runs.size)
      if (open.length === 0) return
      const threadFor = (waiting: Assignment): Thread | undefined => open.find((each) => suits(each, waiting))
      const assignment = this.queue.take((waiting) => threadFor(waiting) !== undefined)
      const thread = assignment && threadFor(assignment)
      if (!thread) return
      this.seat(assignment, thread)
    }
  }

  private seat(assignment: Assignment, thread: Thread): void {
    const { run, job, control, until, changes } = assignment
    const { experiment, index, table } = job
    assignment.thread = thread
    assignment.heardAt = performance.now()
    thread.runs.add(assignment)
    this.post(assignment, {
      type: 'start',
      run,
      experiment: aloneOf(experiment, index, changes),
      table,
      control,
      allowance: until === Infinity ? null : until,
    })
  }

  private sendOn(assignment: Assignment): void {
    assignment.resting = false
    assignment.heardAt = performance.now()
  }

  private post({ thread }: Assignment, message: ToWorker): void {
    thread?.worker.postMessage(message)
  }

  private release(assignment: Assignment): void {
    assignment.thread?.runs.delete(assignment)
    this.assignments.delete(assignment.run)
  }

  /** Ends a run that can't say so itself. */
  private end(assignment: Assignment, status: 'cancelled' | 'failed', reason: Reason): void {
    const { job, iteration: iterations } = assignment
    const duration = durationOf(assignment)
    this.queue.remove(job.experiment, assignment)
    this.release(assignment)
    assignment.listener({ type: 'ended', status, reason, iterations, duration })
    this.assign()
  }

  private endCancelled(assignment: Assignment): void {
    this.end(assignment, 'cancelled', stoppedAfter(assignment.iteration))
  }

  /** Sees to it that a cancelled run ends, and that its thread lets go of it: one that hangs is replaced. */
  private async awaitEnd(assignment: Assignment, thread: Thread): Promise<void> {
    const isOver = (): boolean => this.closing || thread.condemned || !this.threads.includes(thread)
    if (!(await hangs(assignment, thread, isOver, () => this.endCancelled(assignment)))) return
    thread.condemned = true
    void thread.worker.terminate()
    if (thread.runs.has(assignment)) {
      this.end(assignment, 'failed', { kind: 'thread-replaced', values: {} })
    }
  }

  /** Of the runs of a dead thread, the one under way fails and the others start over. */
  private onExit(thread: Thread, reason: Reason): void {
    if (this.closing) return
    this.threads.splice(this.threads.indexOf(thread), 1)
    const lost = [...thread.runs]
    const computing = lost.filter(isComputing)
    const blamed = computing.length > 0 ? computing : lost.length === 1 ? lost : []
    const failed = thread.condemned ? [] : blamed
    const unexplained = !thread.condemned && failed.length === 0
    const others = lost.filter((each) => !failed.includes(each))
    for (const assignment of others) this.unseat(assignment, unexplained)
    for (const assignment of others.toReversed()) this.queue.putBack(assignment.job.experiment, assignment)
    for (const assignment of others.filter(isCancelled)) this.endCancelled(assignment)
    for (const assignment of failed) this.end(assignment, 'failed', reason)
    this.assign()
  }

  private unseat(assignment: Assignment, suspect: boolean): void {
    assignment.thread = undefined
    assignment.resting = false
    assignment.suspect ||= suspect
    Atomics.store(assignment.flags, controlSlot.active, 0)
    for (const set of assignment.asked.splice(0)) assignment.listener(changedSeatless(assignment, set))
  }
}
