import { readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { openStore, type Store } from '../../../../src/main/store'
import { contentsOf } from '../../../../src/main/store/open/contents'
import {
  experiment,
  freshFile,
  freshFolder,
  look,
  names,
  opened,
  openedWell,
  points,
  start,
  startOne,
} from '../support/fixtures'

const hour = 60 * 60 * 1_000
const begin = Date.UTC(2026, 10, 23, 17, 5, 9)

/** A store whose clock the test turns. */
function clocked(file = freshFile()) {
  let time = begin
  const store = openedWell({ file, now: () => time })
  const folder = join(dirname(file), 'backups')
  return { store, file, folder, set: (to: number) => (time = to), kept: () => readdirSync(folder).sort() }
}

function runsIn(backup: string): number {
  const db = new Database(backup, { readonly: true })
  onTestFinished(() => void db.close())
  expect(db.pragma('quick_check', { simple: true })).toBe('ok')
  expect(db.pragma('application_id', { simple: true })).toBe(0x444c6162)
  return db.prepare<[], number>('select count(*) from runs').pluck().get() ?? -1
}

/** Those that have not been purged. */
const runsThere = (backup: string): number => look(backup, (db) => contentsOf(db)?.runs ?? -1)

test('a backup is a database in one file, with what was stored until then', async () => {
  const { store, folder, kept } = clocked()
  const { id } = startOne(store)
  store.curves.append(id, names, points(0, 20_000))
  await store.backup()
  startOne(store)
  expect(kept()).toEqual(['descent-lab.2026-11-23T17-05-09.db'])
  expect(runsIn(join(folder, kept()[0]))).toBe(1)
  expect(kept()).toHaveLength(1)
})

test('two are kept, the newest', async () => {
  const { store, folder, set, kept } = clocked()
  for (const hours of [0, 1, 2, 3]) {
    set(begin + hours * hour)
    startOne(store)
    await store.backup()
    expect(kept().length).toBe(Math.min(2, hours + 1))
  }
  expect(kept()).toEqual(['descent-lab.2026-11-23T19-05-09.db', 'descent-lab.2026-11-23T20-05-09.db'])
  expect(kept().map((name) => runsIn(join(folder, name)))).toEqual([3, 4])
})

test('the newest stays even if a wrong clock dated the others later', async () => {
  const { store, set, kept } = clocked()
  for (const time of [begin + 9_000 * hour, begin + 9_001 * hour, begin]) {
    set(time)
    await store.backup()
  }
  expect(kept()).toContain('descent-lab.2026-11-23T17-05-09.db')
  expect(kept()).toHaveLength(2)
})

test('one that a wrong clock dated later than now is not taken for the newest', async () => {
  const { store, file, set } = clocked()
  for (const [time, runs] of [
    [begin + 9_000 * hour, 1],
    [begin, 2],
  ]) {
    set(time)
    startOne(store)
    expect(store.runs.list({ trash: false })).toHaveLength(runs)
    await store.backup()
  }
  store.close()
  rmSync(file)
  const { store: next } = opened({ file, now: () => begin + hour })
  expect(next.runs.list({ trash: false })).toHaveLength(2)
})

test('where a clock was set back to the second of a backup, that stays', async () => {
  const { store, folder, kept } = clocked()
  const { runs } = start(store)
  await store.backup()
  store.runs.trash([runs[0].id])
  store.runs.purge([runs[0].id])
  await store.backup()
  expect(kept().map((name) => runsThere(join(folder, name)))).toEqual([2, 1])
})

test('none is made where the newest is young enough', async () => {
  const { store, set, kept } = clocked()
  await store.backup({ olderThan: 24 * hour })
  set(begin + 23 * hour)
  await store.backup({ olderThan: 24 * hour })
  expect(kept()).toHaveLength(1)
  set(begin + 24 * hour)
  await store.backup({ olderThan: 24 * hour })
  expect(kept()).toHaveLength(2)
  set(begin - hour)
  await store.backup({ olderThan: 24 * hour })
  expect(kept()).toContain('descent-lab.2026-11-23T16-05-09.db')
})

test('asked for twice at once, one is made', async () => {
  const { store, kept } = clocked()
  await Promise.all([store.backup(), store.backup()])
  expect(kept()).toHaveLength(1)
})

test('work goes on meanwhile, and another store writes too', async () => {
  const { store, file, folder, kept } = clocked()
  const { id } = startOne(store)
  store.curves.append(id, names, points(0, 1_000_000))
  const other = openedWell({ file })
  const otherRun = startOne(other).id
  let done = false
  const backup = store.backup().then(() => (done = true))
  for (let batch = 0; !done; batch++) {
    store.curves.append(id, names, points(1_000_000 + batch * 10, 10))
    other.curves.append(otherRun, names, points(batch * 10, 10))
    await new Promise(setImmediate)
  }
  await backup
  expect(runsIn(join(folder, kept()[0]))).toBe(2)
  expect(store.curves.count(id)).toBeGreaterThan(1_000_000)
})

test('a copy that is not sound replaces nothing, and leaves nothing behind', async () => {
  const { store, file, set, kept } = clocked()
  startOne(store)
  store.curves.append(1, names, points(0, 20_000))
  for (const hours of [0, 1]) {
    set(begin + hours * hour)
    await store.backup()
  }
  store.checkpoint()
  const before = kept()
  const bytes = readFileSync(file)
  bytes.fill(0xff, 8_192 * 8, 8_192 * 12)
  writeFileSync(file, bytes)
  set(begin + 2 * hour)
  const damaged = reopenedUnchecked(store, file)
  await expect(damaged.backup()).rejects.toThrow(/could not be backed up/)
  expect(kept()).toEqual(before)
})

/** The same database through the store that is open on it, its pages forgotten. */
function reopenedUnchecked(store: Store, file: string): Store {
  // A second connection's write makes the first drop the pages it has in mind.
  const db = new Database(file)
  db.prepare('insert into sessions (pid, started_at, heartbeat_at) values (1, 1, 1)').run()
  db.close()
  return store
}

test('where there is no room for backups the promise says so', async () => {
  const { store, folder } = clocked()
  writeFileSync(folder, 'a file where the folder should be')
  await expect(store.backup()).rejects.toThrow(
    /descent-lab\.db could not be backed up \(.*\); the older backups are still there/,
  )
  startOne(store)
})

test('one that holds more is not displaced, until another holds as much', async () => {
  const { store, folder, set, kept } = clocked()
  const { runs } = start(store)
  store.curves.append(runs[0].id, names, points(0, 1_000))
  await store.backup()
  const all = runs.map(({ id }) => id)
  store.runs.trash(all)
  store.runs.purge(all)
  while (store.runs.discard(100));
  for (const hours of [1, 2, 3, 4]) {
    set(begin + hours * hour)
    await store.backup()
  }
  expect(kept().map((name) => runsIn(join(folder, name)))).toEqual([2, 0, 0])
  start(store)
  startOne(store)
  set(begin + 5 * hour)
  await store.backup()
  expect(kept().map((name) => runsIn(join(folder, name)))).toEqual([0, 3])
})

test('databases in one folder do not take each other for their own backups', async () => {
  const folder = freshFolder()
  const a = openedWell({ file: join(folder, 'descent-lab.db'), now: () => begin })
  const b = openedWell({ file: join(folder, 'descent-lab.two.db'), now: () => begin + hour })
  start(b, experiment('In b'))
  await a.backup()
  await b.backup()
  a.close()
  writeFileSync(join(folder, 'descent-lab.db'), 'damaged')
  const { store, notices } = openStore({ file: join(folder, 'descent-lab.db') })
  expect(notices[0].text).toContain('The backup of 23 November 2026')
  expect(store.runs.list({ trash: false })).toEqual([])
  store.close()
})
