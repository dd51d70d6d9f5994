import { SqliteError, type Database } from 'better-sqlite3'
import type { Migration } from '../migrations/contract'
import { StoreError, storeErrorOf } from '../errors'

/**
 * Brings a database up to the newest format, and makes of it what `use` makes: every
 * missing step in one transaction, so that whatever fails leaves the file as it was.
 * @param use prepares every question to the tables, so that one that is missing shows here
 * @throws StoreError `newer`, `migration` or `damaged`
 */
export function migrate<Used>(db: Database, migrations: readonly Migration[], use: () => Used): Used {
  // A step that rebuilds a table must not set off the deletes of its references.
  db.pragma('foreign_keys = OFF')
  const bring = db.transaction((): Used => {
    const version = Number(db.pragma('user_version', { simple: true }))
    requireKnown(version, migrations)
    const missing = migrations.slice(version)
    for (const migration of missing) apply(db, migration)
    // Written even if nothing changed: a file that can't be written shows it here.
    db.pragma(`user_version = ${migrations.length}`)
    try {
      return use()
    } catch (error) {
      if (!(error instanceof SqliteError && error.code === 'SQLITE_ERROR')) throw error
      if (missing.length > 0) throw new StoreError('migration', error.message, error)
      throw new StoreError('damaged', 'a table or a column is missing', error)
    }
  })
  const used = bring.immediate()
  db.pragma('foreign_keys = ON')
  return used
}

/** @throws StoreError `newer` */
export function requireKnown(version: number, migrations: readonly Migration[]): void {
  if (version > migrations.length) {
    throw new StoreError('newer', `its format is number ${version}, this version knows ${migrations.length}`)
  }
}

function apply(db: Database, { version, up }: Migration): void {
  try {
    up(db)
    const orphans = db.pragma('foreign_key_check') as readonly unknown[]
    if (orphans.length > 0) throw new Error(`${orphans.length} rows would point at nothing`)
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    // A full disk is no fault of the step.
    throw storeErrorOf(error) ?? new StoreError('migration', `step ${version}: ${detail}`, error)
  }
}
