import type { Database } from 'better-sqlite3'
import type { StorageInfo } from '../../contract'
import { backupsOf, spareBackups, type Backup } from './backup'
import { sizeOf } from './examine'

/** As `auto_vacuum` says it. */
const incremental = 2

const bytesOf = (backups: readonly Backup[]): number =>
  backups.reduce((sum, { file }) => sum + sizeOf(file), 0)

/** The room a database takes on its disk. */
export function createStorage(db: Database) {
  const trashed = db
    .prepare<[], number>(
      `select coalesce(sum(length(data)), 0) from curve_chunks
       where run in (select id from runs where trashed_at is not null)`,
    )
    .pluck()
  const number = (pragma: string): number => Number(db.pragma(pragma, { simple: true }))

  return {
    /** @param file of the database; '' where nothing is kept */
    read: (file: string): StorageInfo => ({
      database: file === '' ? 0 : sizeOf(file) + sizeOf(`${file}-wal`),
      trash: trashed.get() ?? 0,
      free: number('freelist_count') * number('page_size'),
      backups: file === '' ? 0 : bytesOf(backupsOf(file)),
      spareBackups: file === '' ? 0 : bytesOf(spareBackups(file)),
    }),

    /** Whether it gives room back in small steps; a file of an older version must first be written anew. */
    givesBack: (): boolean => number('auto_vacuum') === incremental,

    /** Gives up to so many free pages back. Returns whether there may be more. */
    giveBack(pages: number): boolean {
      const free = number('freelist_count')
      if (free === 0 || number('auto_vacuum') !== incremental) return false
      db.exec(`pragma incremental_vacuum(${pages})`)
      return number('freelist_count') < free
    },

    /** Writes the whole file anew without what is free. Nobody else can write meanwhile, for seconds. */
    rewrite(): void {
      db.exec('pragma auto_vacuum = incremental; vacuum')
    },
  }
}
