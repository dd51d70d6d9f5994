import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { availableParallelism } from 'node:os'
import type {
  AppInfo,
  DatasetRecord,
  EventName,
  LabEvents,
  LabHandlers,
  Notice,
  RunRecord,
  SweepRecord,
} from '../contract'
import { Fault } from '../faults'
import { openStore, type OpenResult } from '../store'
import { version } from '../../../package.json'
import { Datasets } from './tables/datasets'
import { CurveReader } from './curves/curve-reader'
import { DatabaseWatch } from './database-watch'
import { ExperimentReader } from './experiments/experiment-reader'
import type { ExportDefinition } from './export/contract'
import { Exports, type FileStream } from './export/exports'
import { createHandlers, type LabParts } from './handlers'
import { Imports } from './tables/imports'
import { Maps } from './maps/maps'
import { LockWatch } from './lock-watch'
import { Neighbours } from './neighbours'
import { Pool } from './runs/pool'
import { Recorder } from './runs/recorder'
import { Replays } from './runs/replays'
import { Steering } from './runs/steering'
import { Sweeper } from './sweeper'
import { SweepThread } from './sweeps/sweep-thread'
import { Sweeps, type Shard } from './sweeps/sweeps'
import type { TableFile } from './tables/table-file'
import { TableKeeper } from './tables/table-keeper'
import { loadHashes, type HashMaker } from './runs/trajectory-hash'
import { Verifier } from './runs/verifier'

export interface LabOptions {
  /** Path of the database file; `:memory:` keeps nothing. */
  readonly database: string
  readonly shell: AppInfo['shell']
  /** The folder with the shipped data sets. */
  readonly resources: string
  /** The built thread entry. */
  readonly worker: URL
  /** The built entry of the thread that reads curves; without one they are read on the main thread. */
  readonly reader?: URL
  /** The built entry of the thread that reads a large experiment file; without one it is read on the main thread. */
  readonly parser?: URL
  /**
   * Somebody's file, named on the command line: no backups are put beside it, and it is
   * refused with a Fault if it can't be used. The lab's own is mended and backed up.
   */
  readonly borrowed?: boolean
  /** How many threads runs share; by default one less than the machine has processors. */
  readonly threads?: number
  /** Bytes that the tables of runs may take in memory; by default a quarter of what there is. */
  readonly tableBudget?: number
  /** Run on the database's connection: what makes a disk full in a test. */
  readonly pragmas?: readonly string[]
}

export interface Lab {
  readonly handlers: LabHandlers
  /** Returns its unsubscribe. */
  on<Name extends EventName>(name: Name, listener: (payload: LabEvents[Name]) => void): () => void
  /** Keeps a file that has been read as a data set, which may have the name of one that is the same file. */
  addTable(name: string, file: TableFile): Promise<DatasetRecord>
  /** Starts a sweep, or a part of one, or goes on with it where the database has it. @throws Fault `invalid` */
  sweep(document: unknown, shard?: Shard): Promise<SweepRecord>
  /** A file of the given runs, piece by piece: for files of any size. @throws Fault `missing` */
  exported(format: ExportDefinition, runs: readonly number[]): Iterable<Uint8Array>
  /** A CSV file of a sweep, piece by piece. @throws Fault `missing` */
  exportedSweep(sweep: number): Iterable<Uint8Array>
  /** What was prepared under an address by `export.write`; undefined where there is none, or none any more. */
  file(address: string): Promise<FileStream | undefined>
  /** True while runs are going. */
  busy(): boolean
  /** Ends what runs as `interrupted` and closes the store; curves are kept up to here. */
  close(): Promise<void>
}

/** How often the lab says that it is alive, and looks who is not, in milliseconds. */
const heartbeat = 2_000
/** By then what is needed at once has started, in milliseconds. */
const settled = 1_000
/** A backup younger than this will do, in milliseconds. */
const backupAge = 24 * 60 * 60 * 1_000

/**
 * Opens the database and the threads, and answers every call of the contract.
 * @throws Fault where a borrowed database can't be used
 */
export async function openLab(options: LabOptions): Promise<Lab> {
  const { database: file, borrowed = false, pragmas = [] } = options
  // There is nothing in a new one to back up.
  const isNew = !existsSync(file)
  const hashOf = await loadHashes()
  const opened = openStore({ file, onTrouble: borrowed ? 'refuse' : 'recover', pragmas })
  try {
    return assemble(options, opened, isNew, hashOf)
  } catch (error) {
    opened.store.close()
    throw error
  }
}

