import { SqliteError } from 'better-sqlite3'
import { systemReason } from '../system-errors'

export type StoreErrorKind =
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
  /** Its path is longer than SQLite takes. */
  | 'too-long'

/**
 * Why a database file can't be used as it is. The message is a detail in plain words, not a
 * sentence, and empty where there is none; what SQLite or the system said is the cause.
 */
export class StoreError extends Error {
  constructor(
    readonly kind: StoreErrorKind,
    detail: string,
    cause?: unknown,
  ) {
    super(detail, { cause })
    this.name = 'StoreError'
  }
}

/** By the beginning of SQLite's extended codes. */
const sqliteKinds: readonly (readonly [code: string, kind: StoreErrorKind, detail?: string])[] = [
  ['SQLITE_FULL', 'full'],
  ['SQLITE_IOERR_SHMSIZE', 'full'],
  ['SQLITE_NOTADB', 'damaged'],
  ['SQLITE_CORRUPT', 'damaged'],
  ['SQLITE_BUSY', 'busy'],
  ['SQLITE_LOCKED', 'busy'],
  ['SQLITE_READONLY', 'unwritable', 'it is read-only'],
  ['SQLITE_CANTOPEN', 'unwritable', 'it or its folder may not be opened'],
  ['SQLITE_PERM', 'unwritable', 'permission denied'],
  ['SQLITE_IOERR', 'unwritable', 'the disk reports an error'],
]

const isSystemError = (error: unknown): error is NodeJS.ErrnoException =>
  error instanceof Error && 'syscall' in error && 'code' in error

/** What an error from SQLite or the file system means; undefined for any other. */
export function storeErrorOf(error: unknown): StoreError | undefined {
  if (error instanceof StoreError) return error
  if (error instanceof SqliteError) {
    const [, kind, detail = ''] = sqliteKinds.find(([code]) => error.code.startsWith(code)) ?? []
    return kind && new StoreError(kind, detail, error)
  }
  if (isSystemError(error)) {
    const full = error.code === 'ENOSPC' || error.code === 'EDQUOT'
    return new StoreError(full ? 'full' : 'unwritable', systemReason(error.code) ?? '', error)
  }
  return undefined
}
