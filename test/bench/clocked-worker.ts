import { BroadcastChannel, parentPort } from 'node:worker_threads'
import { objectiveById } from '@core/objectives'
import type { ToWorker } from '../../src/worker/protocol'
import { serve } from '../../src/worker/serve'
import { clockChannel, timeBetweenUpdates, type ClockedRun } from './clock'

/** A thread like the lab's own, whose updates take a while each and are noted with the time. */

if (!parentPort) throw new Error('this file must run as a worker thread')
const channel = new BroadcastChannel(clockChannel)
channel.unref()
const nothing = new Int32Array(new SharedArrayBuffer(4))
let starting: Extract<ToWorker, { type: 'start' }> | undefined
// Heard before the thread itself begins the run, and binds its objective.
parentPort.on('message', (message: ToWorker) => {
  if (message.type === 'start') starting = message
})

const kind = objectiveById('rosenbrock')
if (!kind) throw new Error('there is no objective to put a clock into')
const { create } = kind
Object.assign(kind, {
  create(...given: Parameters<typeof create>) {
    const objective = create(...given)
    const { evaluate } = objective
    if (!starting) return objective
    const { run, experiment } = starting
    const times = new Float64Array(experiment.iterations + 1)
    let evaluated = 0
    return {
      ...objective,
      // Gradient descent on all of an objective evaluates each of its points once.
      evaluate(theta: Float64Array, out: Float64Array): number {
        // Whoever asks later why the run ended, asks for more.
        if (evaluated === times.length) return evaluate(theta, out)
        Atomics.wait(nothing, 0, 0, timeBetweenUpdates)
        const value = evaluate(theta, out)
        times[evaluated++] = Date.now()
        if (evaluated === times.length) channel.postMessage({ run, times } satisfies ClockedRun)
        return value
      },
    }
  },
})
serve(parentPort)