function assemble(
  options: LabOptions,
  { store, notices: found }: OpenResult,
  isNew: boolean,
  hashOf: HashMaker,
): Lab {
  const { shell, resources, worker, reader: readerScript, borrowed = false, threads, tableBudget } = options
  const notices: Notice[] = [...found]
  const events = new EventEmitter().setMaxListeners(0)
  const emit = <Name extends EventName>(name: Name, payload: LabEvents[Name]): void =>
    void events.emit(name, payload)
  const session = store.sessions.begin(process.pid)
  const datasets = new Datasets(store, session, resources)
  const imports = new Imports(store, session)
  const experiments = new ExperimentReader(options.parser)
  const tables = new TableKeeper(datasets, { worker, ...(tableBudget ? { budget: tableBudget } : {}) })
  const maps = new Maps(worker)
  const width = threads ?? availableParallelism()
  const sweepThreads = Array.from({ length: width }, () => new SweepThread(worker))
  const sweeps = new Sweeps({
    store,
    tables,
    hashOf,
    threads: sweepThreads,
    trying: new SweepThread(worker),
    session,
    emit,
  })
  const neighbours = new Neighbours(store, session, {
    runs: (records) => emit('runs.changed', records),
    sweeps: (records) => emit('sweeps.changed', records),
  })
  neighbours.bury()
  // To wait was no harm as long as there was nobody to be kept waiting.
  store.neverWait()
  const reader = new CurveReader(store, readerScript)
  const recorder = new Recorder(store, {
    announce: (records) => emit('runs.changed', records),
    checkpoint: () => reader.checkpoint(),
    waiting: (runs) => locks.tell(runs),
    hashOf,
  })
  const pool = new Pool(worker, threads)
  const replays = new Replays(worker)
  // The command line looks at no pictures, nor at single updates.
  if (shell !== 'command line') {
    reader.warm()
    setTimeout(() => replays.warm(), settled).unref()
  }
  const verifier = new Verifier(store, pool, hashOf)
  const steering = new Steering((run, set) => recorder.handleOf(run)?.change(set))
  const sweeper = new Sweeper(store, () => reader.checkpoint())
  void sweeper.sweep()
  let freeing = false
  const beat = setInterval(() => {
    // While the whole file is written anew, a write would wait for it.
    if (!freeing) attempt(() => neighbours.beat())
  }, heartbeat).unref()
  let closing: Promise<void> | undefined
  const watch = new DatabaseWatch(store, async () => {
    emit('app.changed', info())
    await reader.reopen()
  })
  const locks = new LockWatch(
    () => store.file,
    () => emit('app.changed', info()),
  )
  const info = (): AppInfo => ({
    version,
    shell,
    database: store.file,
    notices: [...notices, ...[watch.notice, locks.notice].filter((notice) => notice !== undefined)],
    savedAs: watch.savedAs,
  })

  const backUp = async (): Promise<void> => {
    if (!borrowed) await store.backup({ olderThan: backupAge })
  }
  const backedUp = isNew
    ? undefined
    : backUp().catch((error: unknown) => {
        const text = error instanceof Error ? error.message : String(error)
        notices.push({ level: 'warning', title: 'No backup of the database could be made', text })
      })

  async function freeRoom(): Promise<void> {
    if (freeing || recorder.busy || imports.busy) {
      throw new Fault('conflict', 'a run or an import is still going; make room when it has ended')
    }
    if (sweeps.busy) throw new Fault('conflict', 'a sweep is still going; make room when it has ended')
    store.dropSpareBackups()
    const lock = await sweeper.sweep()
    if (lock) throw lock
    if (store.storage.givesBack()) return
    if (neighbours.any()) {
      throw new Fault('conflict', 'another Descent Lab has the database open; close it, then make room')
    }
    freeing = true
    await reader.rewrite().finally(() => (freeing = false))
    await reader.checkpoint()
  }

  async function close(): Promise<void> {
    clearInterval(beat)
    await sweeper.close()
    imports.close()
    await sweeps.close()
    await Promise.all([pool, replays, maps, tables, experiments].map((part) => part.close()))
    verifier.close()
    steering.close()
    locks.close(await recorder.close())
    attempt(() => store.sessions.end(session))
    await watch.close()
    await backedUp
    await backUp().catch(() => undefined)
    await reader.close()
    store.close()
  }

  function recordOf(run: number): RunRecord {
    const stored = store.runs.get(run)
    if (!stored) throw new Fault('missing', `there is no run ${run}`)
    return recorder.latest(stored)
  }
  const exports = new Exports(store, recordOf, datasets.locate)

  const parts: LabParts = {
    store,
    reader,
    recorder,
    pool,
    steering,
    verifier,
    replays,
    datasets,
    imports,
    experiments,
    exports,
    tables,
    maps,
    session,
    recordOf,
    info,
    watch,
    sweeper,
    sweeps,
    freeRoom,
    freeing: () => freeing,
    closing: () => closing !== undefined,
    emit,
  }
  return {
    handlers: createHandlers(parts),
    sweep: (document, shard) => sweeps.startOrResume(document, shard ? { shard } : {}),
    addTable: (name, file) => datasets.add(name, file),
    exported: (format, runs) => exports.write(format, runs),
    exportedSweep: (sweep) => exports.sweep(sweep),
    file: async (address) => exports.fetch(address),
    on(name, listener) {
      events.on(name, listener)
      return () => events.off(name, listener)
    },
    busy: () => recorder.busy || sweeps.busy,
    close: () => (closing ??= close()),
  }
}

/** For what may fail: it is tried again later, or found out by the next lab. */
function attempt(work: () => void): void {
  try {
    work()
  } catch {
    // Whatever is wrong with the database, the next run that is recorded says so.
  }
}
