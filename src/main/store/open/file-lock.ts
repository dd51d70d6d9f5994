import { closeSync, fstatSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { storeErrorOf } from '../errors'

/** How long to wait for other processes, in milliseconds: one may be checking a large file. */
const longestWait = 60_000
/** A file system that numbers its files anew at every look must not hold us up for ever. */
const mostAttempts = 100

/** @returns what tells this file from a later one of the same name */
function made(lock: string): number {
  mkdirSync(dirname(lock), { recursive: true })
  const descriptor = openSync(lock, 'a')
  try {
    return fstatSync(descriptor).ino
  } finally {
    closeSync(descriptor)
  }
}

/** A file that SQLite can't open, nobody else holds either: it would only be in the way. */
function opened(lock: string): Database.Database {
  try {
    return new Database(lock, { timeout: longestWait })
  } catch (error) {
    rmSync(lock, { force: true })
    throw error
  }
}

/** Holds the lock that the file `lock` stands for until it is let go, or the process ends. */
function hold(lock: string): Database.Database | undefined {
  for (let attempt = 0; attempt < mostAttempts; attempt++) {
    const inode = made(lock)
    const held = opened(lock)
    try {
      held.exec('begin exclusive')
    } catch (error) {
      held.close()
      throw error
    }
    // Whoever had it before may have removed the file meanwhile: then this locks nothing.
    if (statSync(lock, { throwIfNoEntry: false })?.ino === inode) return held
    held.close()
  }
  return undefined
}

function letGo(held: Database.Database, lock: string): void {
  // Windows does not remove a file that is open, so there whoever holds it next is safe.
  const windows = process.platform === 'win32'
  if (windows) held.close()
  try {
    rmSync(lock, { force: true })
  } catch (error) {
    if (!storeErrorOf(error)) throw error
  }
  if (!windows) held.close()
}

/**
 * Does `work` on a database file while no other process does its own on the same: making,
 * replacing and migrating it take several steps. Where no lock can be had, because nothing
 * can be written or the others do not come to an end, it goes on without.
 */
export function withFileLock<Result>(file: string, work: () => Result): Result {
  const lock = `${file}.opening`
  let held: Database.Database | undefined
  try {
    held = hold(lock)
  } catch (error) {
    if (!storeErrorOf(error)) throw error
  }
  try {
    return work()
  } finally {
    if (held) letGo(held, lock)
  }
}
