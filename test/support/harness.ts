import { BroadcastChannel } from 'node:worker_threads'
import { inject, onTestFinished } from 'vitest'
import type { Experiment } from '@core/experiment'
import { Pool } from '../../src/main/lab/runs/pool'
import type { RunHandle } from '../../src/main/lab/runs/threads'
import type { EndStatus, RunMessage } from '../../src/worker/protocol'
import { Conditions } from './conditions'
import { worded } from './reasons'
import { CurveBook, type CurveRows } from './curves'
import { plansOf, tableFor } from './experiments'

type Ended = Extract<RunMessage, { type: 'ended' }>

interface Watched {
  readonly book: CurveBook
  readonly paused: number[]
  ended: Ended | undefined
}

/** A pool with real threads, and all that its runs have told. Every batch is taken at once. */
export class Harness {
  readonly pool: Pool
  private readonly runs = new Map<number, Watched>()
  private readonly handles = new Map<number, RunHandle>()
  private readonly conditions = new Conditions()

  constructor(width: number, script: 'worker.mjs' | 'mad-worker.mjs' | 'no-worker.mjs' = 'worker.mjs') {
    this.pool = new Pool(new URL(script, inject('threads')), width)
    onTestFinished(() => this.pool.close())
  }

  /** Starts every run of an experiment, numbered from `first`. */
  start(experiment: Experiment, first = 1, paused = false): void {
    const table = tableFor(experiment)
    plansOf(experiment, table).forEach(({ series, recordEvery }, index) => {
      const run = first + index
      const book = new CurveBook(series, recordEvery)
      this.runs.set(run, { book, paused: [], ended: undefined })
      const job = { experiment, index, table, paused }
      this.handles.set(
        run,
        this.pool.start(job, (message) => this.hear(run, message)),
      )
    })
  }

  /** What can be said to the run. */
  run(run: number): RunHandle {
    const handle = this.handles.get(run)
    if (!handle) throw new Error(`nobody started run ${run}`)
    return handle
  }

  curve(run: number): CurveRows {
    return this.watched(run).book.rows
  }

  /** Iterations at which the run has said that it pauses. */
  paused(run: number): readonly number[] {
    return this.watched(run).paused
  }

  statusOf(run: number): EndStatus | undefined {
    return this.watched(run).ended?.status
  }

  until<Value>(condition: () => Value | undefined | false): Promise<Value> {
    return this.conditions.until(condition)
  }

  /** How it ended, in words. */
  async ended(run: number) {
    return worded(await this.until(() => this.watched(run).ended))
  }

  endings(...runs: readonly number[]) {
    return Promise.all(runs.map((run) => this.ended(run)))
  }

  /** Settles when a run has got so many points. */
  points(run: number, count: number): Promise<true> {
    return this.until(() => this.watched(run).book.length >= count)
  }

  /** Settles when a run of the mad worker hangs its thread. */
  static async hang(): Promise<void> {
    const channel = new BroadcastChannel('hanging')
    await new Promise((settle) => (channel.onmessage = settle))
    channel.close()
  }

  private watched(run: number): Watched {
    const watched = this.runs.get(run)
    if (!watched) throw new Error(`nobody started run ${run}`)
    return watched
  }

  private hear(run: number, message: RunMessage): void {
    const watched = this.watched(run)
    if (watched.ended) throw new Error(`run ${run} has ended and goes on: ${message.type}`)
    if (message.type === 'batch') {
      watched.book.take(message)
      void this.run(run).credit([message])
    } else if (message.type === 'paused') {
      watched.paused.push(message.iteration)
    } else if (message.type === 'ended') {
      watched.ended = message
    }
    this.conditions.check()
  }
}
