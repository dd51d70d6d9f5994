import { parentPort, workerData } from 'node:worker_threads'
import { readExperiment } from './experiment-file'
import type { FromReadingThread } from './experiment-reader'

/** The thread entry: reads the one experiment whose text it was started with, says how far it is, and ends. */

if (!parentPort) throw new Error('this file must run as a worker thread')
const port = parentPort
const say = (message: FromReadingThread): void => port.postMessage(message)

const result = readExperiment(workerData as string, (progress) => say({ type: 'progress', progress }))
say({ type: 'read', result })
