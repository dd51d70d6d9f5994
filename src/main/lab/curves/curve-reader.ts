import type { CallArguments, CallOutput, CallResult } from '../../contract'
import { Fault } from '../../faults'
import type { Store, Whereabouts } from '../../store'
import { createCurveAnswers, type CurveAnswers, type CurveCall } from './curve-answers'
import { DatabaseThread, type Question, type Unnumbered } from './database-thread'

interface Threads {
  readonly reading: DatabaseThread
  /** A checkpoint waits for the disk, and no picture should. */
  readonly writing: DatabaseThread
}

/**
 * Reads stored curves beside the main thread. Where the database is not in a file that others can
 * open, or a thread dies of a question, the same is done right here.
 */
export class CurveReader {
  private readonly answers: CurveAnswers
  private threads: Threads | undefined
  private checkpointing: Promise<void> | undefined

  /** @param script the built entry of the thread; undefined: all is done right here */
  constructor(
    private readonly store: Store,
    private readonly script: URL | undefined,
  ) {
    this.answers = createCurveAnswers(store)
    this.threads = this.threadsOn(store.whereabouts)
  }

  /** Where the store goes on in another file, so do the threads. */
  async reopen(): Promise<void> {
    const { threads } = this
    const { whereabouts } = this.store
    if (!threads || threads.reading.database.identity === whereabouts.identity) return
    this.threads = this.threadsOn(whereabouts)
    await Promise.all([threads?.reading.close(), threads?.writing.close()])
  }

  /** Has the thread ready for the first question. */
  warm(): void {
    this.threads?.reading.start()
  }

  /** @throws Fault */
  async ask<Name extends CurveCall>(name: Name, input: CallArguments<Name>): Promise<CallOutput<Name>> {
    const result = await this.threads?.reading.ask({ type: 'call', name, input } as Unnumbered<Question>)
    // The handler takes the input of its own call; TypeScript can't follow the pair.
    const answer = this.answers[name] as (
      input: CallArguments<Name>,
    ) => CallOutput<Name> | Promise<CallOutput<Name>>
    return result ? (valueOf(result) as CallOutput<Name>) : answer(input)
  }

  /**
   * Moves what is committed from the log into the database, and makes it last; the main thread
   * waits for nothing. Asked for again meanwhile, it is the same one.
   * @throws Fault
   */
  checkpoint(): Promise<void> {
    this.checkpointing ??= this.checkpointOnce().finally(() => (this.checkpointing = undefined))
    return this.checkpointing
  }

  /**
   * Writes the whole database anew, without what is free in it. The main thread goes on, but must not write.
   * @throws Fault
   */
  async rewrite(): Promise<void> {
    const result = await this.threads?.writing.ask({ type: 'rewrite' })
    if (result) valueOf(result)
    else this.store.storage.rewrite()
  }

  /** Await it before the store is closed; what is asked from then on is done right here. */
  async close(): Promise<void> {
    const { threads } = this
    this.threads = undefined
    await Promise.all([threads?.reading.close(), threads?.writing.close()])
  }

  private threadsOn(database: Whereabouts): Threads | undefined {
    const { script } = this
    if (!script || database.file === '') return undefined
    return { reading: new DatabaseThread(script, database), writing: new DatabaseThread(script, database) }
  }

  private async checkpointOnce(): Promise<void> {
    const result = await this.threads?.writing.ask({ type: 'checkpoint' })
    if (result) valueOf(result)
    else this.store.checkpoint()
  }
}

function valueOf(result: CallResult): unknown {
  if (result.ok) return result.value
  const { kind, message, issues } = result.error
  throw new Fault(kind, message, issues)
}
