import { parentPort, workerData } from 'node:worker_threads'
import { giveWay } from '../../../src/worker/priority'
import type { Address } from './browser'
import { stopRuns } from './stopping'
import { watch } from './watcher'

/** The thread entry: people at their browsers, who are not to take the lab's own thread's time. */

export type Order = { readonly address: Address; readonly runs: number } & (
  | { readonly role: 'watch'; readonly watchers: number }
  | { readonly role: 'stop'; readonly stops: number; readonly experiment: object }
)

if (!parentPort) throw new Error('this file must run as a worker thread')
const port = parentPort
const order = workerData as Order
if (order.role === 'watch') {
  // They stand for other machines, which would not take the lab's processors.
  giveWay()
  let over = false
  port.once('message', () => (over = true))
  await Promise.all(
    Array.from({ length: order.watchers }, () => watch(order.address, order.runs, () => over)),
  )
  port.close()
} else {
  port.postMessage(await stopRuns(order.address, order.experiment, order.runs, order.stops))
}
