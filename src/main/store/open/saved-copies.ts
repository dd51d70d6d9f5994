import { renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import Database, { SqliteError } from 'better-sqlite3'
import type { Backup } from './backup'
import { remove } from './copying'
import { examine } from './examine'
import { namesIn, temporary } from './leftovers'
import type { Migration } from '../migrations/contract'
import { partsOf, timeOf } from './quarantine'
import { storeErrorOf } from '../errors'

/** What a lab has saved beside its database because that vanished under it, the last written first. */
export function savedBeside(file: string): readonly Backup[] {
  const [folder, stem, ending] = partsOf(file)
  return namesIn(folder)
    .filter((name) => {
      if (!name.startsWith(`${stem}.saved-`) || !name.endsWith(ending)) return false
      const rest = name.slice(`${stem}.saved-`.length, name.length - ending.length)
      return timeOf(rest.replace(/(?<=\d-\d\d-\d\d)-\d+$/, '')) !== undefined
    })
    .map((name) => ({ file: join(folder, name), madeAt: writtenAt(join(folder, name)) }))
    .sort((a, b) => b.madeAt - a.madeAt)
}

/** When something was last written to a database, in milliseconds since 1970. */
const writtenAt = (file: string): number =>
  Math.max(...[file, `${file}-wal`].map((each) => statSync(each, { throwIfNoEntry: false })?.mtimeMs ?? 0))

/** Makes one file of it that can be moved; false while somebody else has it open. */
function settle(file: string): boolean {
  const db = new Database(file, { fileMustExist: true, timeout: 0 })
  try {
    db.pragma('journal_mode = DELETE')
    return true
  } catch (error) {
    if (error instanceof SqliteError && error.code.startsWith('SQLITE_BUSY')) return false
    throw error
  } finally {
    db.close()
  }
}

/** Copies a database that somebody else may be writing to. */
function copy(from: string, to: string): void {
  remove(to)
  const db = new Database(from, { fileMustExist: true, readonly: true })
  try {
    db.prepare('vacuum into ?').run(to)
  } finally {
    db.close()
  }
}

/**
 * Puts what was saved last, if it is sound, where the database should be, which must be out of the
 * way. One in which another lab goes on stays, and a copy of it takes the place.
 * @param after only what was written later is of use, in milliseconds since 1970
 * @returns what was put there; undefined where there is nothing of the kind
 */
export function bringBack(file: string, migrations: readonly Migration[], after: number): Backup | undefined {
  return savedBeside(file).find((saved) => {
    const part = temporary('restoring', file)
    try {
      if (saved.madeAt <= after || !examine(saved.file, migrations)) return false
      if (settle(saved.file)) renameSync(saved.file, file)
      else {
        copy(saved.file, part)
        renameSync(part, file)
      }
      return true
    } catch (error) {
      if (!storeErrorOf(error)) throw error
      return false
    } finally {
      remove(part)
    }
  })
}
