import { basename } from 'node:path'
import type { Database } from 'better-sqlite3'
import { Fault } from '../faults'
import { backUp, backupsOf } from './backup'
import { createCurves } from './curves'
import { createDatasets } from './datasets'
import { createExperiments } from './experiments'
import type { Migration } from './migrations/contract'
import { createRuns } from './runs'
import { createSessions } from './sessions'
import { troubleOf, type TroubleKind } from './trouble'

export interface StoreParts {
  readonly db: Database
  /** '' where nothing is kept. */
  readonly file: string
  readonly migrations: readonly Migration[]
  readonly now: () => number
  /** Called once the database is closed. */
  readonly closed?: (() => void) | undefined
}

export interface BackupOptions {
  /** Only if the newest backup is older, in milliseconds. */
  readonly olderThan?: number
}

export type Store = ReturnType<typeof createStore>

/** What to say when a database that was well when it was opened fails later. */
const sentences: Partial<Record<TroubleKind, (name: string) => string>> = {
  full: (name) => `the disk with ${name} is full: make room, then try again; what was stored before is safe`,
  unwritable: (name) => `${name} can't be written any more; what was stored before is safe`,
  busy: (name) => `another program keeps ${name} locked; close it, then try again`,
  damaged: (name) => `${name} is damaged; start the lab again to mend it from a backup`,
}

/** The same functions; what SQLite says when they fail becomes a sentence that says what to do. */
function worded<Part extends object>(part: Part, file: string): Part {
  const name = file === '' ? 'the database' : basename(file)
  const wrap = (run: unknown): unknown =>
    typeof run !== 'function'
      ? run
      : (...inputs: unknown[]): unknown => {
          try {
            return run(...inputs)
          } catch (error) {
            if (error instanceof Fault) throw error
            const trouble = troubleOf(error)
            const sentence = trouble && sentences[trouble.kind]
            if (!sentence) throw error
            throw new Fault(trouble.kind === 'full' ? 'limit' : 'internal', sentence(name))
          }
        }
  return Object.fromEntries(Object.entries(part).map(([key, value]) => [key, wrap(value)])) as Part
}

/** Every question to the database. Throws SQLite's errors as a Fault where there is something to do about them. */
export function createStore({ db, file, migrations, now, closed }: StoreParts) {
  const curves = createCurves(db)
  const sessions = createSessions(db, now)
  const runs = createRuns(db, curves, sessions, now)
  const transact = db.transaction((work: () => unknown) => work())
  let backup: Promise<void> | undefined

  function isFresh({ olderThan }: BackupOptions): boolean {
    const [newest] = backupsOf(file)
    if (olderThan === undefined || !newest) return false
    const age = now() - newest.madeAt
    return age >= 0 && age < olderThan
  }

  return {
    file,
    runs: worded(runs, file),
    curves: worded(curves, file),
    experiments: worded(createExperiments(db, now), file),
    datasets: worded(createDatasets(db, now), file),
    sessions: worded(sessions, file),

    ...worded(
      {
        /** All that `work` stores is stored, or nothing of it; may be nested. `work` must not be async. */
        transaction: <Result>(work: () => Result): Result => transact.immediate(work) as Result,

        /** What is committed survives a power cut from here on. */
        checkpoint(): void {
          db.pragma('wal_checkpoint(PASSIVE)')
        },
      },
      file,
    ),

    /**
     * Copies the database beside itself and checks the copy; work goes on meanwhile.
     * Does nothing where nothing is kept.
     * @throws Fault `internal`; the older backups are then all still there
     */
    async backup(options: BackupOptions = {}): Promise<void> {
      if (file === '' || isFresh(options)) return
      backup ??= backUp(db, file, migrations, now()).finally(() => (backup = undefined))
      try {
        await backup
      } catch (error) {
        const detail = error instanceof Error ? error.message : String(error)
        const sentence = `${basename(file)} could not be backed up (${detail}); the older backups are still there`
        throw new Fault('internal', sentence)
      }
    },

    /** Await a backup first: this cuts it short. */
    close(): void {
      if (!db.open) return
      db.close()
      closed?.()
    },
  }
}
