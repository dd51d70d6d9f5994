import { Worker } from 'node:worker_threads'
import type { CallArguments, CallOutput, CallResult } from '../../contract'
import { Fault } from '../../faults'
import type { Store, Whereabouts } from '../../store'
import { createCurveAnswers, type CurveAnswers, type CurveCall } from './curve-answers'

/** What the thread is asked; every question but the last has an answer. */
export type ToCurveThread =
  | {
      readonly [Name in CurveCall]: {
        readonly type: 'call'
        readonly id: number
        readonly name: Name
        readonly input: CallArguments<Name>
      }
    }[CurveCall]
  | { readonly type: 'checkpoint' | 'rewrite'; readonly id: number }
  /** Nothing more will be asked: the thread closes its connection and ends. */
  | { readonly type: 'close' }

export interface FromCurveThread {
  readonly id: number
  readonly result: CallResult
}

type Question = Exclude<ToCurveThread, { type: 'close' }>
type Unnumbered<Each> = Each extends Question ? Omit<Each, 'id'> : never

interface Waiting {
  answer(result: CallResult): void
  /** Its thread is gone. */
  lose(): void
}

/** A thread with a connection of its own to a database; there from the first question on, if not before. */
class CurveThread {
  private worker: Worker | undefined
  private readonly waiting = new Map<number, Waiting>()
  private newest = 0

  constructor(
    private readonly script: URL,
    readonly database: Whereabouts,
  ) {}

  start(): Worker {
    return (this.worker ??= this.spawn())
  }

  /** @returns undefined where the thread has ended before it could answer */
  ask(question: Unnumbered<Question>): Promise<CallResult | undefined> {
    const id = ++this.newest
    const worker = this.start()
    return new Promise((settle) => {
      this.waiting.set(id, { answer: settle, lose: () => settle(undefined) })
      worker.postMessage({ ...question, id } as ToCurveThread)
    })
  }

  /** Settles when the connection is closed; what was asked before is answered first. */
  async close(): Promise<void> {
    const { worker } = this
    if (!worker) return
    const ended = new Promise((settle) => worker.once('exit', settle))
    worker.postMessage({ type: 'close' } satisfies ToCurveThread)
    await ended
  }

  private spawn(): Worker {
    const worker = new Worker(this.script, { workerData: this.database })
    worker.on('message', ({ id, result }: FromCurveThread) => {
      this.waiting.get(id)?.answer(result)
      this.waiting.delete(id)
    })
    // Its end says all there is to know.
    worker.on('error', () => undefined)
    worker.on('exit', () => {
      this.worker = undefined
      for (const { lose } of this.waiting.values()) lose()
      this.waiting.clear()
    })
    return worker
  }
}

interface Threads {
  readonly reading: CurveThread
  /** A checkpoint waits for the disk, and no picture should. */
  readonly writing: CurveThread
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
    return { reading: new CurveThread(script, database), writing: new CurveThread(script, database) }
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
