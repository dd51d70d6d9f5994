import type { CallResult } from '../../contract'
import type { Store } from '../../store'
import { record, type Recording, type RecordingResult } from './recording'
import { DatabaseThread } from '../database-thread'

/** Recordings that may be on their way to the thread: one that it works on, and the next. */
const mostUnderway = 2

/**
 * Stores what runs send on a thread of the store's own, which waits for the disk and for locks in the
 * main thread's place. Until that thread has its connection, where the database is in no file that
 * others can open, and while somebody copies the database, the same is done right here.
 */
export class Writer {
  private thread: DatabaseThread | undefined
  private underway = 0
  private holds = 0
  private readonly idle: (() => void)[] = []
  /** Threads on files that the store has left. */
  private leaving: Promise<unknown> = Promise.resolve()

  /** @param script the built entry of the thread; undefined: all is done right here */
  constructor(
    private readonly store: Store,
    private readonly script?: URL,
  ) {
    this.thread = this.threadOn()
  }

  /** Has the thread ready for the first recording. */
  warm(): void {
    this.thread?.start()
  }

  /** Whether the thread has its connection. */
  get isReady(): boolean {
    return this.thread?.isOpen ?? false
  }

  /** Whether more would only wait. */
  get isBusy(): boolean {
    return this.underway >= mostUnderway
  }

  /** Whether something is on its way. */
  get isAtWork(): boolean {
    return this.underway > 0
  }

  /** Calls `done` when all is stored, or nothing: at once, where that is done right here. */
  record(recording: Recording, done: (result: RecordingResult) => void): void {
    const { thread } = this
    if (!thread?.isOpen || this.holds > 0) return done(record(this.store, recording))
    this.store.look()
    this.underway += 1
    void thread.ask({ type: 'record', recording }).then((result) => {
      this.underway -= 1
      // What a thread that is gone has stored may come again.
      done(recordedOf(result) ?? record(this.store, recording))
      if (this.underway > 0) return
      for (const settle of this.idle.splice(0)) settle()
    })
  }

  /** Does `work`, which copies the database, while all is stored by the one connection that it copies from. */
  async alone<Result>(work: () => Promise<Result>): Promise<Result> {
    this.holds += 1
    try {
      if (this.isAtWork) await new Promise<void>((settle) => this.idle.push(settle))
      return await work()
    } finally {
      this.follow()
      this.holds -= 1
    }
  }

  /** Where the store goes on in another file, so does the thread. */
  private follow(): void {
    const { thread } = this
    if (!thread || thread.database.identity === this.store.whereabouts.identity) return
    this.thread = this.threadOn()
    this.thread?.start()
    this.leaving = Promise.all([this.leaving, thread.close()])
  }

  /** Await it before the store is closed; what comes from then on is stored right here. */
  async close(): Promise<void> {
    const { thread } = this
    this.thread = undefined
    await Promise.all([this.leaving, thread?.close()])
  }

  private threadOn(): DatabaseThread | undefined {
    const { whereabouts } = this.store
    return this.script && whereabouts.file !== ''
      ? new DatabaseThread(this.script, whereabouts, false)
      : undefined
  }
}

const recordedOf = (result: CallResult | undefined): RecordingResult | undefined =>
  result?.ok ? (result.value as RecordingResult) : undefined
