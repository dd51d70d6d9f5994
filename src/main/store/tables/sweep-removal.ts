import type { Database } from 'better-sqlite3'

/** Of the runs of a sweep, deleted without a pause: a millisecond or two. */
const chunksAtOnce = 8

/** Sweeps into the trash, out of it, and away for good. */
export function createSweepRemoval(db: Database, now: () => number) {
  const toTrash = db.prepare<[at: number, ids: string]>(`
    update sweeps set trashed_at = ?
    where trashed_at is null and id in (select value from json_each(?))`)
  const fromTrash = db.prepare<[ids: string]>(
    'update sweeps set trashed_at = null where trashed_at >= 0 and id in (select value from json_each(?))',
  )
  const condemn = db.prepare<[ids: string]>(`
    update sweeps set trashed_at = -1 - trashed_at
    where trashed_at >= 0 and id in (select value from json_each(?))`)
  const condemned = db.prepare<[], { id: number; launch: number }>(
    'select id, launch from sweeps where trashed_at < 0 order by id limit 1',
  )
  const dropChunks = db.prepare<[sweep: number, most: number]>(`
    delete from sweep_chunks where rowid in (select rowid from sweep_chunks where sweep = ? limit ?)`)
  const dropRuns = db.prepare<[launch: number, most: number]>(
    'delete from runs where id in (select id from runs where launch = ? limit ?)',
  )
  const dropLaunch = db.prepare<[launch: number]>('delete from launches where id = ?')

  const discard = db.transaction((sweep: number, launch: number, most: number): void => {
    const dropped = dropRuns.run(launch, most).changes + dropChunks.run(sweep, chunksAtOnce).changes
    // With it goes the sweep.
    if (dropped === 0) dropLaunch.run(launch)
  })

  return {
    trash: (ids: readonly number[], at = now()): number => toTrash.run(at, JSON.stringify(ids)).changes,

    restore: (ids: readonly number[]): number => fromTrash.run(JSON.stringify(ids)).changes,

    /** Takes sweeps out of the trash for good; their runs are still to be discarded, which takes a while. */
    purge: (ids: readonly number[]): number => condemn.run(JSON.stringify(ids)).changes,

    /** Deletes up to so many rows of runs of what was purged, and some of the other runs. Returns whether there may be more. */
    discard(most: number): boolean {
      const next = condemned.get()
      if (next === undefined) return false
      discard.immediate(next.id, next.launch, most)
      return true
    },
  }
}
