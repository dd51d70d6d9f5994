import { parentPort, workerData } from 'node:worker_threads'
import { makeTable } from './make-table'
import { serveMaps } from './serve-maps'
import { giveWay } from './priority'
import { mapThread, replaysUpdates, sweepThread, type ReplayOrder, type TableOrder } from './protocol'
import { Replayer } from './replay'
import { serve } from './serve'
import { serveSweeps } from './serve-sweeps'

const port = parentPort
if (!port) throw new Error('this file must run as a worker thread')
// Somebody waits for the answer of a replay.
if (workerData !== replaysUpdates) giveWay()
if (workerData === replaysUpdates) {
  const replayer = new Replayer()
  port.on('message', (order: ReplayOrder) => port.postMessage(replayer.answer(order)))
} else if (workerData === mapThread) serveMaps(port)
else if (workerData === sweepThread) serveSweeps(port)
else if (workerData) port.postMessage(makeTable(workerData as TableOrder))
else serve(port)
