import { renameSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { sidecars } from './database'

/** Pages copied before other work gets its turn: 8 MB. */
const pagesATurn = 1_024
/** Another process's writes start a copy over; after so many times it is made in one go. */
const patience = 3

export function remove(file: string): void {
  for (const suffix of ['', ...sidecars]) rmSync(file + suffix, { force: true })
}

/** One file without a log beside it, which can be copied and moved as it is. */
function makeSelfContained(file: string): void {
  const copy = new Database(file, { fileMustExist: true })
  try {
    copy.pragma('journal_mode = DELETE')
  } finally {
    copy.close()
  }
}

/**
 * Copies a database that is in use into one file; work goes on meanwhile. When the promise
 * settles, the copy holds all that this connection has committed, up to that moment.
 * @param part the name of the copy while it is being made
 * @param check looks at the whole copy before it gets its name
 * @throws an error of SQLite or the file system; nothing is then left behind
 */
export async function copyInTurns(
  db: Database.Database,
  part: string,
  file: string,
  check: (copy: string) => void = () => undefined,
): Promise<void> {
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
    check(part)
    renameSync(part, file)
  } finally {
    remove(part)
  }
}
