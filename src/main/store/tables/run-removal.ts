import type { Database } from 'better-sqlite3'

/** Into the trash, out of it, and away for good. */
export function createRunRemoval(db: Database, now: () => number) {
  const toTrash = db.prepare<[at: number, ids: string]>(`
    update runs set trashed_at = ?
    where trashed_at is null and id in (select value from json_each(?))`)
  const fromTrash = db.prepare<[ids: string]>(
    'update runs set trashed_at = null where trashed_at >= 0 and id in (select value from json_each(?))',
  )
  const condemn = db.prepare<[ids: string]>(`
    update runs set trashed_at = -1 - trashed_at
    where trashed_at >= 0 and id in (select value from json_each(?))`)
  const condemned = db
    .prepare<[], number>('select id from runs where trashed_at < 0 order by id limit 1')
    .pluck()
  const dropChunks = db.prepare<{ run: number; most: number }>(`
    delete from curve_chunks where rowid in (select rowid from curve_chunks where run = @run limit @most)`)
  const dropSummaries = db.prepare<{ run: number; most: number }>(`
    delete from curve_summaries where run = @run and (series, chunk) in
      (select series, chunk from curve_summaries where run = @run limit @most)`)
  const drop = db.prepare<[run: number]>('delete from runs where id = ?')
  const removeEmptyLaunches = db.prepare<[]>(
    `delete from launches where not exists (select 1 from runs where runs.launch = launches.id)
     and not exists (select 1 from sweeps where sweeps.launch = launches.id)`,
  )

  const discard = db.transaction((run: number, most: number): void => {
    for (const part of [dropChunks, dropSummaries]) if (part.run({ run, most }).changes === most) return
    drop.run(run)
    removeEmptyLaunches.run()
  })

  return {
    /** @returns how many were moved */
    trash: (ids: readonly number[], at = now()): number => toTrash.run(at, JSON.stringify(ids)).changes,

    /** @returns how many were moved */
    restore: (ids: readonly number[]): number => fromTrash.run(JSON.stringify(ids)).changes,

    /**
     * Takes runs out of the trash for good: nobody sees them any more. Their curves are still to be
     * discarded, which takes a while.
     * @returns how many there were
     */
    purge: (ids: readonly number[]): number => condemn.run(JSON.stringify(ids)).changes,

    /** Deletes up to so many chunks of what was purged, here or by a lab that is gone. Returns whether there may be more. */
    discard(most: number): boolean {
      const run = condemned.get()
      if (run === undefined) return false
      discard.immediate(run, most)
      return true
    },
  }
}
