import { MessageChannel, type MessagePort } from 'node:worker_threads'
import { onTestFinished } from 'vitest'
import type { Experiment } from '@core/experiment'
import { controlSlot, controlSlots, type FromWorker, type ToWorker } from '../../src/worker/protocol'
import { serve } from '../../src/worker/serve'
import { tableFor } from './experiments'
import { Conditions } from './conditions'
import { worded } from './reasons'

export type Told<Type extends FromWorker['type']> = Extract<FromWorker, { type: Type }>

/** The lab's end of a channel whose other end is served in this very process. */
export class Channel {
  readonly told: FromWorker[] = []
  private readonly port: MessagePort
  private readonly flags = new Map<number, Int32Array>()
  private readonly conditions = new Conditions()

  /** @param crediting whether every batch is taken at once */
  constructor(private readonly crediting = true) {
    const { port1, port2 } = new MessageChannel()
    this.port = port1
    port1.on('message', (message: FromWorker) => this.hear(message))
    serve(port2)
    onTestFinished(() => port1.close())
  }

  send(message: ToWorker): void {
    this.port.postMessage(message)
  }

  /** Says that so many batches have been taken; but for those given, their buffers are kept for a look at them. */
  credit(run: number, batches = 1, buffers: readonly SharedArrayBuffer[] = []): void {
    this.send({ type: 'credit', run, batches, buffers })
  }

  /** Starts an experiment's first run. @returns its control block */
  start(run: number, experiment: Experiment, allowance: number | null = null): Int32Array {
    const control = new SharedArrayBuffer(controlSlots * Int32Array.BYTES_PER_ELEMENT)
    const flags = new Int32Array(control)
    this.flags.set(run, flags)
    this.send({ type: 'start', run, experiment, table: tableFor(experiment), control, allowance })
    return flags
  }

  /** Raises the flag that a computing run looks at; says nothing. */
  raiseCancel(run: number): void {
    const flags = this.flags.get(run)
    if (flags) Atomics.store(flags, controlSlot.cancel, 1)
  }

  of<Type extends FromWorker['type']>(type: Type, run: number): readonly Told<Type>[] {
    return this.told.filter(
      (each): each is Told<Type> => each.type === type && 'run' in each && each.run === run,
    )
  }

  /** Settles with what the condition gives as soon as, after some message, it gives something. */
  until<Value>(condition: () => Value | undefined | false): Promise<Value> {
    return this.conditions.until(condition)
  }

  /** How it ended, in words. */
  async ended(run: number) {
    return worded(await this.until(() => this.of('ended', run)[0]))
  }

  /** Settles when the run has said so many times that it pauses. */
  paused(run: number, times = 1): Promise<Told<'paused'>> {
    return this.until(() => this.of('paused', run)[times - 1])
  }

  private hear(message: FromWorker): void {
    this.told.push(message)
    if (message.type === 'batch' && this.crediting) this.credit(message.run)
    this.conditions.check()
  }
}
