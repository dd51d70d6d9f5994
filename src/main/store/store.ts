import { rmSync } from 'node:fs'
import { basename } from 'node:path'
import type { Database } from 'better-sqlite3'
import { Fault, Locked } from '../faults'
import { backUp, backupsOf, spareBackups } from './open/backup'
import { copyInTurns } from './open/copying'
import { createCurves } from './curves/curves'
import { createDatasets } from './tables/datasets'
import { createExperiments } from './tables/experiments'
import { busyTimeout, connect } from './open/database'
import { migrate } from './open/migrate'
import type { Migration } from './migrations/contract'
import { besideIt, elsewhere, unkept, type Target } from './open/moving'
import { wordsFor } from './open/notices'
import { Presence, type Loss } from './open/presence'
import { createMilestones } from './tables/milestones'
import { createRuns } from './tables/runs'
import { createSessions } from './tables/sessions'
import { freeName } from './open/quarantine'
import { createStorage } from './open/storage'
import { createSweepRuns } from './tables/sweep-runs'
import { createSweeps } from './tables/sweeps'
import { storeErrorOf, type StoreErrorKind } from './errors'

/** An open database. */
export interface Opened {
  readonly db: Database
  /** '' where nothing is kept. */
  readonly file: string
  /** Called once the database is closed. */
  readonly closed?: (() => void) | undefined
}

export interface StoreParts extends Opened {
  readonly migrations: readonly Migration[]
  readonly now: () => number
}

export interface BackupOptions {
  /** Only if the newest backup is older, in milliseconds. */
  readonly olderThan?: number
}

export type Store = ReturnType<typeof createStore>

/** What to say when a database that was well when it was opened fails later. */
const sentences: Partial<Record<StoreErrorKind, (name: string) => string>> = {
  full: (name) => `the disk with ${name} is full: make room, then try again; what was stored before is safe`,
  unwritable: (name) => `${name} can't be written any more; what was stored before is safe`,
  busy: (name) => `another program keeps ${name} locked; close it, then try again`,
  damaged: (name) => `${name} is damaged; start the lab again to mend it from a backup`,
}

function inWords(error: unknown, file: string): unknown {
  if (error instanceof Fault) return error
  const trouble = storeErrorOf(error)
  const sentence = trouble && sentences[trouble.kind]
  if (!sentence) return error
  const name = file === '' ? 'the database' : basename(file)
  if (trouble.kind === 'busy') return new Locked(sentence(name))
  return new Fault(trouble.kind === 'full' ? 'limit' : 'internal', sentence(name))
}

/** Every question to one open database. */
function questionsTo(db: Database, now: () => number) {
  const curves = createCurves(db)
  const sessions = createSessions(db, now)
  const sweepRuns = createSweepRuns(db, curves)
  const runs = createRuns(db, curves, sessions, now, sweepRuns)
  const sweeps = createSweeps(db, sweepRuns, sessions, now)
  const transact = db.transaction((work: () => unknown) => work())
  return {
    curves,
    sessions,
    runs,
    sweeps,
    experiments: createExperiments(db, now),
    datasets: createDatasets(db, now),
    milestones: createMilestones(db),
    storage: createStorage(db),
    whole: {
      /** All that `work` stores is stored, or nothing of it; may be nested. `work` must not be async. */
      transaction: <Result>(work: () => Result): Result => transact.immediate(work) as Result,

      /** What is committed survives a power cut from here on. */
      checkpoint(): void {
        db.pragma('wal_checkpoint(PASSIVE)')
      },
    },
  }
}

type Questions = ReturnType<typeof questionsTo>

