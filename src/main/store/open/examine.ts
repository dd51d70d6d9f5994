import { closeSync, openSync, readSync, statSync } from 'node:fs'
import Database, { SqliteError } from 'better-sqlite3'
import { applicationId } from './database'
import { contentsOf, type Contents } from './contents'
import { requireKnown } from './migrate'
import type { Migration } from '../migrations/contract'
import { StoreError } from '../errors'

const magic = 'SQLite format 3\0'
const headerBytes = 100

/** Bytes of a file; 0 where there is none. */
export const sizeOf = (file: string): number => statSync(file, { throwIfNoEntry: false })?.size ?? 0

function headerOf(file: string): Buffer {
  const header = Buffer.alloc(headerBytes)
  const descriptor = openSync(file, 'r')
  try {
    return header.subarray(0, readSync(descriptor, header, 0, headerBytes, 0))
  } finally {
    closeSync(descriptor)
  }
}

/**
 * Whether every page that the header counts is there. SQLite reads what is missing of the last one as zeros,
 * so a check of its pages can't tell. With a log beside it, the file may still grow.
 */
function isWhole(file: string, header: Buffer): boolean {
  if (sizeOf(`${file}-wal`) > 0 || sizeOf(`${file}-journal`) > 0) return true
  // The count is good only where it was written with the last change.
  if (header.readUInt32BE(92) !== header.readUInt32BE(24)) return true
  const written = header.readUInt16BE(16)
  return sizeOf(file) >= header.readUInt32BE(28) * (written === 1 ? 65_536 : written)
}

/**
 * Looks whether a file with something in it is a sound database of ours, without
 * changing a byte of it: first at its header, so that a file that is not ours is not
 * even opened as a database, then at every page.
 * @returns how much is in it; undefined where it has not even tables
 * @throws StoreError
 */
export function examine(file: string, migrations: readonly Migration[]): Contents | undefined {
  const header = headerOf(file)
  if (header.length < headerBytes || header.toString('latin1', 0, magic.length) !== magic) {
    throw new StoreError('not-a-database', 'it does not begin like a database')
  }
  if (header.readUInt32BE(68) !== applicationId) throw new StoreError('foreign', 'another program made it')
  requireKnown(header.readUInt32BE(60), migrations)
  if (!isWhole(file, header)) throw new StoreError('damaged', '', 'its last page is cut short')
  try {
    return look(file, migrations)
  } catch (error) {
    if (!(error instanceof SqliteError && error.code === 'SQLITE_READONLY_ROLLBACK')) throw error
    // A change was cut short before the log was on; only a writer may undo it.
    return look(file, migrations, false)
  }
}

function look(file: string, migrations: readonly Migration[], readonly = true): Contents | undefined {
  const db = new Database(file, { readonly, fileMustExist: true })
  try {
    const found = db.pragma('quick_check(1)', { simple: true })
    if (found !== 'ok') throw new StoreError('damaged', '', found)
    // The header in the file may be older than the log beside it.
    requireKnown(Number(db.pragma('user_version', { simple: true })), migrations)
    return contentsOf(db)
  } finally {
    db.close()
  }
}
