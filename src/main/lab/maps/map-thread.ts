import { Worker } from 'node:worker_threads'
import { mapThread, type MapAnswer, type MapRequest } from '../../../worker/protocol'

/** A thread that works out pixels of maps; there from `start` or the first order on, and anew after it has died. */
export class MapThread {
  private worker: Worker | undefined
  /** Who waits for an answer, in the order of their orders. */
  private readonly queue: ((answer: MapAnswer | undefined) => void)[] = []

  constructor(private readonly script: URL) {}

  get waiting(): number {
    return this.queue.length
  }

  start(): void {
    this.worker ??= this.spawn()
  }

  /** @returns undefined where the thread has ended before it could answer */
  ask(order: MapRequest): Promise<MapAnswer | undefined> {
    const worker = (this.worker ??= this.spawn())
    return new Promise((settle) => {
      this.queue.push(settle)
      worker.postMessage(order)
    })
  }

  async close(): Promise<void> {
    await this.worker?.terminate()
  }

  private spawn(): Worker {
    const worker = new Worker(this.script, { workerData: mapThread })
    worker.on('message', (answer: MapAnswer) => this.queue.shift()?.(answer))
    // Its end says all there is to know.
    worker.on('error', () => undefined)
    worker.on('exit', () => {
      this.worker = undefined
      for (const settle of this.queue.splice(0)) settle(undefined)
    })
    return worker
  }
}