/** Every question to the database. Throws SQLite's errors as a Fault where there is something to do about them. */
export function createStore({ migrations, now, ...first }: StoreParts) {
  /** Where the file is looked for at the next start. */
  const home = first.file
  let opened: Opened = first
  let questions = questionsTo(opened.db, now)
  let presence = opened.file === '' ? undefined : new Presence(opened.file)
  let loss: Loss | undefined
  let onLoss: (loss: Loss) => void = () => undefined
  let backup: Promise<void> | undefined
  let waits = true

  /** The same functions, of whichever database is open; what SQLite says when they fail becomes a sentence. */
  function worded<Name extends keyof Questions>(name: Name): Questions[Name] {
    type Part = Record<string, (...inputs: unknown[]) => unknown>
    const names = Object.keys(questions[name])
    const wrap =
      (key: string) =>
      (...inputs: unknown[]): unknown => {
        try {
          return (questions[name] as Part)[key](...inputs)
        } catch (error) {
          throw inWords(error, opened.file)
        }
      }
    return Object.fromEntries(names.map((key) => [key, wrap(key)])) as Questions[Name]
  }

  function look(): void {
    if (loss !== undefined) return
    loss = presence?.look()
    if (loss !== undefined) onLoss(loss)
  }

  function isFresh({ olderThan }: BackupOptions): boolean {
    const [newest] = backupsOf(opened.file, now())
    if (olderThan === undefined || !newest) return false
    const age = now() - newest.madeAt
    return age >= 0 && age < olderThan
  }

  /** @throws an error of SQLite or the file system; what was open still is */
  async function moveTo({ file, part, kept, discard }: Target): Promise<void> {
    try {
      await backup?.catch(() => undefined)
      // No other work comes between the end of the copy and what follows here.
      await copyInTurns(opened.db, part, file)
      const db = connect(file)
      db.pragma(`busy_timeout = ${waits ? busyTimeout : 0}`)
      try {
        const moved = migrate(db, migrations, () => questionsTo(db, now))
        close()
        questions = moved
        opened = { db, file: kept ? file : '', closed: discard }
      } catch (error) {
        db.close()
        throw error
      }
      if (loss !== undefined) presence?.clearBesides()
      presence = kept ? new Presence(file) : undefined
      loss = undefined
    } catch (error) {
      discard?.()
      throw error
    }
  }

  const attemptBeside = async (): Promise<void> => moveTo(besideIt(home, now()))

  function close(): void {
    if (!opened.db.open) return
    opened.db.close()
    opened.closed?.()
  }

  const { transaction, checkpoint } = worded('whole')

  return {
    /** Where everything is kept; '' where nothing is. */
    get file(): string {
      return opened.file
    },

    /** For another connection to the same database. */
    get whereabouts() {
      return { file: opened.file, identity: presence?.identity }
    },

    runs: worded('runs'),
    sweeps: worded('sweeps'),
    curves: worded('curves'),
    experiments: worded('experiments'),
    datasets: worded('datasets'),
    milestones: worded('milestones'),
    sessions: worded('sessions'),
    storage: worded('storage'),
    checkpoint,

    transaction<Result>(work: () => Result): Result {
      look()
      return transaction(work)
    },

    /** From here on, what another program's lock is in the way of throws Locked at once instead of waiting. */
    neverWait(): void {
      waits = false
      opened.db.pragma('busy_timeout = 0')
    },

    /** Calls `lost`, once, when the file is found to be no longer where it was; every transaction looks, and so does `look`. */
    watch(lost: (loss: Loss) => void): void {
      onLoss = lost
    },

    look,

    /**
     * Saves all there is under a new name beside the place where the file was, or in another place
     * if it must be, and goes on there. Work goes on meanwhile, and what it stores is saved too.
     * @throws an error of SQLite or the file system; nothing more is then kept
     */
    async saveBeside(): Promise<void> {
      try {
        await attemptBeside().catch(() => moveTo(elsewhere(home, now())))
      } catch (error) {
        presence?.clearBesides(freeName(home, 'damaged', now()))
        presence = undefined
        opened = { ...opened, file: '' }
        throw error
      }
    },

    /**
     * Goes on in a copy that is gone when the store is closed; the file stays as it is by then.
     * @throws an error of SQLite or the file system; everything is then kept as before
     */
    stopKeeping: (): Promise<void> => moveTo(unkept(home)),

    /**
     * Copies the database beside itself and checks the copy; work goes on meanwhile.
     * Does nothing where nothing is kept, or where the file is not what it was when the store was opened.
     * @throws Fault `internal`; the older backups are then all still there
     */
    async backup(options: BackupOptions = {}): Promise<void> {
      look()
      const { file, db } = opened
      if (file === '' || file !== home || loss !== undefined || isFresh(options)) return
      backup ??= backUp(db, file, migrations, now()).finally(() => (backup = undefined))
      try {
        await backup
      } catch (error) {
        const sentence = `${basename(file)} could not be backed up (${wordsFor(error)}); the older backups are still there`
        throw new Fault('internal', sentence)
      }
    },

    /** Deletes the backups that are kept only because they hold more than newer ones. */
    dropSpareBackups(): void {
      for (const { file } of spareBackups(home)) rmSync(file, { force: true })
    },

    /** Await a backup first: this cuts it short. */
    close,
  }
}
