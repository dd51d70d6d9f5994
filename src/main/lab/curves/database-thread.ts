import { Worker } from 'node:worker_threads'
import type { CallArguments, CallResult } from '../../contract'
import type { Whereabouts } from '../../store'
import type { CurveCall } from './curve-answers'

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
  /** Nothing more will be asked: the thread closes its connection and ends. */
  | { readonly type: 'close' }

export interface FromDatabaseThread {
  readonly id: number
  readonly result: CallResult
}

export type Question = Exclude<ToDatabaseThread, { type: 'close' }>
export type Unnumbered<Each> = Each extends Question ? Omit<Each, 'id'> : never

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
    const worker = new Worker(this.script, { workerData: this.database })
    worker.on('message', ({ id, result }: FromDatabaseThread) => {
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
