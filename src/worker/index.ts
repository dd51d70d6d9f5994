import { parentPort, workerData } from 'node:worker_threads'
import { makeTable } from './make-table'
import { serveMaps } from './serve-maps'
import { giveWay } from './priority'
import { mapThread, type TableOrder } from './protocol'
import { serve } from './serve'

if (!parentPort) throw new Error('this file must run as a worker thread')
giveWay()
if (workerData === mapThread) serveMaps(parentPort)
else if (workerData) parentPort.postMessage(makeTable(workerData as TableOrder))
else serve(parentPort)
