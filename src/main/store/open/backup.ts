import {
  closeSync,
  constants,
  copyFileSync,
  fsyncSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { contentsOf, holdsMore, type Contents } from './contents'
import { copyInTurns } from './copying'
import { examine } from './examine'
import { backupFolder, namesIn, temporary } from './leftovers'
import type { Migration } from '../migrations/contract'
import { partsOf, stamp, timeOf } from './quarantine'
import { storeErrorOf } from '../errors'

/** How many copies are kept. */
const copies = 2
/** What tells the names of two of them, in milliseconds. */
const second = 1_000
/** A copy dated so much later than now has its date from a clock that was wrong, in milliseconds. */
const tolerance = 60_000

export interface Backup {
  readonly file: string
  /** Milliseconds since 1970. */
  readonly madeAt: number
}

/**
 * The copies of a database, newest first; whether they are any good is not looked at.
 * @param now those dated later come last
 */
export function backupsOf(file: string, now = Date.now()): readonly Backup[] {
  const folder = backupFolder(file)
  const [, stem, ending] = partsOf(file)
  return namesIn(folder)
    .flatMap((name): Backup[] => {
      if (!name.startsWith(`${stem}.`) || !name.endsWith(ending)) return []
      const madeAt = timeOf(name.slice(stem.length + 1, name.length - ending.length))
      return madeAt === undefined ? [] : [{ file: join(folder, name), madeAt }]
    })
    .sort((a, b) => Number(isAhead(a, now)) - Number(isAhead(b, now)) || b.madeAt - a.madeAt)
}

const isAhead = ({ madeAt }: Backup, now: number): boolean => madeAt > now + tolerance

const nothing: Contents = { runs: 0, points: 0, experiments: 0, datasets: 0 }

/** How much is in a copy; nothing in one that can't be read. */
function contentsIn({ file }: Backup): Contents {
  try {
    const db = new Database(file, { readonly: true, fileMustExist: true })
    try {
      return contentsOf(db) ?? nothing
    } finally {
      db.close()
    }
  } catch (error) {
    if (storeErrorOf(error)) return nothing
    throw error
  }
}

/**
 * Removes copies that newer ones stand for. One that holds more than all of those stays as well,
 * as there may have been less to copy because something was lost.
 */
function thinOut(file: string, made: Backup): void {
  // The new one stays, whatever dates a wrong clock gave the others.
  const others = backupsOf(file, made.madeAt).filter((backup) => backup.file !== made.file)
  const [kept, spare] = [[made, ...others.slice(0, copies - 1)], others.slice(copies - 1)]
  const fullest = [...kept, ...spare]
    .map((backup) => ({ backup, contents: contentsIn(backup) }))
    .reduce((most, each) => (holdsMore(each.contents, most.contents) ? each : most))
  for (const old of spare) if (old !== fullest.backup) rmSync(old.file, { force: true })
}

/**
 * Copies a database that is in use into the folder `backups` beside it, and checks the
 * copy before it takes the place of the oldest one that holds no more.
 * @throws StoreError, or an error of SQLite or the file system; the older copies are then all still there
 */
export async function backUp(
  db: Database.Database,
  file: string,
  migrations: readonly Migration[],
  time: number,
): Promise<void> {
  const folder = backupFolder(file)
  const [, stem, ending] = partsOf(file)
  mkdirSync(folder, { recursive: true })
  const at = (madeAt: number): Backup => ({ file: join(folder, `${stem}.${stamp(madeAt)}${ending}`), madeAt })
  const now = contentsOf(db) ?? nothing
  let made = at(time)
  // A clock that was set back must not cost one that holds more.
  while (holdsMore(contentsIn(made), now)) made = at(made.madeAt + second)
  await copyInTurns(db, temporary('backup', file), made.file, (copy) => void examine(copy, migrations))
  thinOut(file, made)
}

/** The copies beyond the newest: of a lab that had more in it. */
export const spareBackups = (file: string): readonly Backup[] => backupsOf(file).slice(copies)

/**
 * Puts a copy of the newest sound backup that has anything in it where the database should be,
 * which must be out of the way; the backup itself stays.
 * @returns the backup; undefined where there is no sound one
 */
export function restoreNewest(
  file: string,
  migrations: readonly Migration[],
  now: number,
): Backup | undefined {
  const sound = backupsOf(file, now).flatMap((backup) => {
    try {
      const contents = examine(backup.file, migrations)
      return contents ? [{ backup, contents }] : []
    } catch (error) {
      if (!storeErrorOf(error)) throw error
      return []
    }
  })
  const found = (sound.find(({ contents }) => holdsMore(contents, nothing)) ?? sound[0])?.backup
  if (found) putCopy(found.file, file)
  return found
}

/** Puts a copy of a whole database where there is none. */
function putCopy(from: string, file: string): void {
  const part = temporary('restoring', file)
  try {
    copyFileSync(from, part, constants.COPYFILE_FICLONE)
    const descriptor = openSync(part, 'r+')
    fsyncSync(descriptor)
    closeSync(descriptor)
    renameSync(part, file)
  } finally {
    rmSync(part, { force: true })
  }
}
