import { SqliteError, type Database } from 'better-sqlite3'
import { StoreError } from '../errors'

/** How much a database holds. */
export interface Contents {
  readonly runs: number
  readonly points: number
  readonly experiments: number
  readonly datasets: number
}

/**
 * Counts what is in a database of any format; what is on its way out no longer counts.
 * @returns undefined where there are no tables at all
 * @throws StoreError `damaged` where one of them is missing
 */
export function contentsOf(db: Database): Contents | undefined {
  const tables = db.prepare<[], string>(`select name from sqlite_schema where type = 'table'`).pluck().all()
  if (tables.length === 0) return undefined
  // Most runs of sweeps have no row of their own, and none is to count twice.
  const runs = tables.includes('sweep_chunks')
    ? `count(*) filter (where sweep is null) + (select coalesce(sum(count), 0) from sweep_chunks
         join sweeps on sweeps.id = sweep where trashed_at is null or trashed_at >= 0)`
    : 'count(*)'
  try {
    return db
      .prepare<[], Contents>(
        `select ${runs} as runs, coalesce(sum(points), 0) as points,
           (select count(*) from experiments) as experiments, (select count(*) from datasets) as datasets
         from runs where trashed_at is null or trashed_at >= 0`,
      )
      .get()
  } catch (error) {
    if (!(error instanceof SqliteError && error.code === 'SQLITE_ERROR')) throw error
    throw new StoreError('damaged', 'a table or a column is missing', error)
  }
}

/** What people make comes before what is computed of it. */
const order = ['runs', 'points', 'experiments', 'datasets'] as const

/** Whether the first holds more than the second: more runs, of as many runs more points, and so on. */
export function holdsMore(a: Contents, b: Contents): boolean {
  const different = order.find((what) => a[what] !== b[what])
  return different !== undefined && a[different] > b[different]
}
