import type { Experiment, RunSpec } from '@core/experiment'
import type { AppInfo, LabEvents, LabHandlers, RunDetail, RunRecord } from '../contract'
import { Fault } from '../faults'
import type { Store } from '../store'
import type { Datasets } from './tables/datasets'
import type { CurveReader } from './curves/curve-reader'
import type { DatabaseWatch } from './database-watch'
import { experimentAnswersOf } from './experiments/experiment-answers'
import type { ExperimentReader } from './experiments/experiment-reader'
import type { Exports } from './export/exports'
import type { Imports } from './tables/imports'
import type { Maps } from './maps/maps'
import { retryWhileLocked } from './retry'
import type { Pool } from './runs/pool'
import type { Recorder } from './runs/recorder'
import type { Steering } from './runs/steering'
import type { Sweeper } from './sweeper'
import { sweepAnswersOf } from './sweeps/sweep-answers'
import type { Sweeps } from './sweeps/sweeps'
import type { Verifier } from './runs/verifier'
import type { Replays } from './runs/replays'
import { remadeOf } from './runs/remade'
import type { Job } from './runs/threads'
import { branchesOf, requireAlone } from './runs/branches'
import { hasEnded, newRuns, parsed, prepare } from './runs/prepare'
import type { KeptTable, TableKeeper } from './tables/table-keeper'

/** What the calls of the contract are answered with. */
export interface LabParts {
  readonly store: Store
  readonly reader: CurveReader
  readonly recorder: Recorder
  readonly pool: Pool
  readonly steering: Steering
  readonly verifier: Verifier
  readonly replays: Replays
  readonly datasets: Datasets
  readonly imports: Imports
  readonly experiments: ExperimentReader
  readonly exports: Exports
  readonly tables: TableKeeper
  readonly maps: Maps
  /** The store's name for this lab. */
  readonly session: number
  readonly watch: DatabaseWatch
  readonly sweeper: Sweeper
  readonly sweeps: Sweeps
  /** Gives all room back that nothing needs. @throws Fault where something else must end first */
  freeRoom(): Promise<void>
  /** @throws Fault `missing` */
  recordOf(run: number): RunRecord
  info(): AppInfo
  closing(): boolean
  freeing(): boolean
  emit<Name extends keyof LabEvents>(name: Name, payload: LabEvents[Name]): void
}

/** An answer to every call of the contract; where another program keeps the database locked, it waits for a while. */
export function createHandlers(parts: LabParts): LabHandlers {
  const entries = Object.entries<(input: never) => unknown>(handlersOf(parts))
  const patient = entries.map(([name, answer]) => [
    name,
    (input: never) => retryWhileLocked(() => answer(input)),
  ])
  return Object.fromEntries(patient) as LabHandlers
}

