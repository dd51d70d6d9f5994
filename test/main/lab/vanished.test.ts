import { spawnSync } from 'node:child_process'
import {
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import type { AppInfo, RunRecord } from '../../../src/main/contract'
import { bytesOf, curveOf } from '../../support/curves'
import { documentWith, experimentWith, noStops, plansOf } from '../../support/experiments'
import { OpenLab, freshFile, freshFolder } from './support/open-lab'

const sidecars = ['', '-wal', '-shm']
/** More updates than any test waits for. */
const endless = {
  iterations: 5_000_000,
  record: { every: 1 },
  runs: [
    { optimizer: 'gd', hyper: { lr: 1 } },
    { optimizer: 'gd', hyper: { lr: 0.5 } },
  ],
  stop: noStops,
}

/** A lab with a backup of one ended run, and two that have been taken so many updates far. */
async function busyLab(file = freshFile()) {
  const before = await OpenLab.open(file)
  const [ended] = await before.start(documentWith())
  await before.ended([ended])
  await before.lab.close()
  const opened = await OpenLab.open(file)
  const runs = await opened.start(documentWith(endless), true)
  await step(opened, runs, 0)
  const backups = join(dirname(file), 'backups')
  return { file, opened, ended, runs, backups, kept: readdirSync(backups) }
}

/** Updates taken at a time. */
const steps = 300

async function step(opened: OpenLab, runs: readonly number[], from: number): Promise<void> {
  for (const run of runs) {
    await opened.paused(run, from)
    await opened.step(run, steps)
    await opened.paused(run, from + steps)
  }
}

const deleted = (file: string): void => sidecars.forEach((suffix) => rmSync(file + suffix, { force: true }))

/** Waits until everything has been saved. */
const saved = (opened: OpenLab): Promise<AppInfo & { savedAs: string }> =>
  opened.untilInfo((info): info is AppInfo & { savedAs: string } => info.savedAs !== null)

/** Every run goes on, is stopped, and has the very points it must have. */
async function expectGoingOn(opened: OpenLab, runs: readonly number[]): Promise<readonly RunRecord[]> {
  await step(opened, runs, steps)
  await opened.control(runs, 'cancel')
  const records = await opened.ended(runs)
  expect(records.map(({ status, points }) => [status, points])).toEqual(
    runs.map(() => ['cancelled', 2 * steps + 1]),
  )
  await expectCurves(opened, records)
  return records
}

async function expectCurves(opened: OpenLab, records: readonly RunRecord[]): Promise<void> {
  for (const [index, { id, iterations, points }] of records.entries()) {
    const curve = await opened.curve(id)
    expect(curve).toHaveLength(points)
    const short = experimentWith({ ...endless, iterations })
    expect(bytesOf(curve)).toEqual(bytesOf(curveOf(plansOf(short)[index])))
  }
}

describe('the database is deleted while runs are going', () => {
  test('it is said at once, nothing is lost, and the next start has it all', async () => {
    const { file, opened, ended, runs, backups, kept } = await busyLab()
    deleted(file)
    const { savedAs, database, notices } = await saved(opened)
    expect(database).toBe(savedAs)
    expect(dirname(savedAs)).toBe(dirname(file))
    expect(notices).toHaveLength(1)
    expect(notices[0]).toMatchObject({ level: 'error', title: 'The database has vanished' })
    expect(notices[0].text).toContain(`was deleted or moved away while the lab was open`)
    expect(notices[0].text).toContain(basename(savedAs))
    const records = await expectGoingOn(opened, runs)
    await opened.lab.close()
    expect(existsSync(file)).toBe(false)
    expect(readdirSync(backups)).toEqual(kept)

    const again = await OpenLab.open(file)
    const info = await again.call('app.info', {})
    expect(info).toMatchObject({ database: file, savedAs: null })
    expect(info.notices.map(({ title }) => title)).toEqual(['Your runs are back'])
    expect((await again.call('runs.list', {})).map(({ id }) => id)).toEqual([...runs, ended])
    await expectCurves(again, records)
    expect(existsSync(savedAs)).toBe(false)
    expect(existsSync(file)).toBe(true)
    for (const name of kept) expect(readdirSync(backups)).toContain(name)
  })

  test('closed in the same moment, it is saved all the same', async () => {
    const { file, opened, ended, runs } = await busyLab()
    deleted(file)
    await opened.lab.close()
    expect(existsSync(file)).toBe(false)
    const again = await OpenLab.open(file)
    const records = await again.call('runs.list', {})
    expect(records.map(({ id, status }) => [id, status])).toEqual([
      ...runs.map((run) => [run, 'interrupted']),
      [ended, 'finished'],
    ])
    await expectCurves(again, records.slice(0, 2))
  })

  test('twice over: what was saved is saved again', async () => {
    const { file, opened, runs } = await busyLab()
    deleted(file)
    const first = await saved(opened)
    await opened.call('app.goOn', { keep: true })
    deleted(first.savedAs)
    const second = await saved(opened)
    await expectGoingOn(opened, runs)
    await opened.lab.close()
    expect(existsSync(second.savedAs)).toBe(true)
  })

  test('while points are coming in: none is lost', async () => {
    const { file, opened, runs } = await busyLab()
    await opened.control(runs, 'resume')
    for (const run of runs) await opened.until(run, ({ points }) => points > 10 * steps)
    deleted(file)
    await saved(opened)
    for (const run of runs) {
      const points = opened.story(run).at(-1)?.points ?? 0
      await opened.until(run, (record) => record.points > points)
    }
    await opened.control(runs, 'cancel')
    const records = await opened.ended(runs)
    expect(records.map(({ status }) => status)).toEqual(['cancelled', 'cancelled'])
    await opened.lab.close()
    const again = await OpenLab.open(file)
    for (const { id, points, recordEvery } of records) {
      expect(recordEvery).toBe(1)
      const last = await again.call('curves.read', {
        runs: [{ run: id, first: points - 1 }],
        series: ['loss'],
      })
      expect(last).toMatchObject([{ count: 1, total: points }])
    }
  })

  test('with nothing going, too', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file)
    const [run] = await opened.start(documentWith())
    await opened.ended([run])
    deleted(file)
    await saved(opened)
    await opened.lab.close()
    const again = await OpenLab.open(file)
    expect(await again.call('runs.list', {})).toHaveLength(1)
  })
})

