import Database from 'better-sqlite3'

/** "DLab": what tells our files from everybody else's. */
export const applicationId = 0x444c6162

/** Before it, SQLite could damage a database in WAL mode. */
const oldestSqlite = [3, 51, 3] as const

/** How long a write waits for another process's transaction, in milliseconds. */
const busyTimeout = 10_000
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

/**
 * Opens or makes a database file, ready for use but for its tables.
 * @param pragmas run on the connection as well
 */
export function connect(file: string, pragmas: readonly string[] = []): Database.Database {
  const db = new Database(file, { timeout: busyTimeout })
  try {
    requireSqlite(db)
    for (const pragma of pragmas) db.pragma(pragma)
    if (db.pragma('page_count', { simple: true }) === 0) {
      db.pragma(`page_size = ${pageSize}`)
      // Before the log is switched on, so that it stands in the file itself from the first moment.
      db.pragma(`application_id = ${applicationId}`)
    }
    db.pragma('journal_mode = WAL')
    db.pragma('synchronous = NORMAL')
    db.pragma(`wal_autocheckpoint = ${checkpointPages}`)
    db.pragma(`journal_size_limit = ${logSize}`)
    return db
  } catch (error) {
    db.close()
    throw error
  }
}

/** The files SQLite keeps beside a database: its log, the log's index, and the rollback journal. */
export const sidecars = ['-wal', '-shm', '-journal'] as const