/** Each answer writes before it changes anything else, so that it can be tried again. */
function handlersOf(parts: LabParts): LabHandlers {
  const { store, reader, recorder, pool, datasets, imports, exports, tables, session, emit } = parts
  const { steering, maps } = parts
  const found = parts.recordOf

  function leftOut({ rows }: RunRecord, { objective: { data } }: Experiment): Pick<RunDetail, 'leftOut'> {
    const table = data?.source === 'csv' ? datasets.locate(data.path) : undefined
    return table && table.rows > rows ? { leftOut: table.rows - rows } : {}
  }

  function runsChanged(runs: readonly number[]): null {
    const records = runs.flatMap((run) => store.runs.get(run) ?? [])
    emit(
      'runs.changed',
      records.map((record) => recorder.latest(record)),
    )
    return null
  }

  function libraryChanged<Result>(result: Result): Result {
    emit('library.changed', null)
    return result
  }

  /** Hands `work` the experiment's table for its runs, if it has one; what must not outlive the work is the view. */
  function withTable<Result>(
    { objective: { id, data } }: Experiment,
    runs: readonly RunSpec[],
    work: (kept: KeptTable | undefined) => Result | Promise<Result>,
  ): Result | Promise<Result> {
    return data ? tables.use({ objective: id, data }, work, runs) : work(undefined)
  }

  function requireOpen(): void {
    if (parts.closing()) throw new Fault('conflict', 'the lab is closing; start it again to run this')
    if (parts.freeing())
      throw new Fault('conflict', 'the lab is making room on the disk; try again when it is done')
  }

  function start(experiment: Experiment, kept: KeptTable | undefined, paused: boolean): readonly RunRecord[] {
    const prepared = prepare(experiment, kept?.view)
    // Its table may have taken a while.
    requireOpen()
    const records = store.runs.insertLaunch({
      document: experiment,
      runs: newRuns(prepared),
      session,
      startedAt: Date.now(),
    })
    for (const record of records) {
      kept?.hold(record.id, experiment.runs[record.position])
      launch(record, { experiment, index: record.position, table: kept?.table, paused })
    }
    return records
  }

  /** Has a stored run begin: whoever is to hear of it does. */
  function launch(record: RunRecord, job: Job): void {
    recorder.open(record, (listener) =>
      pool.start(job, (message) => {
        if (message.type === 'ended') tables.release(record.id)
        listener(message)
        steering.take(record.id, message)
      }),
    )
  }

  /** Those that have not ended; what a lab left behind that died since is ended first. */
  function going(runs: readonly number[]): readonly number[] {
    const unended = (): readonly number[] => runs.filter((run) => !hasEnded(found(run)))
    if (unended().every((run) => recorder.handleOf(run))) return unended()
    const interrupted = store.runs.markInterrupted()
    if (interrupted.length > 0) emit('runs.changed', interrupted)
    return unended()
  }

  function requireHere(runs: readonly number[]): void {
    const elsewhere = runs.find((run) => !recorder.handleOf(run))
    if (elsewhere !== undefined) {
      throw new Fault(
        'conflict',
        `run ${elsewhere} was started by another Descent Lab that is still open; control it there`,
      )
    }
  }

  function control(
    runs: readonly number[],
    action: 'pause' | 'resume' | 'cancel' | 'step',
    updates: number,
  ): null {
    const here = going([...new Set(runs)])
    requireHere(here)
    for (const run of here) {
      const handle = recorder.handleOf(run)
      if (action === 'step') handle?.step(updates)
      else handle?.[action]()
      if (action === 'resume') recorder.resumed(run)
    }
    return null
  }

  function trash(runs: readonly number[]): null {
    for (const run of runs) requireAlone(store, run, 'it goes with its sweep')
    const [first] = going(runs)
    if (first !== undefined) {
      throw new Fault('conflict', `run ${first} (${found(first).label}) is still going; stop it first`)
    }
    store.runs.trash(runs)
    return runsChanged(runs)
  }

  /** Has what was purged deleted. */
  const discard = (): void => void parts.sweeper.sweep()

  return {
    'app.info': () => parts.info(),
    'app.goOn': async ({ keep }) => {
      await parts.watch.goOn(keep)
      return parts.info()
    },

    'storage.read': () => reader.ask('storage.read', {}),
    'storage.free': async () => {
      await parts.freeRoom()
      return reader.ask('storage.read', {})
    },

    'runs.start': ({ experiment, paused }) => {
      const whole = parsed(experiment)
      requireOpen()
      return withTable(whole, whole.runs, (kept) => start(whole, kept, paused))
    },
    'runs.control': ({ runs, action, updates }) => control(runs, action, updates),
    ...branchesOf({ ...parts, launch, withTable, requireOpen, going, requireHere }),
    ...remadeOf({ ...parts, withTable }),
    'runs.list': ({ trash }) => store.runs.list({ trash }).map((run) => recorder.latest(run)),
    'runs.get': ({ run }) => {
      const record = found(run)
      const experiment = store.runs.document(run)
      return { ...record, experiment, ...leftOut(record, experiment) }
    },
    'runs.edit': ({ run, ...patch }) => {
      found(run)
      store.runs.update(run, patch)
      recorder.edited(run, patch)
      runsChanged([run])
      return found(run)
    },
    'runs.trash': ({ runs }) => trash(runs),
    'runs.restore': ({ runs }) => {
      store.runs.restore(runs)
      return runsChanged(runs)
    },
    'runs.purge': ({ runs }) => {
      store.runs.purge(runs)
      discard()
      return null
    },

    ...sweepAnswersOf({ ...parts, requireOpen, discard }),

    'curves.read': (input) => reader.ask('curves.read', input),
    'curves.band': (input) => reader.ask('curves.band', input),

    'maps.prepare': () => maps.prepare(),
    'maps.pixels': ({ experiment, ...wanted }) => {
      const mapped = maps.checked(parsed(experiment), wanted)
      return withTable(mapped, mapped.runs, (kept) => {
        prepare(mapped, kept?.view)
        return maps.pixels(mapped, kept?.table, wanted)
      })
    },

    ...experimentAnswersOf({ ...parts, discard, libraryChanged }),

    'datasets.list': () => datasets.list(),
    'datasets.open': ({ name, bytes, read }) => imports.open(name, bytes, read),
    'datasets.append': ({ import: id, at, data }) => imports.append(id, at, data),
    'datasets.finish': ({ import: id }) => imports.finish(id),
    'datasets.keep': ({ import: id, name, missing }) =>
      libraryChanged(imports.keep(id, name, datasets.names, datasets.known, missing)),
    'datasets.abandon': ({ import: id }) => {
      imports.abandon(id)
      return null
    },
    'datasets.table': (wanted) => tables.use(wanted, ({ view }) => view),

    'export.formats': () => exports.formats(),
    'export.write': ({ format, runs }) => exports.prepare(format, runs),
  }
}
