import { Worker } from 'node:worker_threads'
import { sweepThread, type SweepAnswer, type SweepOrder } from '../../../worker/protocol'

interface Waiting {
  readonly order: SweepOrder
  readonly heard: (answer: SweepAnswer) => void
  readonly settle: (isWhole: boolean) => void
}

/** A thread that makes runs of sweeps, one order after the other; there from the first one on, and anew after it has died. */
export class SweepThread {
  private worker: Worker | undefined
  private readonly queue: Waiting[] = []

  constructor(private readonly script: URL) {}

  /**
   * Settles when the order is over.
   * @param heard is told of runs as they come
   * @returns false where the thread has ended before
   */
  ask(order: SweepOrder, heard: (answer: SweepAnswer) => void): Promise<boolean> {
    const worker = (this.worker ??= this.spawn())
    return new Promise((settle) => {
      this.queue.push({ order, heard, settle })
      worker.postMessage(order)
    })
  }

  async close(): Promise<void> {
    await this.worker?.terminate()
  }

  private spawn(): Worker {
    const worker = new Worker(this.script, { workerData: sweepThread })
    worker.on('message', (answer: SweepAnswer) => {
      const [waiting] = this.queue
      if (answer.over) this.queue.shift()
      waiting.heard(answer)
      if (answer.over) waiting.settle(true)
    })
    // Its end says all there is to know.
    worker.on('error', () => undefined)
    worker.on('exit', () => {
      this.worker = undefined
      const [first, ...others] = this.queue.splice(0)
      first?.settle(false)
      // They had not begun.
      for (const { order, heard, settle } of others) void this.ask(order, heard).then(settle)
    })
    return worker
  }
}
