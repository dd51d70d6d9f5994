import { SqliteError } from 'better-sqlite3'

export type TroubleKind =
  /** Not SQLite at all. */
  | 'not-a-database'
  /** SQLite, but another program's. */
  | 'foreign'
  | 'damaged'
  /** The file is there, with nothing in it. */
  | 'empty'
  /** The file is gone, but its backups or its log are there. */
  | 'lost'
  /** A later version of the lab has written it. */
  | 'newer'
  | 'migration'
  | 'unwritable'
  | 'full'
  | 'busy'

/** Why a database file can't be used as it is; the message is the detail, not a sentence. */
export class Trouble extends Error {
  constructor(
    readonly kind: TroubleKind,
    detail: string,
    cause?: unknown,
  ) {
    super(detail, { cause })
    this.name = 'Trouble'
  }
}

/** By the beginning of SQLite's extended codes. */
const sqliteKinds: readonly (readonly [string, TroubleKind])[] = [
  ['SQLITE_FULL', 'full'],
  ['SQLITE_IOERR_SHMSIZE', 'full'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  ['SQLITE_READONLY', 'unwritable'],
  ['SQLITE_CANTOPEN', 'unwritable'],
  ['SQLITE_PERM', 'unwritable'],
  ['SQLITE_IOERR', 'unwritable'],
]

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error

/** What an error from SQLite or the file system means; undefined for any other. */
export function troubleOf(error: unknown): Trouble | undefined {
  if (error instanceof Trouble) return error
  if (error instanceof SqliteError) {
    const kind = sqliteKinds.find(([code]) => error.code.startsWith(code))?.[1]
    return kind && new Trouble(kind, error.message, error)
  }
  if (isSystemError(error)) {
    const full = error.code === 'ENOSPC' || error.code === 'EDQUOT'
    return new Trouble(full ? 'full' : 'unwritable', error.message, error)
  }
  return undefined
}
