import { Worker } from 'node:worker_threads'
import type { CallArguments, CallResult } from '../contract'
import type { Whereabouts } from '../store'
import type { CurveCall } from './curves/curve-answers'
import type { Recording } from './runs/recording'

/** What the thread is asked; every question but the last has an answer. */
export type ToDatabaseThread =
  | {
      readonly [Name in CurveCall]: {
        readonly type: 'call'
        readonly id: number
        readonly name: Name
        readonly input: CallArguments<Name>
      }
    }[CurveCall]
  | { readonly type: 'checkpoint' | 'rewrite'; readonly id: number }
  /** Answered with a `RecordingResult`. */
  | { readonly type: 'record'; readonly id: number; readonly recording: Recording }
  /** Nothing more will be asked: the thread closes its connection and ends. */
  | { readonly type: 'close' }

export interface FromDatabaseThread {
  /** Of the question; 0 where there was none, and the connection is open. */
  readonly id: number
  readonly result: CallResult
}

export type Question = Exclude<ToDatabaseThread, { type: 'close' }>
export type Unnumbered<Each> = Each extends Question ? Omit<Each, 'id'> : never

/** What the thread is started with. */
export interface ThreadData {
  readonly database: Whereabouts
  /** Whether nobody else is kept waiting if it does: for another program's lock, or for a processor. */
  readonly waits: boolean
}

interface Waiting {
  answer(result: CallResult): void
  /** Its thread is gone. */
  lose(): void
}

/** A thread with a connection of its own to a database; there from the first question on, if not before. */
export class DatabaseThread {
  private worker: Worker | undefined
  private readonly waiting = new Map<number, Waiting>()
  private newest = 0
  private open = false

  constructor(
    private readonly script: URL,
    readonly database: Whereabouts,
    private readonly waits = true,
  ) {}

  /** Whether a question would be answered without waiting for the thread to come about. */
  get isOpen(): boolean {
    return this.open
  }

  start(): Worker {
    return (this.worker ??= this.spawn())
  }

  /** @returns undefined where the thread has ended before it could answer */
  ask(question: Unnumbered<Question>): Promise<CallResult | undefined> {
    const id = ++this.newest
    const worker = this.start()
    return new Promise((settle) => {
      this.waiting.set(id, { answer: settle, lose: () => settle(undefined) })
      worker.postMessage({ ...question, id } as ToDatabaseThread)
    })
  }

  /** Settles when the connection is closed; what was asked before is answered first. */
  async close(): Promise<void> {
    const { worker } = this
    if (!worker) return
    const ended = new Promise((settle) => worker.once('exit', settle))
    worker.postMessage({ type: 'close' } satisfies ToDatabaseThread)
    await ended
  }

  private spawn(): Worker {
    const worker = new Worker(this.script, {
      workerData: { database: this.database, waits: this.waits } satisfies ThreadData,
    })
    worker.on('message', ({ id, result }: FromDatabaseThread) => {
      this.open = true
      this.waiting.get(id)?.answer(result)
      this.waiting.delete(id)
    })
    // Its end says all there is to know.
    worker.on('error', () => undefined)
    worker.on('exit', () => {
      this.worker = undefined
      this.open = false
      for (const { lose } of this.waiting.values()) lose()
      this.waiting.clear()
    })
    return worker
  }
}
