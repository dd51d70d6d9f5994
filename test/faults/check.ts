import { readdirSync } from 'node:fs'
import { basename, join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import Database from 'better-sqlite3'
import { hasEnded } from '../../src/main/lab/runs/prepare'
import { openStore, type Store } from '../../src/main/store'
import { backupsOf } from '../../src/main/store/open/backup'
import { holdsMore } from '../../src/main/store/open/contents'
import { examine } from '../../src/main/store/open/examine'
import { migrations } from '../../src/main/store/migrations'
import type { Findings } from './findings'
import { labOn } from './jobs/lab-on'
import type { Site } from './site'

/** How long a lab may take to clear up what others left, in milliseconds. */
const patience = 60_000

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** Opens the database as the lab does and looks whether so many points of each run are there. */
export function checkRuns(
  file: string,
  expected: ReadonlyMap<number, number>,
  findings: Findings,
  more: (store: Store) => void = () => undefined,
): void {
  let store: Store
  try {
    store = openStore({ file, onTrouble: 'refuse' }).store
  } catch (error) {
    return findings.add('damaged', messageOf(error))
  }
  try {
    store.runs.markInterrupted()
    for (const [run, points] of expected) checkRun(store, run, points, findings)
    for (const trash of [false, true]) {
      for (const run of store.runs.list({ trash })) {
        if (!hasEnded(run)) findings.add('left over', `run ${run.id} is ${run.status}, though nobody runs it`)
      }
    }
    more(store)
  } catch (error) {
    findings.add('damaged', messageOf(error))
  } finally {
    store.close()
  }
  const found = reading(file, (db) => db.pragma('integrity_check', { simple: true }))
  if (found !== 'ok') findings.add('damaged', String(found))
}

function checkRun(store: Store, id: number, expected: number, findings: Findings): void {
  const run = store.runs.get(id)
  if (!run) return findings.add('lost', `run ${id}`)
  const { total, series } = store.curves.read(id, expected > 0 ? ['loss', 'gradient_norm'] : [])
  if (total < expected) findings.add('lost', `run ${id} has ${total} of ${expected} points`)
  if (run.points !== total) findings.add('damaged', `run ${id} claims ${run.points} points and has ${total}`)
  if (Object.values(series).some((values) => values.length !== total)) {
    findings.add('damaged', `the series of run ${id} are not of one length`)
  }
}

function reading<Result>(file: string, look: (db: Database.Database) => Result): Result {
  const db = new Database(file, { readonly: true })
  try {
    return look(db)
  } finally {
    db.close()
  }
}

function checkBackups({ file, ledger }: Site, findings: Findings): void {
  let fullest = { runs: 0, points: 0, experiments: 0, datasets: 0 }
  for (const backup of backupsOf(file)) {
    try {
      const contents = examine(backup.file, migrations)
      if (contents && holdsMore(contents, fullest)) fullest = contents
    } catch (error) {
      findings.add('damaged', `${basename(backup.file)}: ${messageOf(error)}`)
    }
  }
  if (holdsMore(ledger.backup, fullest)) {
    findings.add(
      'lost',
      `the fullest backup holds ${JSON.stringify(fullest)}, not ${JSON.stringify(ledger.backup)}`,
    )
  }
  ledger.backedUp(fullest)
}

/** What dead labs began and nobody will ever see. */
const unseen = (file: string): number =>
  reading(file, (db) =>
    Number(
      db
        .prepare(
          `select (select count(*) from runs where trashed_at < 0)
             + (select count(*) from curve_chunks where run not in (select id from runs))
             + (select count(*) from contents where session is not null)`,
        )
        .pluck()
        .get(),
    ),
  )

/** A lab is opened as at the next start; nothing of those before it may be left. */
async function checkLeftovers(site: Site, findings: Findings): Promise<void> {
  const lab = await labOn(site.file)
  try {
    const { notices } = await lab.handlers['app.info']({})
    for (const { text } of notices) findings.add('damaged', text)
    for (let waited = 0; unseen(site.file) > 0 && waited < patience; waited += 50) await after(50)
    const left = unseen(site.file)
    if (left > 0) findings.add('left over', `${left} rows that nobody sees`)
  } finally {
    await lab.close()
  }
  checkFiles(site, findings)
}

function checkFiles({ folder, file, temporary, names }: Site, findings: Findings): void {
  const backups = backupsOf(file).map((backup) => basename(backup.file))
  const known = [basename(file), 'backups', 'tmp', 'input']
  const strangers = [
    ...names.filter((name) => !known.includes(name) && !/\.damaged-/.test(name)),
    ...readdirSync(temporary),
    ...(backups.length > 0
      ? readdirSync(join(folder, 'backups')).filter((name) => !backups.includes(name))
      : []),
  ]
  for (const name of strangers) findings.add('left over', name)
}

/** Every run of a sweep that was told of is there, and once. */
function checkSweeps(
  store: Store,
  file: string,
  expected: ReadonlyMap<number, number>,
  findings: Findings,
): void {
  const counts = reading(file, (db) =>
    db
      .prepare<[], { id: number; done: number; results: number }>(
        `select id, done, (select coalesce(sum(count), 0) from sweep_chunks where sweep = sweeps.id) as results
         from sweeps`,
      )
      .all(),
  )
  for (const [sweep, least] of expected) {
    const found = counts.find(({ id }) => id === sweep)
    if (!found || found.results < least)
      findings.add('lost', `sweep ${sweep} has ${found?.results ?? 'no'} of ${least} runs`)
  }
  for (const { id, done, results } of counts) {
    const apart = new Set([...store.sweeps.keys(id)].map((key) => JSON.stringify(key))).size
    if (done !== results || apart !== results)
      findings.add('damaged', `sweep ${id} says ${done} runs, has ${results}, of which ${apart} are apart`)
  }
}

/** All that must hold of a database at the next start. */
export async function check(site: Site, findings: Findings): Promise<void> {
  const { file, ledger, temporary } = site
  process.env.TMPDIR = temporary
  checkRuns(file, ledger.points, findings, (store) => {
    for (const [name, rows] of ledger.tables) {
      const table = store.datasets.getByName(name)
      if (!table) findings.add('lost', name)
      else if (table.rows !== rows) findings.add('damaged', `${name} has ${table.rows} of ${rows} rows`)
    }
    checkSweeps(store, file, ledger.swept, findings)
    for (const run of ledger.purged) if (store.runs.get(run)) findings.add('left over', `run ${run}, purged`)
  })
  checkBackups(site, findings)
  if (findings.count('damaged') === 0) await checkLeftovers(site, findings)
  for (const text of ledger.unclear.splice(0)) findings.add('unclear', text)
}