describe('the person chooses', () => {
  test('to go on in the saved file: it is asked no more', async () => {
    const { file, opened, runs } = await busyLab()
    deleted(file)
    const { savedAs } = await saved(opened)
    const info = await opened.call('app.goOn', { keep: true })
    expect(info).toMatchObject({ database: savedAs, savedAs: null })
    await expectGoingOn(opened, runs)
    await expect(opened.call('app.goOn', { keep: false })).rejects.toMatchObject({ kind: 'conflict' })
  })

  test('to keep no more: runs go on, the saved file stays as it is by then', async () => {
    const { file, opened, runs } = await busyLab()
    const temporary = freshFolder()
    vi.stubEnv('TMPDIR', temporary)
    onTestFinished(() => void vi.unstubAllEnvs())
    deleted(file)
    const { savedAs } = await saved(opened)
    const info = await opened.call('app.goOn', { keep: false })
    expect(info).toMatchObject({ database: '', savedAs: null })
    expect(info.notices[0].title).toBe('Nothing more is kept in this session')
    const size = statSync(savedAs).size
    await expectGoingOn(opened, runs)
    expect(statSync(savedAs).size).toBe(size)
    expect(readdirSync(temporary)).toHaveLength(1)
    await opened.lab.close()
    expect(readdirSync(temporary)).toEqual([])
    const again = await OpenLab.open(file)
    const records = (await again.call('runs.list', {})).filter(({ id }) => runs.includes(id))
    expect(records.map(({ points }) => points)).toEqual([steps + 1, steps + 1])
  })
})

test('replaced by another file: that one is left alone, and the next start tells of both', async () => {
  const elsewhere = freshFile()
  const other = await OpenLab.open(elsewhere)
  const [theirs] = await other.start(documentWith({ name: 'The other' }))
  await other.ended([theirs])
  await other.lab.close()
  const bytes = readFileSync(elsewhere)

  const { file, opened, runs } = await busyLab()
  renameSync(elsewhere, file)
  const { savedAs, notices } = await saved(opened)
  expect(notices[0].text).toContain('was replaced by another file while the lab was open')
  const records = await expectGoingOn(opened, runs)
  await opened.lab.close()
  expect(readFileSync(file).equals(bytes)).toBe(true)

  const again = await OpenLab.open(file)
  const info = await again.call('app.info', {})
  expect(info.notices).toHaveLength(1)
  expect(info.notices[0].text).toContain(basename(savedAs))
  expect((await again.call('runs.list', {})).map(({ experimentName }) => experimentName)).toEqual([
    'The other',
  ])
  await again.lab.close()
  // What the notice says one may do.
  deleted(file)
  renameSync(savedAs, file)
  const back = await OpenLab.open(file)
  await expectCurves(back, records)
  expect((await back.call('app.info', {})).notices).toEqual([])
})

