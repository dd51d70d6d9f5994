import type { Database } from 'better-sqlite3'

/** A step of the database's format. Once released it is never edited; the next step mends it. */
export interface Migration {
  /** Counts from 1 without gaps; becomes `user_version`. */
  readonly version: number
  /** Runs inside a transaction, foreign keys off and checked at its end. */
  readonly up: (db: Database) => unknown
}
