import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Sizes } from '@core/arithmetic/sizes'
import type { UpdateValues } from '@core/arithmetic/update'
import {
  replaySlot,
  replaySlots,
  replaysUpdates,
  type ReplayAnswer,
  type ReplayOrder,
} from '../../../worker/protocol'
import { Fault } from '../../faults'

/** How long the thread waits for the next question before it ends, and all it remembers, in milliseconds. */
const keptFor = 60_000

interface Replay {
  /** What the caller calls it, if that was said. */
  readonly name: string | undefined
  readonly flags: Int32Array
}

const stopped = (): Fault => new Fault('conflict', 'it was stopped before the update had been made again')

const refused = (answer: ReplayAnswer): Fault => {
  if ('stopped' in answer && answer.stopped) return stopped()
  const why = 'message' in answer ? answer.message : 'another question was answered'
  return new Fault('internal', `the update can't be made again: ${why}`)
}

type ReplayedRun = Omit<ReplayOrder, 'control' | 'asks'>

/**
 * Single updates of stored runs, made again one after another on a thread of their own: that of the
 * run asked about last remembers where it has been.
 */
export class Replays {
  private thread: Worker | undefined
  private readonly asked = new Set<Replay>()
  private turn: Promise<unknown> = Promise.resolve()
  private idle: NodeJS.Timeout | undefined
  private closing = false
  private isWarm = false

  constructor(private readonly worker: URL) {}

  /** Has a thread ready from now on, so that the first question need not wait for one to start. */
  warm(): void {
    if (this.closing) return
    this.isWarm = true
    this.start()
  }

  /**
   * @param name to ask how far it is by, and to give it up by; what has the same name already is given up
   * @throws Fault `conflict` where it was given up, or the lab closes
   */
  async update(
    { update, coordinates, ...run }: ReplayedRun & { update: number; coordinates: readonly number[] },
    name?: string,
  ): Promise<UpdateValues> {
    const found = await this.answer({ ...run, asks: { type: 'update', update, coordinates } }, name)
    if ('values' in found) return found.values
    throw refused(found)
  }

  /** As `update`: how large the values of a run's first updates are. */
  async sizes({ updates, ...run }: ReplayedRun & { updates: number }, name?: string): Promise<Sizes> {
    const found = await this.answer({ ...run, asks: { type: 'sizes', updates } }, name)
    if ('sizes' in found) return found.sizes
    throw refused(found)
  }

  /** How much of the way is done, from 0 to 1; null where it is over, or was never begun. */
  share(name: string): number | null {
    const replay = [...this.asked].find((each) => each.name === name)
    return replay ? Atomics.load(replay.flags, replaySlot.share) / 1000 : null
  }

  /** One that is over already is no error. */
  abandon(name: string): void {
    for (const { name: its, flags } of this.asked) {
      if (its === name) Atomics.store(flags, replaySlot.cancel, 1)
    }
  }

  private async answer(order: Omit<ReplayOrder, 'control'>, name: string | undefined): Promise<ReplayAnswer> {
    if (name !== undefined) this.abandon(name)
    const control = new SharedArrayBuffer(replaySlots * Int32Array.BYTES_PER_ELEMENT)
    const replay: Replay = { name, flags: new Int32Array(control) }
    this.asked.add(replay)
    const answer = this.turn.then(() => this.ask({ ...order, control }, replay))
    this.turn = answer.catch(() => undefined)
    return answer.finally(() => this.asked.delete(replay))
  }

  async close(): Promise<void> {
    this.closing = true
    await this.end()
  }

  private async ask(order: ReplayOrder, { flags }: Replay): Promise<ReplayAnswer> {
    if (this.closing || Atomics.load(flags, replaySlot.cancel) !== 0) throw stopped()
    clearTimeout(this.idle)
    const thread = this.start()
    const ended = new AbortController()
    const end = (): void => ended.abort()
    thread.once('exit', end)
    try {
      thread.postMessage(order)
      const [answer] = (await once(thread, 'message', { signal: ended.signal })) as [ReplayAnswer]
      return answer
    } catch (error) {
      if (this.closing) throw stopped()
      const why = ended.signal.aborted ? 'its thread ended' : String(error)
      void this.renew()
      throw new Fault('internal', `the update can't be made again: ${why}`)
    } finally {
      thread.off('exit', end)
      this.idle = setTimeout(() => void this.renew(), keptFor).unref()
    }
  }

  private start(): Worker {
    return (this.thread ??= new Worker(this.worker, { workerData: replaysUpdates }))
  }

  /** Ends the thread; where one is to be ready, it is another one, which remembers nothing. */
  private renew(): Promise<void> {
    const ended = this.end()
    if (this.isWarm && !this.closing) this.start()
    return ended
  }

  private async end(): Promise<void> {
    clearTimeout(this.idle)
    const { thread } = this
    this.thread = undefined
    await thread?.terminate()
  }
}
