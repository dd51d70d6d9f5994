import { EventEmitter } from 'node:events'
import type { Experiment } from '@core/experiment'
import { iterationOf, seriesNames } from '@core/plan'
import type { AppInfo, EventName, LabEvents, LabHandlers, Notice, RunRecord } from '../contract'
import { openStore } from '../store'
import { version } from '../../../package.json'
import { Datasets, shippedText } from './datasets'
import { readExperiment, writeExperiment } from './experiment-file'
import { curvesCsv } from './export/curves-csv'
import { runsCsv } from './export/runs-csv'
import { Fault, invalid } from '../faults'
import { Pool } from './pool'
import { Recorder } from './recorder'
import { hasEnded, newRuns, parsed, prepare, type Prepared } from './runs'
import { tableOf } from './tables'

export interface LabOptions {
  /** Path of the database file; `:memory:` keeps nothing. */
  readonly database: string
  readonly shell: AppInfo['shell']
  /** The folder with the shipped data sets. */
  readonly resources: string
  /** The built thread entry. */
  readonly worker: URL
  /**
   * Somebody's file, named on the command line: no backups are put beside it, and it is
   * refused with a Fault if it can't be used. The lab's own is mended and backed up.
   */
  readonly borrowed?: boolean
}

export interface Lab {
  readonly handlers: LabHandlers
  /** Returns its unsubscribe. */
  on<Name extends EventName>(name: Name, listener: (payload: LabEvents[Name]) => void): () => void
  /** True while runs are going. */
  busy(): boolean
  /** Ends what runs as `interrupted` and closes the store; curves are kept up to here. */
  close(): Promise<void>
}

/** How often the lab says that it is alive, in milliseconds; the store calls it dead after six of them. */
const heartbeat = 5_000
/** A backup younger than this will do, in milliseconds. */
const backupAge = 24 * 60 * 60 * 1_000

const bytesOf = (pieces: Iterable<string>): Uint8Array =>
  Buffer.concat([...pieces].map((piece) => Buffer.from(piece, 'utf8')))

