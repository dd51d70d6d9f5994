import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs'
import { randomBytes } from 'node:crypto'
import { basename, dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { openSecondConnection, openStore } from '../../../../src/main/store'
import { migrations } from '../../../../src/main/store/migrations'
import {
  experiment,
  filesOf,
  freshFile,
  freshFolder,
  names,
  opened,
  openedWell,
  points,
  start,
  startOne,
} from '../support/fixtures'

const now = (): number => Date.UTC(2026, 10, 23, 17, 5, 9)
const day = 24 * 60 * 60 * 1_000
const aside = 'descent-lab.damaged-2026-11-23T17-05-09.db'

/** A closed database with a run and its curve in it. */
function withRuns(file = freshFile()): string {
  const store = openedWell({ file })
  const { session, runs } = start(store)
  store.curves.append(runs[0].id, names, points(0, 20_000))
  store.sessions.end(session)
  store.close()
  return file
}

async function withBackup(): Promise<string> {
  const file = withRuns()
  const store = openedWell({ file, now: () => now() - day })
  await store.backup()
  start(store, experiment('After the backup'))
  store.close()
  return file
}

/** Writes noise over pages in the middle; the header stays good. */
function scramble(file: string): Buffer {
  const bytes = readFileSync(file)
  randomBytes(6 * 8_192).copy(bytes, 8_192)
  writeFileSync(file, bytes)
  return bytes
}

const usable = (file: string): void => {
  const store = openedWell({ file })
  start(store, experiment('Still works'))
  expect(store.runs.list({ trash: false })[0].experimentName).toBe('Still works')
  store.close()
}

describe('a database that is well', () => {
  test('a new one is made, folders included, without a word', () => {
    const file = join(freshFolder(), 'a', 'b', 'descent-lab.db')
    const { store, notices } = opened({ file })
    expect(notices).toEqual([])
    expect(store.file).toBe(file)
    expect(store.runs.list({ trash: false })).toEqual([])
  })

  test('what was stored is there after it is opened again', () => {
    const file = withRuns()
    const store = openedWell({ file })
    const runs = store.runs.list({ trash: false })
    expect(runs.map(({ label }) => label)).toEqual(['GD', 'Adam'])
    expect(store.curves.count(runs[0].id)).toBe(20_000)
  })

  test('is marked as ours, in WAL mode, with references on', () => {
    const file = freshFile()
    openedWell({ file })
    const db = new Database(file, { readonly: true })
    onTestFinished(() => void db.close())
    expect(db.pragma('application_id', { simple: true })).toBe(0x444c6162)
    expect(db.pragma('user_version', { simple: true })).toBe(migrations.length)
    expect(db.pragma('journal_mode', { simple: true })).toBe('wal')
    expect(readFileSync(file).readUInt32BE(68)).toBe(0x444c6162)
  })

  test('closed, it is one file', () => {
    const file = withRuns()
    expect(filesOf(dirname(file))).toEqual(['descent-lab.db'])
  })

  test('a log left by a process that was killed is read', () => {
    const file = freshFile()
    const store = openedWell({ file })
    const run = startOne(store)
    store.curves.append(run.id, names, points(0, 5_000))
    const copy = freshFile()
    for (const suffix of ['', '-wal']) copyFileSync(file + suffix, copy + suffix)
    const reopened = openedWell({ file: copy })
    expect(reopened.curves.count(run.id)).toBe(5_000)
  })

  test('one whose making was cut short is made to the end', () => {
    const file = freshFile()
    new Database(file).exec('pragma application_id = 0x444c6162').close()
    usable(file)
  })

  test('a change that was cut short before the log was on is undone', () => {
    const source = withRuns()
    const writer = new Database(source)
    onTestFinished(() => void writer.close())
    writer.exec('pragma journal_mode = delete; pragma cache_size = 1; begin; delete from curve_chunks')
    const file = freshFile()
    for (const suffix of ['', '-journal']) copyFileSync(source + suffix, file + suffix)
    expect(readFileSync(file).equals(readFileSync(source))).toBe(true)
    const store = openedWell({ file })
    expect(store.curves.count(store.runs.list({ trash: false })[0].id)).toBe(20_000)
    expect(existsSync(`${file}-journal`)).toBe(false)
  })

  test('in memory, on request', async () => {
    const { store, notices } = opened({ file: ':memory:' })
    expect(notices).toEqual([])
    expect(store.file).toBe('')
    startOne(store)
    expect(store.runs.list({ trash: false })).toHaveLength(1)
    await store.backup()
    store.checkpoint()
  })

  test('may be closed twice', () => {
    const store = openedWell({ file: freshFile() })
    store.close()
    store.close()
  })
})

const spoilt: readonly [what: string, spoil: (file: string) => void, complaint: RegExp][] = [
  ['a text file', (file) => writeFileSync(file, 'x,y\n1,2\n'.repeat(100)), /is not a database/],
  ['a file of a few bytes', (file) => writeFileSync(file, 'SQLite format 3\0'), /is not a database/],
  ['noise in the middle', scramble, /is damaged[.;]/],
  [
    'a file cut short',
    (file) => writeFileSync(file, readFileSync(file).subarray(0, 8_192 * 10 + 100)),
    /is damaged[.;]/,
  ],
  ['a file without its last byte', (file) => truncateSync(file, statSync(file).size - 1), /is damaged[.;]/],
  [
    'a missing table',
    (file) => new Database(file).exec('pragma foreign_keys = off; drop table launches').close(),
    /is damaged \(a table or a column is missing\)/,
  ],
  [
    "another program's database",
    (file) => new Database(file).exec('pragma application_id = 77').close(),
    /belongs to another program/,
  ],
]

describe.each(spoilt)('%s', (_what, spoil, complaint) => {
  test('is set aside unchanged, and the lab starts anew with a word about it', () => {
    const file = withRuns()
    spoil(file)
    const bytes = readFileSync(file)
    const { store, notices } = opened({ file, now })
    expect(notices).toHaveLength(1)
    expect(notices[0].text).toMatch(complaint)
    expect(notices[0].text).toContain('descent-lab.db')
    expect(notices[0].text).toContain(aside)
    expect(notices[0].text).toContain('new, empty database')
    expect(notices[0].level).toBe('error')
    expect(readFileSync(join(dirname(file), aside)).equals(bytes)).toBe(true)
    expect(store.file).toBe(file)
    expect(store.runs.list({ trash: false })).toEqual([])
    store.close()
    usable(file)
  })

  test('is replaced by the newest backup, which stays', async () => {
    const file = await withBackup()
    const [backup] = readdirSync(join(dirname(file), 'backups'))
    spoil(file)
    const bytes = readFileSync(file)
    const { store, notices } = opened({ file, now })
    expect(notices).toHaveLength(1)
    expect(notices[0].level).toBe('warning')
    expect(notices[0].text).toMatch(complaint)
    expect(notices[0].text).toContain('backup of 22 November 2026')
    expect(notices[0].text).toContain(backup)
    expect(store.runs.list({ trash: false }).map(({ experimentName }) => experimentName)).toEqual([
      'Two ways down',
      'Two ways down',
    ])
    expect(store.curves.count(store.runs.list({ trash: false })[0].id)).toBe(20_000)
    expect(readFileSync(join(dirname(file), aside)).equals(bytes)).toBe(true)
    expect(readdirSync(join(dirname(file), 'backups'))).toEqual([backup])
    store.close()
    usable(file)
  })

  test('is not touched where recovering was not asked for', () => {
    const file = withRuns()
    spoil(file)
    const bytes = readFileSync(file)
    expect(() => openStore({ file, onTrouble: 'refuse' })).toThrow(complaint)
    expect(readFileSync(file).equals(bytes)).toBe(true)
    expect(filesOf(dirname(file)).filter((name) => name.includes('damaged'))).toEqual([])
  })
})

describe('setting aside', () => {
  test('takes the log with it', () => {
    const source = freshFile()
    const store = openedWell({ file: source })
    store.curves.append(startOne(store).id, names, points(0, 5_000))
    const file = freshFile()
    copyFileSync(source, file)
    copyFileSync(`${source}-wal`, `${file}-wal`)
    writeFileSync(file, 'not a database any more')
    const log = readFileSync(`${file}-wal`)
    const { notices } = opened({ file, now })
    expect(notices).toHaveLength(1)
    expect(readFileSync(join(dirname(file), `${aside}-wal`)).equals(log)).toBe(true)
    expect(readFileSync(join(dirname(file), aside), 'utf8')).toBe('not a database any more')
  })

  test('never overwrites what was set aside before', () => {
    const file = freshFile()
    for (const text of ['first', 'second', 'third']) {
      writeFileSync(file, text)
      opened({ file, now }).store.close()
    }
    const kept = filesOf(dirname(file)).filter((name) => name.includes('damaged'))
    expect(kept.map((name) => readFileSync(join(dirname(file), name), 'utf8')).sort()).toEqual([
      'first',
      'second',
      'third',
    ])
  })

  test('passes over a damaged backup to the one before it', async () => {
    const file = withRuns()
    const store = openedWell({ file, now: () => now() - 2 * day })
    await store.backup()
    store.close()
    const later = openedWell({ file, now: () => now() - day })
    start(later, experiment('Later'))
    await later.backup()
    later.close()
    const backups = join(dirname(file), 'backups')
    scramble(join(backups, 'descent-lab.2026-11-22T17-05-09.db'))
    scramble(file)
    const { store: restored, notices } = opened({ file, now })
    expect(notices[0].text).toContain('backup of 21 November 2026')
    expect(restored.runs.list({ trash: false })).toHaveLength(2)
  })
})

describe('an empty file', () => {
  test('is used, with a word about it', () => {
    const file = freshFile()
    writeFileSync(file, '')
    const { store, notices } = opened({ file, now })
    expect(notices).toHaveLength(1)
    expect(notices[0].text).toContain('descent-lab.db')
    expect(notices[0].text).toContain('is empty (0 bytes)')
    expect(store.file).toBe(file)
    store.close()
    usable(file)
  })

  test('is used even by whoever refuses trouble: there is nothing in it to lose', () => {
    const file = freshFile()
    writeFileSync(file, '')
    expect(openStore({ file, onTrouble: 'refuse' }).store.file).toBe(file)
  })

  test.each(['emptied', 'gone'])(
    'where there was a database with backups: %s, it is restored',
    async (how) => {
      const file = await withBackup()
      if (how === 'emptied') writeFileSync(file, '')
      else rmSync(file)
      const { store, notices } = opened({ file, now })
      expect(notices).toHaveLength(1)
      expect(notices[0].text).toContain('backup of 22 November 2026')
      expect(store.runs.list({ trash: false })).toHaveLength(2)
    },
  )

  test('with a log beside it keeps the log', () => {
    const source = freshFile()
    startOne(openedWell({ file: source }))
    const file = freshFile()
    writeFileSync(file, '')
    copyFileSync(`${source}-wal`, `${file}-wal`)
    const log = readFileSync(`${file}-wal`)
    const { notices } = opened({ file, now })
    expect(notices[0].text).toContain(aside)
    expect(readFileSync(join(dirname(file), `${aside}-wal`)).equals(log)).toBe(true)
  })
})

describe('one of ours without tables', () => {
  /** As a connection leaves it that was to read what is there, and found nothing. */
  function bare(file: string): Buffer {
    rmSync(file)
    new Database(file).exec('pragma application_id = 0x444c6162; pragma journal_mode = wal').close()
    return readFileSync(file)
  }

  test('where there are backups is damage: it is set aside and the backup put back', async () => {
    const file = await withBackup()
    const bytes = bare(file)
    const { store, notices } = opened({ file, now })
    expect(notices).toHaveLength(1)
    expect(notices[0].text).toContain('is damaged (it has no tables)')
    expect(notices[0].text).toContain('backup of 22 November 2026')
    expect(store.runs.list({ trash: false })).toHaveLength(2)
    expect(readFileSync(join(dirname(file), aside)).equals(bytes)).toBe(true)
  })

  test('is refused by whoever refuses trouble', async () => {
    const file = await withBackup()
    const bytes = bare(file)
    expect(() => openStore({ file, onTrouble: 'refuse' })).toThrow(/is damaged \(it has no tables\)/)
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  test('as a backup is passed over', async () => {
    const file = await withBackup()
    const backups = join(dirname(file), 'backups')
    copyFileSync(file, join(backups, 'descent-lab.2026-11-23T10-00-00.db'))
    bare(join(backups, 'descent-lab.2026-11-23T10-00-00.db'))
    rmSync(file)
    const { store, notices } = opened({ file, now })
    expect(notices[0].text).toContain('backup of 22 November 2026')
    expect(store.runs.list({ trash: false })).toHaveLength(2)
  })
})

test('a backup with something in it goes before a newer one with nothing', async () => {
  const file = await withBackup()
  const empty = join(dirname(file), 'backups', 'descent-lab.2026-11-23T10-00-00.db')
  openedWell({ file: empty }).close()
  rmSync(file)
  const { store } = opened({ file, now })
  expect(store.runs.list({ trash: false })).toHaveLength(2)
})

describe('another connection to an open database', () => {
  test('makes no file where there is none any more', () => {
    const file = withRuns()
    const { whereabouts } = openedWell({ file })
    for (const suffix of ['', '-wal', '-shm']) rmSync(file + suffix)
    expect(() => openSecondConnection(whereabouts)).toThrow()
    expect(readdirSync(dirname(file))).toEqual([])
  })

  test('does not take another file for it', () => {
    const file = withRuns()
    const { whereabouts } = openedWell({ file })
    const bytes = readFileSync(withRuns(`${file}-other`))
    rmSync(file)
    renameSync(`${file}-other`, file)
    expect(() => openSecondConnection(whereabouts)).toThrow(/is not the file it was/)
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  test('sees what the first one stores', () => {
    const first = openedWell({ file: freshFile() })
    const beside = openSecondConnection(first.whereabouts)
    startOne(first)
    expect(beside.runs.list({ trash: false })).toHaveLength(1)
    beside.close()
  })
})

describe('a database from a newer version', () => {
  test('is not touched; the lab works in memory and says so', async () => {
    const file = await withBackup()
    new Database(file).exec('pragma user_version = 99').close()
    const bytes = readFileSync(file)
    const { store, notices } = opened({ file, now })
    expect(notices).toHaveLength(1)
    expect(notices[0].text).toContain(
      `newer version of Descent Lab (its format is number 99, this version knows ${migrations.length})`,
    )
    expect(store.file).toBe('')
    startOne(store)
    await store.backup()
    store.close()
    expect(readFileSync(file).equals(bytes)).toBe(true)
    expect(filesOf(dirname(file))).toEqual(['descent-lab.db'])
  })

  test('is seen when only its log says so', () => {
    const file = withRuns()
    const newer = new Database(file)
    onTestFinished(() => void newer.close())
    newer.pragma('user_version = 99')
    expect(readFileSync(file).readUInt32BE(60)).toBe(migrations.length)
    const { store, notices } = opened({ file, now })
    expect(notices[0].text).toContain('newer version')
    expect(store.file).toBe('')
    expect(newer.pragma('user_version', { simple: true })).toBe(99)
  })
})

describe('where nothing can be written', () => {
  test('earlier runs are shown, new ones are not kept', () => {
    const file = withRuns()
    const bytes = readFileSync(file)
    const temporary = freshFolder()
    for (const name of ['TMPDIR', 'TEMP', 'TMP']) vi.stubEnv(name, temporary)
    onTestFinished(() => void vi.unstubAllEnvs())
    const { store, notices } = opened({ file, now, pragmas: ['query_only = 1'] })
    expect(notices).toHaveLength(1)
    expect(notices[0].title).toBe("Runs can't be kept in this session")
    expect(notices[0].text).toContain('descent-lab.db in ' + dirname(file) + " can't be written")
    expect(notices[0].text).toContain('Your earlier runs are shown')
    expect(store.file).toBe('')
    expect(store.runs.list({ trash: false })).toHaveLength(2)
    startOne(store)
    expect(store.runs.list({ trash: false })).toHaveLength(3)
    expect(readdirSync(temporary)).toHaveLength(1)
    store.close()
    expect(readdirSync(temporary)).toEqual([])
    expect(readFileSync(file).equals(bytes)).toBe(true)
  })

  test('a folder that is a file', () => {
    const folder = freshFolder()
    writeFileSync(join(folder, 'notes.txt'), 'mine')
    const { store, notices } = opened({ file: join(folder, 'notes.txt', 'descent-lab.db') })
    expect(notices).toHaveLength(1)
    expect(notices[0].text).toContain("can't be written")
    startOne(store)
    expect(readFileSync(join(folder, 'notes.txt'), 'utf8')).toBe('mine')
  })

  test('a file that is a folder', () => {
    const file = freshFile()
    mkdirSync(file)
    const { store, notices } = opened({ file })
    expect(notices).toHaveLength(1)
    expect(notices[0].text).toContain("can't be written")
    startOne(store)
    expect(existsSync(file)).toBe(true)
  })

  test('a file that another program keeps locked', () => {
    const file = withRuns()
    const other = new Database(file)
    onTestFinished(() => void other.close())
    other.exec('begin immediate')
    const { store, notices } = opened({ file, pragmas: ['busy_timeout = 1'] })
    expect(notices[0].text).toContain('is kept locked by another program')
    expect(store.file).toBe('')
  })
})

describe('a full disk', () => {
  test('a database that can not be made: in memory, with a word about it', () => {
    const file = freshFile()
    const { store, notices } = opened({ file, pragmas: ['max_page_count = 3'] })
    expect(notices).toHaveLength(1)
    expect(notices[0].text).toContain('its disk is full')
    expect(notices[0].text).toContain('Make room on the disk')
    expect(store.file).toBe('')
    startOne(store)
    expect(readdirSync(dirname(file))).toEqual([])
  })

  test('and once there is room again, the file is used', () => {
    const file = freshFile()
    opened({ file, pragmas: ['max_page_count = 3'] }).store.close()
    usable(file)
  })

  test('later on: the write fails with a sentence, what was stored stays and can be read', () => {
    const file = withRuns()
    const { store, notices } = opened({ file, pragmas: ['max_page_count = 150'] })
    expect(notices).toEqual([])
    const run = startOne(store)
    store.curves.append(run.id, names, points(0, 1_000))
    const more = points(1_000, 100_000)
    // Nothing that could be packed.
    for (let i = 0; i < more.columns.length; i++) more.columns[i] = Math.sin(i * i)
    expect(() => store.curves.append(run.id, names, more)).toThrow(
      /the disk with descent-lab\.db is full: make room/,
    )
    expect(store.curves.count(run.id)).toBe(1_000)
    expect(store.runs.list({ trash: false })).toHaveLength(3)
    store.close()
    expect(openedWell({ file }).curves.count(run.id)).toBe(1_000)
  })

  test('when the backup is put back: the backup and the damaged file are both still there', async () => {
    const file = await withBackup()
    const backups = readdirSync(join(dirname(file), 'backups'))
    const bytes = scramble(file)
    const { store, notices } = opened({ file, now, pragmas: ['query_only = 1'] })
    expect(notices).toHaveLength(1)
    expect(notices[0].text).toContain('is damaged')
    expect(notices[0].text).toContain('could not be put in its place')
    expect(store.file).toBe('')
    expect(store.runs.list({ trash: false })).toHaveLength(2)
    expect(readFileSync(join(dirname(file), aside)).equals(bytes)).toBe(true)
    expect(readdirSync(join(dirname(file), 'backups'))).toEqual(backups)
  })
})

test.each([505, 600, 2_000])('a path of %i characters is called too long, not forbidden', (length) => {
  let folder = freshFolder()
  while (folder.length + 120 < length) folder = join(folder, 'd'.repeat(100))
  mkdirSync(folder, { recursive: true })
  const file = join(folder, 'f'.repeat(length - folder.length - 1))
  const { store, notices } = opened({ file })
  expect(notices).toHaveLength(1)
  expect(notices[0].text).toContain(`has too long a path (${length} characters; the limit is 504)`)
  expect(notices[0].text).toContain('Start the lab with another folder')
  expect(store.file).toBe('')
  expect(readdirSync(folder)).toEqual([])
})

test('a path of 504 characters is not', () => {
  let folder = freshFolder()
  while (folder.length + 120 < 504) folder = join(folder, 'd'.repeat(100))
  usable(join(folder, 'f'.repeat(503 - folder.length)))
})

test('notices are plain sentences', () => {
  const file = freshFile()
  writeFileSync(file, 'nothing')
  const { notices } = opened({ file, now })
  expect(notices[0].text).toBe(
    `${basename(file)} in ${dirname(file)} is not a database. ` +
      `It was kept as ${aside} in the same folder. ` +
      'There is no backup to use, so the lab starts with a new, empty database.',
  )
})
