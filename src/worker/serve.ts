import type { MessagePort } from 'node:worker_threads'
import { Buffers } from './buffers'
import { controlSlot, stoppedAfter, wireError, type FromWorker, type ToWorker } from './protocol'
import { failure, Runner, Stopped, type Start } from './runner'

/** Answers a port: the thread's whole life, apart from where the port comes from. */
export function serve(port: MessagePort): void {
  const runners = new Map<number, Runner>()
  const buffers = new Buffers()
  const send = (message: FromWorker): void => port.postMessage(message)

  function start(message: Start): void {
    const { run, control } = message
    const ending = { type: 'ended', run, iterations: 0, duration: 0 } as const
    if (Atomics.load(new Int32Array(control), controlSlot.cancel) !== 0) {
      return send({ ...ending, status: 'cancelled', reason: stoppedAfter(0) })
    }
    try {
      runners.set(run, new Runner(message, buffers, send, () => runners.delete(run)))
    } catch (error) {
      // Else its thread would seem to be at work on it for ever.
      Atomics.store(new Int32Array(control), controlSlot.active, 0)
      if (error instanceof Stopped) return send({ ...ending, status: 'cancelled', reason: stoppedAfter(0) })
      const wire = wireError(error)
      send({ ...ending, status: 'failed', reason: failure(wire), error: wire })
    }
  }

  port.on('message', (message: ToWorker) => {
    if (message.type === 'start') return start(message)
    const runner = runners.get(message.run)
    switch (message.type) {
      case 'pause':
        return runner?.pause()
      case 'resume':
        return runner?.resume()
      case 'step':
        return runner?.step(message.updates)
      case 'change':
        return runner?.change(message.set)
      case 'cancel':
        return runner?.wake()
      case 'credit':
        buffers.giveBack(message.buffers)
        return runner?.credit(message.batches)
    }
  })
  send({ type: 'ready' })
}
