import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { sidecars } from './database'
import { examine } from './examine'
import type { Migration } from './migrations/contract'
import { partsOf, stamp } from './set-aside'
import { troubleOf } from './trouble'

/** How many copies are kept. */
const copies = 2
/** Pages copied before other work gets its turn: 8 MB. */
const pagesATurn = 1_024
/** Another process's writes start a copy over; after so many times it is made in one go. */
const patience = 3
/** A copy in the making that is older than this was given up, in milliseconds. */
const abandoned = 24 * 60 * 60 * 1_000

export interface Backup {
  readonly file: string
  /** Milliseconds since 1970. */
  readonly madeAt: number
}

const folderOf = (file: string): string => join(partsOf(file)[0], 'backups')

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    // Not there, not a folder, or not to be read: no copies to be had from it.
    if (troubleOf(error)) return []
    throw error
  }
}

/** The copies of a database, newest first; whether they are any good is not looked at. */
export function backupsOf(file: string): readonly Backup[] {
  const folder = folderOf(file)
  const [, stem, ending] = partsOf(file)
  return namesIn(folder)
    .flatMap((name): Backup[] => {
      if (!name.startsWith(`${stem}.`) || !name.endsWith(ending)) return []
      const time = name.slice(stem.length + 1, name.length - ending.length)
      const [, day, clock] = /^(\d{4}-\d\d-\d\d)T(\d\d-\d\d-\d\d)$/.exec(time) ?? []
      if (day === undefined) return []
      return [{ file: join(folder, name), madeAt: Date.parse(`${day}T${clock.replaceAll('-', ':')}Z`) }]
    })
    .sort((a, b) => b.madeAt - a.madeAt)
}

function remove(file: string): void {
  for (const suffix of ['', ...sidecars]) rmSync(file + suffix, { force: true })
}

/** One file without a log beside it, which can be copied and moved as it is. */
function makeSelfContained(file: string): void {
  const copy = new Database(file)
  try {
    copy.pragma('journal_mode = DELETE')
  } finally {
    copy.close()
  }
}

/**
 * Copies a database that is in use into the folder `backups` beside it, and checks the
 * copy before it takes the place of the oldest one.
 * @throws Trouble, or an error of SQLite or the file system; the older copies are then all still there
 */
export async function backUp(
  db: Database.Database,
  file: string,
  migrations: readonly Migration[],
  time: number,
): Promise<void> {
  const folder = folderOf(file)
  const [, stem, ending] = partsOf(file)
  mkdirSync(folder, { recursive: true })
  for (const name of namesIn(folder).filter((name) => name.startsWith(`${stem}.part-`))) {
    const path = join(folder, name)
    const touched = statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? time
    if (time - touched > abandoned) rmSync(path, { force: true })
  }
  const part = join(folder, `${stem}.part-${process.pid}${ending}`)
  remove(part)
  try {
    let restarts = 0
    let remaining = Infinity
    await db.backup(part, {
      progress({ totalPages, remainingPages }) {
        if (remainingPages > remaining) restarts++
        remaining = remainingPages
        return restarts < patience ? pagesATurn : totalPages
      },
    })
    makeSelfContained(part)
    examine(part, migrations)
    const made = join(folder, `${stem}.${stamp(time)}${ending}`)
    renameSync(part, made)
    // The new one stays, whatever dates a wrong clock gave the others.
    const others = backupsOf(file).filter((backup) => backup.file !== made)
    for (const old of others.slice(copies - 1)) rmSync(old.file, { force: true })
  } finally {
    remove(part)
  }
}

/**
 * Puts a copy of the newest sound backup where the database should be, which must be
 * out of the way; the backup itself stays.
 * @returns the backup; undefined where there is no sound one
 */
export function restoreNewest(file: string, migrations: readonly Migration[]): Backup | undefined {
  const found = backupsOf(file).find((backup) => {
    try {
      examine(backup.file, migrations)
      return true
    } catch (error) {
      if (!troubleOf(error)) throw error
      return false
    }
  })
  if (!found) return undefined
  const part = `${file}.restoring-${process.pid}`
  try {
    copyFileSync(found.file, part, constants.COPYFILE_FICLONE)
    const descriptor = openSync(part, 'r+')
    fsyncSync(descriptor)
    closeSync(descriptor)
    renameSync(part, file)
  } finally {
    rmSync(part, { force: true })
  }
  return found
}
