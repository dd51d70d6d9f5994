import Database from 'better-sqlite3'
import { migrations } from '../../../../src/main/store/migrations'
import { documentWith } from '../../../support/experiments'
import { buildVersion1 } from './version-1'

const document = documentWith({
  name: 'Rates',
  objective: { id: 'rosenbrock' },
  runs: [{ optimizer: 'adam', hyper: { lr: { values: [0.1, 0.2] } } }],
  sweep: { seeds: 2, targets: [0.5] },
})

/** The ids that the runs of its sweep have: another run came between. */
export const sweptRuns = [3, 4, 6]

/** A database as version 15 left it, with a sweep of which three of four runs are there; in plain SQL. */
export function buildVersion15(file: string): void {
  buildVersion1(file)
  const db = new Database(file)
  for (const { version, up } of migrations.slice(1, 15)) {
    up(db)
    db.pragma(`user_version = ${version}`)
  }
  db.prepare('insert into launches values (2, ?, 100, null, ?)').run('Rates', JSON.stringify(document))
  db.exec(`
    insert into sweeps (id, launch, name, objective_label, methods, problems, seeds, keep, total, done, diverged,
      failed, status, message, duration, session, started_at, ended_at, trashed_at, note)
    values (1, 2, 'Rates', 'Rosenbrock', '["Adam"]', 1, 2, 'values', 4, 3, 1, 0, 'paused', '', 3, null, 100, null,
      null, '')`)
  const run = db.prepare(`
    insert into runs (id, sweep, launch, position, color, label, optimizer, dialect, hyper, schedule, batch,
      sampling, seed, objective, objective_label, dimension, rows, budget, record_every, series, status, reason,
      reason_values, iterations, points, final_loss, best_loss, best_iteration, value_evaluations,
      gradient_evaluations, hessian_evaluations, duration, started_at, ended_at, hash, note)
    values (@id, 1, 2, @place, 0, @label, 'adam', 'pytorch', '{"lr":0.1,"beta1":0.9,"beta2":0.999,"epsilon":1e-8}',
      '{"id":"constant","warmup":0}', null, 'shuffle', @seed, 'rosenbrock', 'Rosenbrock', 2, 0, 100, 1,
      '["loss","gradient_norm","theta_0","theta_1"]', @status, @reason, @values, 100, 0, @loss, 0.5, 7, 0, 100, 0,
      1, 199, 200, null, '')`)
  const result = db.prepare(`
    insert into sweep_runs values (1, @place, @id, 0, 0, @trial, @seed, @status, 24.5, @loss, 0.5, 7, 100, 100, 1,
      @reached)`)
  const used =
    '{"kind":"rule","values":{"status":"finished","rule":{"kind":"budget-used","values":{"iterations":100}},"finding":null}}'
  const rows = [
    { trial: 0, seed: 0, status: 'finished', loss: 0.75, reason: 'budget used up', values: used },
    { trial: 1, seed: 0, status: 'diverged', loss: null, reason: 'a sentence', values: null },
    { trial: 0, seed: 1, status: 'finished', loss: 0.25, reason: 'budget used up', values: used },
  ]
  for (const [place, row] of rows.entries()) {
    const reached = Buffer.from(Float64Array.of(place, NaN).buffer)
    const all = { ...row, id: sweptRuns[place], place, label: `run ${place}`, reached }
    run.run(Object.fromEntries(Object.entries(all).filter(([name]) => !['trial', 'reached'].includes(name))))
    result.run(
      Object.fromEntries(
        Object.entries(all).filter(([name]) => !['label', 'reason', 'values'].includes(name)),
      ),
    )
  }
  db.close()
}
