import Database from 'better-sqlite3'
import { first } from '../../../../src/main/store/migrations/0001-first'

/** What is in a database of version 1, however it is opened later. */
export const version1 = {
  losses: Float64Array.of(5, NaN, 2.5, Infinity),
  experimentName: 'From version 1',
} as const

const document = JSON.stringify({
  format: 'descent-lab/experiment@1',
  name: version1.experimentName,
  objective: { id: 'square' },
  start: [3],
  iterations: 3,
  runs: [{ optimizer: 'gd', hyper: { lr: 0.1 } }],
})

/**
 * A database as the first release left it, with a row in every table. In plain SQL, so
 * that it stays what it was when the store's own functions change.
 */
export function buildVersion1(file: string): void {
  const db = new Database(file)
  db.pragma('application_id = 0x444c6162')
  db.pragma('journal_mode = WAL')
  first.up(db)
  db.pragma('user_version = 1')
  db.prepare('insert into sessions values (1, 1, 100, 200)').run()
  db.prepare('insert into launches values (1, ?, 100, 1, ?)').run(version1.experimentName, document)
  db.prepare(
    `insert into runs
       (id, launch, position, label, optimizer, dialect, hyper, schedule, batch, sampling, seed, objective,
        objective_label, dimension, rows, budget, record_every, status, reason, iterations, points, final_loss,
        best_loss, best_iteration, duration, started_at, ended_at, trashed_at, hash, note)
     values
       (1, 1, 0, 'GD', 'gd', 'chapter', '{"lr":0.1}', '{"id":"constant","warmup":0}', null, 'shuffle', 0, 'square',
        'Square', 1, 0, 3, 1, 'diverged', 'loss is not finite', 3, 4, 9e999, 2.5, 2, 0.25, 100, 300, null, null,
        'a note'),
       (2, 1, 1, 'SGD', 'gd', 'chapter', '{"lr":0.2}', '{"id":"constant","warmup":0}', 1, 'shuffle', 7, 'square',
        'Square', 1, 0, 3, 1, 'cancelled', '', 0, 0, null, null, 0, 0, 100, 300, 400, null, '')`,
  ).run()
  const chunk = db.prepare('insert into curve_chunks values (1, ?, 0, 4, ?)')
  for (const series of ['loss', 'gradient_norm']) chunk.run(series, Buffer.from(version1.losses.buffer))
  db.prepare('insert into experiments values (1, ?, ?, 1, 100, 200, null, ?)').run(
    version1.experimentName,
    'square',
    document,
  )
  db.prepare('insert into datasets values (1, ?, ?, 1, ?, 100, ?)').run(
    'a.csv',
    'ab'.repeat(32),
    '[{"name":"x","numeric":true}]',
    'x\n1\n',
  )
  db.close()
}
