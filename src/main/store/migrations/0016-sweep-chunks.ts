import type { Database } from 'better-sqlite3'
import type { Migration } from './contract'

/** Of every state that a run can have ended in, its number. */
const statuses = [
  ...['queued', 'running', 'paused', 'converged', 'stalled', 'finished', 'diverged'],
  ...['cancelled', 'failed', 'interrupted'],
]
/** Runs in a chunk. */
const most = 1_000

interface RunRow {
  readonly place: number
  readonly run: number
  /** In the order of a chunk's rows, from the method to the seed and from the time it ended on. */
  readonly key: readonly number[]
  readonly status: string
  readonly reason: string
  readonly numbers: readonly (number | null)[]
  readonly reached: Buffer
}

function runsOf(db: Database, sweep: number): readonly RunRow[] {
  const rows = db
    .prepare<[sweep: number], (number | string | Buffer | null)[]>(
      `
      select s.place, s.run, s.method, s.problem, s.trial, s.seed, s.status,
        json_array(r.reason, coalesce(r.reason_values,
          json_object('kind', 'sentence', 'values', json_object('text', r.reason)))),
        s.reached, r.ended_at, s.duration, s.iterations, s.start_loss, s.final_loss, s.best_loss,
        s.best_iteration, r.value_evaluations, r.gradient_evaluations, r.hessian_evaluations
      from sweep_runs s join runs r on r.id = s.run where s.sweep = ? order by s.place`,
    )
    .raw()
  return rows.all(sweep).map((row) => ({
    place: row[0] as number,
    run: row[1] as number,
    key: row.slice(2, 6) as number[],
    status: row[6] as string,
    reason: row[7] as string,
    reached: row[8] as Buffer,
    numbers: row.slice(9) as (number | null)[],
  }))
}

/** Runs whose places and ids follow each other, so many at the most. */
function* following(runs: readonly RunRow[]): Generator<readonly RunRow[]> {
  let from = 0
  for (let to = 1; to <= runs.length; to++) {
    const follows =
      to < runs.length && runs[to].run === runs[to - 1].run + 1 && runs[to].place === runs[to - 1].place + 1
    if (follows && to - from < most) continue
    yield runs.slice(from, to)
    from = to
  }
}

/** Little-endian float64: the key, the numbers of status and reason, the others, what targets were reached at. */
function packed(runs: readonly RunRow[], reasons: readonly string[]): Buffer {
  return Buffer.concat(
    runs.flatMap(({ key, status, reason, numbers, reached }) => {
      const row = [...key, statuses.indexOf(status), reasons.indexOf(reason), ...numbers.map((x) => x ?? NaN)]
      const bytes = Buffer.alloc(8 * row.length)
      for (const [index, value] of row.entries()) bytes.writeDoubleLE(value, 8 * index)
      return [bytes, reached]
    }),
  )
}

/**
 * The runs of a sweep as rows of numbers, many in a row of the table; from these and the sweep's document
 * follows all that `runs` would say of them, so that only one with a curve or a name of its own is there,
 * too. Those that are there by now stay.
 */
export const sweepChunks: Migration = {
  version: 16,
  up(db) {
    db.exec(`
      -- place: of the first run in its sweep, from 0. first_run: its id; those of the others follow.
      -- reasons: pairs of words and data in JSON. numbers: rows of float64 values, little-endian: method,
      -- problem, trial, seed, status, reason, end, duration, iterations, losses at the start, at the end and
      -- at best, iteration of the best, evaluations of values, gradients and Hessians; then the updates at
      -- which each target was reached, then the evaluations.
      create table sweep_chunks (
        sweep     integer not null references sweeps (id) on delete cascade,
        place     integer not null,
        first_run integer not null unique,
        count     integer not null,
        reasons   text not null check (json_valid(reasons)),
        numbers   blob not null,
        primary key (sweep, place)
      ) strict;

      -- Of each problem what only its data tell: dimension, rows and minimum; none where all runs are in runs.
      alter table sweeps add column objectives text not null default '[]' check (json_valid(objectives));
    `)
    const insert = db.prepare(`
      insert into sweep_chunks (sweep, place, first_run, count, reasons, numbers) values (?, ?, ?, ?, ?, ?)`)
    for (const sweep of db.prepare<[], number>('select id from sweeps').pluck().all()) {
      for (const runs of following(runsOf(db, sweep))) {
        const reasons = [...new Set(runs.map(({ reason }) => reason))]
        const [{ place, run }] = runs
        insert.run(sweep, place, run, runs.length, `[${reasons.join(', ')}]`, packed(runs, reasons))
      }
    }
    db.exec('drop table sweep_runs')
  },
}
