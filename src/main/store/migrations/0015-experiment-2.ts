import type { Database } from 'better-sqlite3'
import { formerFormat, upgraded, upgradedRun } from '@core/experiment-upgrade'
import type { Migration } from './contract'

interface RunRow {
  readonly id: number
  readonly position: number
  readonly optimizer: string
  readonly dialect: string
  readonly hyper: string
  readonly schedule: string
  readonly changes: string | null
}

/** The run of the history, in today's words. */
function upgradeRows(db: Database): void {
  const runs = db.prepare<[], RunRow>(
    'select id, position, optimizer, dialect, hyper, schedule, changes from runs',
  )
  const write = db.prepare('update runs set dialect = ?, hyper = ?, changes = ? where id = ?')
  for (const { id, optimizer, dialect, hyper, schedule, changes } of runs.all()) {
    const before = {
      optimizer,
      dialect,
      hyper: JSON.parse(hyper) as unknown,
      schedule: JSON.parse(schedule) as unknown,
      ...(changes === null ? {} : { changes: JSON.parse(changes) as unknown }),
    }
    const { run } = upgradedRun(before)
    if (run === before) continue
    write.run(run.dialect, JSON.stringify(run.hyper), run.changes ? JSON.stringify(run.changes) : null, id)
  }
}

/** A launch's document with what its runs have changed since, which decides what their words meant. */
function withChanges(document: unknown, changes: ReadonlyMap<number, unknown>): unknown {
  const { runs } = document as { readonly runs?: unknown }
  if (changes.size === 0 || !Array.isArray(runs)) return document
  const changed = runs.map((run: object, position) =>
    changes.has(position) ? { ...run, changes: changes.get(position) } : run,
  )
  return { ...(document as object), runs: changed }
}

/** What is no JSON, or of no format that is known, is left alone: reading it says so. */
function upgradeDocuments(
  db: Database,
  table: 'launches' | 'experiments',
  changesOf: (id: number) => ReadonlyMap<number, unknown>,
): void {
  const ids = db
    .prepare<[format: string], number>(
      `select id from ${table} where json_valid(document) and json_extract(document, '$.format') = ?`,
    )
    .pluck()
  const read = db.prepare<[id: number], string>(`select document from ${table} where id = ?`).pluck()
  const write = db.prepare(`update ${table} set document = ? where id = ?`)
  for (const id of ids.all(formerFormat)) {
    const document = withChanges(JSON.parse(read.get(id) ?? 'null'), changesOf(id))
    write.run(JSON.stringify(upgraded(document).document), id)
  }
}

/**
 * Experiments and runs in the words of format 2, so that what was recorded stays what it says: a run whose
 * dialect's name means something else now has its own dialect's. Averaged SGD and AdamW keep more between
 * updates by now: their states on the way are left out, and made again where they are wanted.
 */
export const experiment2: Migration = {
  version: 15,
  up(db) {
    const changed = db.prepare<[launch: number], { position: number; changes: string }>(
      'select position, changes from runs where launch = ? and changes is not null',
    )
    upgradeDocuments(
      db,
      'launches',
      (id) => new Map(changed.all(id).map(({ position, changes }) => [position, JSON.parse(changes)])),
    )
    upgradeDocuments(db, 'experiments', () => new Map())
    upgradeRows(db)
    db.exec(`delete from milestones where run in (select id from runs where optimizer in ('asgd', 'adamw'))`)
  },
}
