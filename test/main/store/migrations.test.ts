import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { dirname } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import { runStatuses } from '@core/run-statuses'
import { migrations } from '../../../src/main/store/migrations'
import { first } from '../../../src/main/store/migrations/0001-first'
import type { Migration } from '../../../src/main/store/migrations/contract'
import { sentenceOf } from '../../support/reasons'
import { filesOf, freshFile, opened, openedWell, startOne, look } from './support/fixtures'
import { buildVersion1, version1 } from './support/version-1'
import { buildVersion15, sweptRuns } from './support/version-15'

/** Rebuilds a table that others refer to, the way SQLite asks for. */
const rebuild: Migration = {
  version: migrations.length + 1,
  up: (db) =>
    db.exec(`
      create table launches_new (
        id integer primary key autoincrement, name text not null, started_at integer not null,
        session integer references sessions (id) on delete set null, document text not null,
        tags text not null default ''
      ) strict;
      insert into launches_new (id, name, started_at, session, document)
        select id, name, started_at, session, document from launches;
      drop table launches;
      alter table launches_new rename to launches;`),
}

const afterRebuild = rebuild.version + 1

const versionOf = (file: string): unknown => look(file, (db) => db.pragma('user_version', { simple: true }))

test('migrations are numbered from 1 without gaps', () => {
  expect(migrations.map(({ version }) => version)).toEqual(migrations.map((_, index) => index + 1))
})

test('a released migration is never edited', () => {
  const db = new Database(':memory:')
  onTestFinished(() => void db.close())
  first.up(db)
  const schema = db
    .prepare<[], string>('select sql from sqlite_schema where sql is not null order by name')
    .pluck()
  const words = schema.all().map((sql) => sql.replace(/--.*$/gm, '').replace(/\s+/g, ' '))
  expect(createHash('sha256').update(words.join('\n')).digest('hex')).toMatchInlineSnapshot(
    `"d18b2dea4467404ee252e7818c90da70e19da94b6b05d189113eacf02bf61447"`,
  )
})

describe('a database of version 1', () => {
  function read(file: string, later: readonly Migration[] = migrations): void {
    const store = openedWell({ file, migrations: later })
    expect(store.runs.list({ trash: false })).toMatchObject([
      {
        id: 1,
        experimentName: version1.experimentName,
        batch: 'full',
        hyper: { lr: 0.1 },
        status: 'diverged',
        reason: sentenceOf('loss is not finite'),
        finalLoss: Infinity,
        bestLoss: 2.5,
        valueEvaluations: null,
        gradientEvaluations: null,
        hessianEvaluations: null,
        note: 'a note',
      },
    ])
    expect(store.runs.list({ trash: true })).toMatchObject([
      { id: 2, batch: 1, finalLoss: NaN, trashedAt: 400, position: 1, color: 1 },
    ])
    expect(store.runs.document(1)).toMatchObject({ name: version1.experimentName, start: [3] })
    expect(store.curves.read(1, ['loss']).series.loss).toEqual(version1.losses)
    expect(store.experiments.get(1)).toMatchObject({ name: version1.experimentName, createdAt: 100, runs: 1 })
    expect(store.datasets.text('a.csv')).toBe('x\n1\n')
    expect(store.runs.markInterrupted()).toEqual([])
    // Of runs from now on it is known what they evaluated.
    expect(startOne(store)).toMatchObject({ id: 3, gradientEvaluations: 0 })
    store.close()
  }

  test('is read by this version', () => {
    const file = freshFile()
    buildVersion1(file)
    read(file)
    expect(versionOf(file)).toBe(migrations.length)
  })

  test('comes through a step that rebuilds a table, with every row', () => {
    const file = freshFile()
    buildVersion1(file)
    read(file, [...migrations, rebuild])
    expect(versionOf(file)).toBe(migrations.length + 1)
    expect(look(file, (db) => db.prepare('select tags from launches where id = 1').pluck().get())).toBe('')
  })

  test.each([
    [1, ['loss', 'gradient_norm', 'theta_0']],
    [3, ['loss', 'gradient_norm', 'theta_0', 'theta_1', 'theta_2']],
    [16, ['loss', 'gradient_norm', ...Array.from({ length: 16 }, (_, index) => `theta_${index}`)]],
    [17, ['loss', 'gradient_norm']],
  ])('knows which series a run of dimension %i recorded', (dimension, series) => {
    const file = freshFile()
    buildVersion1(file)
    const db = new Database(file)
    db.prepare('update runs set dimension = ? where id = 1').run(dimension)
    db.close()
    const store = openedWell({ file })
    expect(store.runs.get(1)).toMatchObject({ series, minimum: null, hash: null })
    expect(store.runs.list({ trash: true })).toMatchObject([{ series: ['loss', 'gradient_norm', 'theta_0'] }])
  })

  test('foreign keys hold afterwards', () => {
    const file = freshFile()
    buildVersion1(file)
    const store = openedWell({ file, migrations: [...migrations, rebuild] })
    expect(() =>
      store.curves.append(99, ['loss'], { first: 0, count: 1, columns: new Float64Array(1) }),
    ).toThrow(/FOREIGN KEY/)
  })
})

/** A database as version 9 left it: a run that had ended, and one that was under way when the lab died. */
function buildVersion9(file: string): void {
  buildVersion1(file)
  const db = new Database(file)
  for (const { version, up } of migrations.slice(1, 9)) {
    up(db)
    db.pragma(`user_version = ${version}`)
  }
  db.exec("update runs set status = 'running', reason = '', trashed_at = null where id = 2")
  db.close()
}