/** Opens the database and the threads, and answers every call of the contract. */
export async function openLab(options: LabOptions): Promise<Lab> {
  const { database, shell, resources, worker, borrowed = false } = options
  const opened = openStore({ file: database, onTrouble: borrowed ? 'refuse' : 'recover' })
  const { store } = opened
  const notices: Notice[] = [...opened.notices]
  const events = new EventEmitter<{ [Name in EventName]: [LabEvents[Name]] }>()
  const session = store.sessions.begin(process.pid)
  store.runs.markInterrupted()
  const beat = setInterval(() => store.sessions.beat(session), heartbeat).unref()
  const recorder = new Recorder(
    store,
    (run) => pool.credit(run),
    (records) => events.emit('runs.changed', records),
  )
  const pool = new Pool(worker, (message) => recorder.take(message))
  const datasets = new Datasets(store, resources)
  const backUp = async (): Promise<void> => {
    if (!borrowed) await store.backup({ olderThan: backupAge })
  }
  const backedUp = backUp().catch((error: unknown) => {
    const text = error instanceof Error ? error.message : String(error)
    notices.push({ level: 'warning', title: 'No backup of the database could be made', text })
  })

  const { locate } = datasets

  const libraryChanged = (): null => {
    events.emit('library.changed', null)
    return null
  }

  function found(run: number): RunRecord {
    const record = store.runs.get(run)
    if (!record) throw new Fault('missing', `there is no run ${run}`)
    return record
  }

  function changed(runs: readonly number[]): null {
    events.emit(
      'runs.changed',
      runs.flatMap((run) => store.runs.get(run) ?? []),
    )
    return null
  }

  function start(prepared: Prepared, paused: boolean): readonly RunRecord[] {
    const { experiment, table } = prepared
    const records = store.runs.insertLaunch({
      document: experiment,
      runs: newRuns(prepared),
      session,
      startedAt: Date.now(),
    })
    for (const record of records) {
      recorder.open(record)
      pool.start({ run: record.id, experiment, index: record.position, table, paused })
    }
    return records
  }

  function trash(runs: readonly number[]): null {
    const going = runs.filter((run) => !hasEnded(found(run)))
    if (going.length > 0) throw new Fault('conflict', `run ${going[0]} is still going; stop it first`)
    store.runs.trash(runs)
    return changed(runs)
  }

  function* curvesOf(runs: readonly number[]): Generator<string> {
    yield* curvesCsv(
      runs.map((run) => {
        const record = found(run)
        const names = seriesNames(record.dimension)
        return { ...record, series: store.curves.read(run, names, 0).series }
      }),
    )
  }

  const experimentDetail = (id: number): ReturnType<LabHandlers['experiments.get']> => {
    const detail = store.experiments.get(id)
    if (!detail) throw new Fault('missing', `there is no saved experiment ${id}`)
    return detail
  }

  const handlers: LabHandlers = {
    'app.info': () => ({ version, shell, database: store.file, notices }),

    'runs.start': ({ experiment, paused }) => start(prepare(parsed(experiment), locate), paused),
    'runs.control': ({ runs, action, updates }) => {
      for (const run of runs) {
        if (action === 'step') pool.step(run, updates)
        else pool[action](run)
        if (action === 'resume') recorder.setStatus(run, 'running')
      }
      return null
    },
    'runs.list': ({ trash }) => store.runs.list({ trash }),
    'runs.get': ({ run }) => ({ ...found(run), experiment: store.runs.document(run) }),
    'runs.edit': ({ run, ...patch }) => {
      found(run)
      store.runs.update(run, patch)
      changed([run])
      return found(run)
    },
    'runs.trash': ({ runs }) => trash(runs),
    'runs.restore': ({ runs }) => {
      store.runs.restore(runs)
      return changed(runs)
    },
    'runs.purge': ({ runs }) => {
      store.runs.purge(runs)
      return libraryChanged()
    },

    'curves.read': ({ run, series, first }) => {
      const record = found(run)
      const known = seriesNames(record.dimension)
      const unknown = series.find((name) => !known.includes(name))
      if (unknown !== undefined) throw new Fault('invalid', `run ${run} has no series ${unknown}`)
      const slice = store.curves.read(run, series, first)
      const { recordEvery, iterations } = record
      const at = (_: unknown, index: number): number =>
        iterationOf(slice.first + index, recordEvery, iterations)
      return { run, ...slice, iterations: Float64Array.from({ length: slice.count }, at) }
    },

    'experiments.list': ({ trash }) => store.experiments.list({ trash }),
    'experiments.get': ({ experiment }) => experimentDetail(experiment),
    'experiments.save': ({ id, experiment }) => {
      const saved = store.experiments.save({ ...(id ? { id } : {}), document: parsed(experiment) })
      libraryChanged()
      return saved
    },
    'experiments.duplicate': ({ experiment }) => {
      experimentDetail(experiment)
      const copy = store.experiments.duplicate(experiment)
      libraryChanged()
      return copy
    },
    'experiments.trash': ({ experiments }) => {
      store.experiments.trash(experiments)
      return libraryChanged()
    },
    'experiments.restore': ({ experiments }) => {
      store.experiments.restore(experiments)
      return libraryChanged()
    },
    'experiments.purge': ({ experiments }) => {
      store.experiments.purge(experiments)
      return libraryChanged()
    },
    'experiments.read': ({ text }): Experiment => {
      const experiment = readExperiment(text)
      if (!experiment.ok) throw invalid(experiment.issues)
      return experiment.value
    },
    'experiments.write': ({ experiment }) =>
      writeExperiment(parsed(experiment), locate, (name) => shippedText(resources, name) !== undefined),

    'datasets.list': () => datasets.list(),
    'datasets.preview': ({ text }) => datasets.preview(text),
    'datasets.import': ({ name, text }) => {
      const record = datasets.import(name, text)
      libraryChanged()
      return record
    },
    'datasets.table': ({ data }) => {
      const table = tableOf(data, locate)
      if (!table.ok) throw invalid(table.issues)
      return table.value
    },

    'export.curves': ({ runs }) => bytesOf(curvesOf(runs)),
    'export.runs': ({ runs }) => bytesOf([runsCsv(runs.map(found))]),
  }

  return {
    handlers,
    on(name, listener) {
      const heard = listener as (...payload: unknown[]) => void
      events.on(name as EventName, heard)
      return () => events.off(name as EventName, heard)
    },
    busy: () => recorder.busy,
    async close() {
      clearInterval(beat)
      await pool.close()
      recorder.close()
      store.sessions.end(session)
      await backedUp
      await backUp().catch(() => undefined)
      store.close()
    },
  }
}