test('its folder is renamed: it is saved where the folder was', async () => {
  const { file, opened, runs } = await busyLab(join(freshFolder(), 'data', 'lab.sqlite'))
  renameSync(dirname(file), `${dirname(file)}-old`)
  const { savedAs } = await saved(opened)
  expect(dirname(savedAs)).toBe(dirname(file))
  const records = await expectGoingOn(opened, runs)
  await opened.lab.close()
  const again = await OpenLab.open(file)
  expect((await again.call('app.info', {})).notices).toHaveLength(1)
  await expectCurves(again, records)
})

test('its log is deleted: it is saved, and the next start tells of both', async () => {
  const { file, opened, runs } = await busyLab()
  rmSync(`${file}-wal`)
  const { savedAs, notices } = await saved(opened)
  expect(notices[0].text).toContain('lost its log (lab.sqlite-wal)')
  await expectGoingOn(opened, runs)
  await opened.lab.close()
  const again = await OpenLab.open(file)
  expect((await again.call('app.info', {})).notices[0].text).toContain(basename(savedAs))
})

test('its disk is unmounted: it is saved where the disk was', async (context) => {
  const disk = freshFolder()
  const mounted = spawnSync('mount', ['-t', 'tmpfs', 'none', disk])
  if (mounted.status !== 0) context.skip('only root may mount a disk')
  onTestFinished(() => void spawnSync('umount', ['-l', disk]))
  const { file, opened, runs } = await busyLab(join(disk, 'lab.sqlite'))
  expect(spawnSync('umount', ['-l', disk]).status).toBe(0)
  await saved(opened)
  const records = await expectGoingOn(opened, runs)
  await opened.lab.close()
  const again = await OpenLab.open(file)
  await expectCurves(again, records)
})

test('where nothing can be written any more it says so, and runs go on', async () => {
  const { file, opened, runs } = await busyLab(join(freshFolder(), 'data', 'lab.sqlite'))
  vi.stubEnv('TMPDIR', '/nowhere')
  onTestFinished(() => void vi.unstubAllEnvs())
  rmSync(dirname(file), { recursive: true })
  writeFileSync(dirname(file), 'a file where the folder was')
  const info = await opened.untilInfo((now): now is AppInfo => now.database === '')
  expect(info.savedAs).toBeNull()
  expect(info.notices[0].text).toContain('It could not be saved under another name')
  expect(info.notices[0].text).not.toMatch(/E[A-Z]{4,}|SQLITE/)
  await expectGoingOn(opened, runs)
})

test('in the way of the folder is a file: it is saved in the folder for temporary files', async () => {
  const { file, opened, runs } = await busyLab(join(freshFolder(), 'data', 'lab.sqlite'))
  const temporary = freshFolder()
  vi.stubEnv('TMPDIR', temporary)
  onTestFinished(() => void vi.unstubAllEnvs())
  rmSync(dirname(file), { recursive: true })
  writeFileSync(dirname(file), 'a file where the folder was')
  const { savedAs, notices } = await saved(opened)
  expect(dirname(savedAs)).toBe(temporary)
  expect(notices[0].text).toContain('Move it to a safe place')
  await expectGoingOn(opened, runs)
})

test('one in which another lab goes on is copied, and that lab does not notice', async () => {
  const { file, opened, runs } = await busyLab()
  deleted(file)
  const { savedAs } = await saved(opened)
  const second = await OpenLab.open(file)
  expect((await second.call('app.info', {})).notices[0].title).toBe('Your runs are back')
  expect((await second.call('runs.list', {})).map(({ id }) => id)).toEqual(expect.arrayContaining([...runs]))
  expect(existsSync(savedAs)).toBe(true)
  await expectGoingOn(opened, runs)
  expect((await opened.call('app.info', {})).database).toBe(savedAs)
})

test('a folder of the same name that comes later is left alone', async () => {
  const { file, opened, runs } = await busyLab(join(freshFolder(), 'data', 'lab.sqlite'))
  renameSync(dirname(file), `${dirname(file)}-old`)
  mkdirSync(dirname(file))
  writeFileSync(join(dirname(file), 'notes.txt'), 'mine')
  await saved(opened)
  await expectGoingOn(opened, runs)
  expect(readFileSync(join(dirname(file), 'notes.txt'), 'utf8')).toBe('mine')
})