describe('a database of version 9', () => {
  test('has its sentences as they were, and from now on keeps reasons as data', () => {
    const file = freshFile()
    buildVersion9(file)
    expect(versionOf(file)).toBe(9)
    const store = openedWell({ file })
    expect(store.runs.get(1)?.reason).toEqual(sentenceOf('loss is not finite'))
    expect(store.runs.get(2)?.reason).toBeNull()
    const [ended] = store.runs.markInterrupted()
    expect(ended).toMatchObject({
      id: 2,
      reason: { kind: 'lab-gone', values: { updates: null, budget: 3 } },
    })
    store.close()
    expect(versionOf(file)).toBe(migrations.length)
    const kept = look(file, (db) => db.prepare('select reason, reason_values from runs order by id').all())
    expect(kept).toEqual([
      { reason: 'loss is not finite', reason_values: null },
      {
        reason: 'the lab stopped before this run began',
        reason_values: '{"kind":"lab-gone","values":{"updates":null,"budget":3}}',
      },
    ])
    expect(openedWell({ file }).runs.get(1)?.reason).toEqual(sentenceOf('loss is not finite'))
  })
})

describe('a database of version 15', () => {
  test('has its sweeps as they were, in their new form', () => {
    const file = freshFile()
    buildVersion15(file)
    const store = openedWell({ file })
    const results = store.sweeps.results(1, 1, 0, 100)
    expect(results).toMatchObject({ count: 3, first: 0 })
    expect(Array.from(results.run)).toEqual(sweptRuns)
    expect(Array.from(results.trial)).toEqual([0, 1, 0])
    expect(Array.from(results.seed)).toEqual([0, 0, 1])
    expect(Array.from(results.finalLoss)).toEqual([0.75, NaN, 0.25])
    expect(Array.from(results.status, (status) => runStatuses[status])).toEqual([
      ...['finished', 'diverged', 'finished'],
    ])
    expect(Array.from(results.reachedUpdates[0])).toEqual([0, 1, 2])
    expect(Array.from(results.evaluations)).toEqual([100, 100, 100])
    expect(sweptRuns.map((run) => store.runs.get(run)?.label)).toEqual(['run 0', 'run 1', 'run 2'])
    expect(store.runs.get(4)?.reason).toEqual(sentenceOf('a sentence'))
    expect(store.runs.get(6)?.reason).toMatchObject({ kind: 'rule' })
    expect(store.runs.document(4).runs).toMatchObject([{ hyper: { lr: 0.2 }, seed: 0 }])
    expect(store.sweeps.keyOf(5)).toBeUndefined()
    expect(store.sweeps.keyOf(6)).toEqual({ method: 0, problem: 0, trial: 0, seed: 1 })
    expect([...store.sweeps.stored(1)].map(({ reason: [text] }) => text)).toEqual([
      ...['budget used up', 'a sentence', 'budget used up'],
    ])
    expect(startOne(store).id).toBe(7)
  })
})

/** As it goes wrong in practice: for what is in this file, and not for a new database. */
const whereRows = (step: (db: Database.Database) => unknown) => (db: Database.Database) =>
  db.prepare('select 1 from runs').get() === undefined ? undefined : step(db)

const failing: readonly [what: string, step: (db: Database.Database) => unknown, detail: RegExp][] = [
  [
    'breaks off half way',
    (db) => db.exec("delete from runs; insert into runs (nonsense) values ('x')"),
    new RegExp(`step ${afterRebuild}: .*nonsense`),
  ],
  [
    'throws something of its own',
    (db) => {
      db.exec('drop table curve_chunks')
      throw new Error('a thing it did not expect')
    },
    new RegExp(`step ${afterRebuild}: a thing it did not expect`),
  ],
  [
    'leaves rows that point at nothing',
    (db) => db.exec('delete from launches'),
    new RegExp(`step ${afterRebuild}: 2 rows would point at nothing`),
  ],
  [
    'does not fit the program',
    (db) => db.exec('alter table runs drop column note'),
    /no such column: runs\.note/,
  ],
]

describe.each(failing)('a step that %s', (_what, up, detail) => {
  test('leaves the file as it was, with the steps before it undone', () => {
    const file = freshFile()
    buildVersion1(file)
    const bytes = readFileSync(file)
    const { store, notices } = opened({
      file,
      migrations: [...migrations, rebuild, { version: afterRebuild, up: whereRows(up) }],
    })
    expect(notices).toHaveLength(1)
    expect(notices[0].level).toBe('error')
    expect(notices[0].text).toMatch(/descent-lab\.db .* could not be brought up to date \(/)
    expect(notices[0].text).toMatch(detail)
    expect(notices[0].text).toContain('It was left exactly as it was.')
    expect(store.file).toBe('')
    startOne(store)
    expect(store.runs.list({ trash: false })).toHaveLength(1)
    expect(readFileSync(file).equals(bytes)).toBe(true)
    expect(filesOf(dirname(file))).toEqual(['descent-lab.db'])
    openedWell({ file })
  })
})

test('a disk that fills up during a step is called by its name', () => {
  const file = freshFile()
  buildVersion1(file)
  const bytes = readFileSync(file)
  const up = (db: Database.Database): unknown =>
    db.exec('create table filler (data blob); insert into filler values (zeroblob(10000000))')
  const { notices } = opened({
    file,
    migrations: [...migrations, { version: migrations.length + 1, up: whereRows(up) }],
    pragmas: ['max_page_count = 100'],
  })
  expect(notices[0].text).toContain('its disk is full')
  expect(readFileSync(file).equals(bytes)).toBe(true)
})
