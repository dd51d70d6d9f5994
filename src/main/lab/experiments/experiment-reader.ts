import { Worker } from 'node:worker_threads'
import type { Parsed } from '@core/issues'
import type { ReadingProgress } from '../../contract'
import { Fault, invalid } from '../../faults'
import { readExperiment } from './experiment-file'
import { takenApart, type ReadExperiment } from '../tables/inline-table'

export type FromReadingThread =
  | { readonly type: 'progress'; readonly progress: ReadingProgress }
  | { readonly type: 'read'; readonly result: Parsed<ReadExperiment> }

/** Characters that are read in a few milliseconds, right here. */
const shortText = 128 * 1024
/** Texts that are read at a time. */
const mostReadings = 4
/** Megabytes for the objects of one text: several times what an experiment of two million numbers takes. */
const mostMemory = 1_024

interface Reading {
  /** What the caller calls it, if that was said. */
  readonly name: string | undefined
  readonly worker: Worker
  progress: ReadingProgress
  cancelled: boolean
}

const begun: ReadingProgress = { share: 0, doing: 'looking through it' }

function valueOf<Value>(result: Parsed<Value>): Value {
  if (!result.ok) throw invalid(result.issues)
  return result.value
}

/** Reads the texts of experiment files, large ones on threads of their own, which can be ended at any time. */
export class ExperimentReader {
  private readonly readings = new Set<Reading>()

  /** @param script the built entry of the thread; undefined: all is read right here */
  constructor(private readonly script: URL | undefined) {}

  /**
   * @param name to ask for its progress by and to give it up by
   * @throws Fault `invalid` with the first hundred faults, `conflict` where it was given up
   */
  async read(text: string, name?: string): Promise<ReadExperiment> {
    if (!this.script || text.length <= shortText) {
      const read = readExperiment(text)
      return takenApart(valueOf(read), read.notes)
    }
    if (this.readings.size >= mostReadings) {
      throw new Fault(
        'conflict',
        `${mostReadings} files are being read already; wait for one of them or cancel it`,
      )
    }
    const worker = new Worker(this.script, {
      workerData: text,
      resourceLimits: { maxOldGenerationSizeMb: mostMemory },
    })
    const reading: Reading = { name, worker, progress: begun, cancelled: false }
    this.readings.add(reading)
    try {
      return valueOf(await resultOf(reading))
    } finally {
      this.readings.delete(reading)
      await worker.terminate()
    }
  }

  /** How far it is; null where it is over, or was never begun. */
  progress(name: string): ReadingProgress | null {
    return this.named(name)?.progress ?? null
  }

  /** One that is over already is no error. */
  abandon(name: string): void {
    const reading = this.named(name)
    if (reading) cancel(reading)
  }

  /** Gives up all that are under way. */
  async close(): Promise<void> {
    await Promise.all([...this.readings].map(cancel))
  }

  private named(name: string): Reading | undefined {
    return [...this.readings].find((reading) => reading.name === name)
  }
}

function cancel(reading: Reading): Promise<number> {
  reading.cancelled = true
  return reading.worker.terminate()
}

function resultOf(reading: Reading): Promise<Parsed<ReadExperiment>> {
  const { worker } = reading
  return new Promise((settle, reject) => {
    worker.on('message', (message: FromReadingThread) => {
      if (message.type === 'progress') reading.progress = message.progress
      else settle(message.result)
    })
    worker.on('error', (error) => {
      const outOfMemory = 'code' in error && error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      const why = outOfMemory ? `it takes more than ${mostMemory} MB of memory` : error.message
      reject(new Fault(outOfMemory ? 'limit' : 'internal', `the file can't be read: ${why}`))
    })
    worker.on('exit', () => {
      const why = reading.cancelled ? 'was cancelled' : 'broke off'
      reject(new Fault(reading.cancelled ? 'conflict' : 'internal', `the reading ${why}`))
    })
  })
}
