import Database from 'better-sqlite3'
import { identityOf, type Identity } from './presence'

/** "DLab": what tells our files from everybody else's. */
export const applicationId = 0x444c6162

/** Before it, SQLite could damage a database in WAL mode. */
const oldestSqlite = [3, 51, 3] as const

/** How long a write waits for another process's transaction, in milliseconds, where waiting is no harm. */
export const busyTimeout = 10_000
/** A chunk of a curve is up to four of them, and a bit. */
export const pageSize = 8_192
/** Pages in the log before a commit waits until they are in the file: 512 MB. The recorder has them moved long before. */
const checkpointPages = 65_536
/** What is left of a log that has been moved, in bytes: to write over it is quicker than to make it grow. */
const logSize = 64 * 2 ** 20

/** Every number under `value`, compared from the left. */
function isOlder(version: string, than: readonly number[]): boolean {
  const parts = version.split('.').map(Number)
  const different = than.findIndex((part, index) => parts[index] !== part)
  return different >= 0 && parts[different] < than[different]
}

function requireSqlite(db: Database.Database): void {
  const version = db.prepare<[], string>('select sqlite_version()').pluck().get() ?? ''
  if (isOlder(version, oldestSqlite)) {
    throw new Error(`SQLite ${version} can damage databases; ${oldestSqlite.join('.')} or later is needed`)
  }
}

function opened(
  file: string,
  fileMustExist: boolean,
  prepare: (db: Database.Database) => void,
): Database.Database {
  const db = new Database(file, { timeout: busyTimeout, fileMustExist })
  try {
    requireSqlite(db)
    prepare(db)
    db.pragma('synchronous = NORMAL')
    db.pragma(`wal_autocheckpoint = ${checkpointPages}`)
    db.pragma(`journal_size_limit = ${logSize}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/**
 * Opens or makes a database file, ready for use but for its tables.
 * @param pragmas run on the connection as well
 */
export const connect = (file: string, pragmas: readonly string[] = []): Database.Database =>
  opened(file, false, (db) => {
    for (const pragma of pragmas) db.pragma(pragma)
    if (db.pragma('page_count', { simple: true }) === 0) {
      db.pragma(`page_size = ${pageSize}`)
      // All at once: a file without the number, left by a process that was killed, is nobody's.
      db.transaction(() => {
        // Before there is anything in it: later that takes writing the whole file anew.
        db.pragma('auto_vacuum = INCREMENTAL')
        // Before the log is switched on, so that it stands in the file itself from the first moment.
        db.pragma(`application_id = ${applicationId}`)
      })()
    }
    db.pragma('journal_mode = WAL')
  })

/**
 * One more connection to a database that is open already; it never makes a file.
 * @param identity of the file that is meant
 * @throws Error where another file, or none, stands there by now
 */
export function connectToOpenFile(file: string, identity: Identity | undefined): Database.Database {
  const requireSame = (): void => {
    if (identityOf(file) !== identity) throw new Error(`${file} is not the file it was`)
  }
  // The log of one file must not even be looked at for another's.
  requireSame()
  return opened(file, true, (db) => {
    // It reads the file from here on.
    db.pragma('schema_version')
    requireSame()
  })
}

/** The files SQLite keeps beside a database: its log, the log's index, and the rollback journal. */
export const sidecars = ['-wal', '-shm', '-journal'] as const
