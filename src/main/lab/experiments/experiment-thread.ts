import { parentPort, workerData } from 'node:worker_threads'
import { giveWay } from '../../../worker/priority'
import { readExperiment } from './experiment-file'
import type { FromReadingThread } from './experiment-reader'
import { takenApart } from '../tables/inline-table'

/** The thread entry: reads the one experiment whose text it was started with, says how far it is, and ends. */

if (!parentPort) throw new Error('this file must run as a worker thread')
const port = parentPort
giveWay()
const say = (message: FromReadingThread, transfer: readonly ArrayBuffer[] = []): void =>
  port.postMessage(message, transfer)

const parsed = readExperiment(workerData as string, (progress) => say({ type: 'progress', progress }))
if (parsed.ok) {
  const value = takenApart(parsed.value, parsed.notes)
  const columns = value.table ? [...value.table.features, value.table.target] : []
  say(
    { type: 'read', result: { ok: true, value } },
    columns.map(({ buffer }) => buffer as ArrayBuffer),
  )
} else say({ type: 'read', result: parsed })
