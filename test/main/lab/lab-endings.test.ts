import { existsSync, readdirSync } from 'node:fs'
import { spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, onTestFinished, test } from 'vitest'
import type { RunRecord } from '../../../src/main/contract'
import { openStore } from '../../../src/main/store'
import { bytesOf, curveOf } from '../../support/curves'
import { documentWith, experimentWith, noStops, plansOf } from '../../support/experiments'
import { experiment, newRuns } from '../store/support/fixtures'
import { OpenLab, freshFile } from './support/open-lab'
import { worded } from '../../support/reasons'

const bounce = { optimizer: 'gd', hyper: { lr: 1 } }
/** Records every update, reads rows for each, and has more of them than any test waits for. */
const slow = {
  objective: { id: 'linear-regression', data: { source: 'normal', rows: 20_000 } },
  iterations: 5_000_000,
  record: { every: 1 },
  runs: [
    { optimizer: 'gd', batch: 2_000 },
    { optimizer: 'gd', batch: 1 },
  ],
  stop: noStops,
}

async function expectPart(
  opened: OpenLab,
  { id, points, iterations }: RunRecord,
  index: number,
): Promise<void> {
  const curve = await opened.curve(id)
  expect(curve).toHaveLength(points)
  expect(curve.at(-1)?.[0]).toBe(iterations)
  const short = experimentWith({ ...slow, iterations: Math.max(1, iterations) })
  expect(bytesOf(curve)).toEqual(bytesOf(curveOf(plansOf(short)[index])))
}

/** Another connection to the database, in whose way the lab then stands. */
function otherProgram(file: string): Database.Database {
  const db = new Database(file)
  onTestFinished(() => void db.close())
  return db
}

describe('closing', () => {
  test('in the middle keeps the curves and says that the runs were interrupted', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file)
    const runs = await opened.start(documentWith(slow))
    const [waiting] = await opened.start(documentWith({ ...slow, runs: [bounce] }), true)
    await opened.paused(waiting, 0)
    for (const run of runs) await opened.until(run, ({ points }) => points > 100)
    await opened.lab.close()
    expect(opened.lab.busy()).toBe(false)
    const heard = runs.map((run) => opened.story(run).at(-1))

    const again = await OpenLab.open(file)
    for (const [index, run] of runs.entries()) {
      const record = await again.record(run)
      expect(record).toEqual(heard[index])
      expect(worded(record)).toMatchObject({
        status: 'interrupted',
        reason: `the lab was closed after ${record.iterations} updates; the curve up to there was kept`,
        endedAt: expect.any(Number),
      })
      expect(record.points).toBeGreaterThan(100)
      expect(record.duration).toBeGreaterThan(0)
      await expectPart(again, record, index)
    }
    expect(worded(await again.call('runs.get', { run: waiting }))).toMatchObject({
      status: 'interrupted',
      reason: 'the lab was closed after 0 updates; the curve up to there was kept',
    })
    await again.call('runs.trash', { runs: [...runs, waiting] })
  })

  test('with nothing begun says so', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file)
    await opened.start(documentWith(slow))
    await opened.lab.close()
    const again = await OpenLab.open(file)
    const records = await again.call('runs.list', {})
    expect(records.map(({ status }) => status)).toEqual(['interrupted', 'interrupted'])
    for (const { points, reason } of records.map(worded)) {
      if (points === 0) expect(reason).toBe('the lab was closed before this run began')
    }
  })

  test('may be asked for twice; no run is started meanwhile, and no log stays behind', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file)
    const closed = opened.lab.close()
    await expect(opened.start(documentWith(slow))).rejects.toMatchObject({
      kind: 'conflict',
      message: 'the lab is closing; start it again to run this',
    })
    await Promise.all([closed, opened.lab.close()])
    expect(existsSync(`${file}-wal`)).toBe(false)
    const again = await OpenLab.open(file)
    expect(await again.call('runs.list', {})).toEqual([])
  })

  test('backs up what there is, and only the lab of its own', async () => {
    const [own, borrowed] = [freshFile(), freshFile()]
    for (const file of [own, borrowed]) {
      const opened = await OpenLab.open(file, { borrowed: file === borrowed })
      await opened.ended(await opened.start(documentWith({ iterations: 3 })))
      await opened.lab.close()
    }
    expect(existsSync(join(dirname(borrowed), 'backups'))).toBe(false)
    const [backup, ...others] = readdirSync(join(dirname(own), 'backups'))
    expect(others).toEqual([])
    const copy = await OpenLab.open(join(dirname(own), 'backups', backup), { borrowed: true })
    expect(await copy.call('runs.list', {})).toMatchObject([{ status: 'finished', iterations: 3 }])
  })
})

describe('two labs on one database', () => {
  test("see each other's runs, and each controls its own", async () => {
    const file = freshFile()
    const [one, other] = [await OpenLab.open(file), await OpenLab.open(file)]
    const [run] = await one.start(documentWith({ ...slow, runs: slow.runs.slice(0, 1) }))
    await one.until(run, ({ points }) => points > 1)
    expect(await other.call('runs.list', {})).toMatchObject([{ id: run, status: 'running' }])
    await expect(other.control([run], 'cancel')).rejects.toMatchObject({
      kind: 'conflict',
      message: `run ${run} was started by another Descent Lab that is still open; control it there`,
    })
    await expect(other.call('runs.trash', { runs: [run] })).rejects.toMatchObject({ kind: 'conflict' })
    expect(other.lab.busy()).toBe(false)
    await other.lab.close()
    expect(await one.call('runs.get', { run })).toMatchObject({ status: 'running' })
    await one.control([run], 'cancel')
    const [record] = await one.ended([run])
    await expectPart(one, record, 0)
  })

  test('what one leaves behind that dies is ended by the other when somebody asks for it', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file)
    const { store } = openStore({ file })
    onTestFinished(() => store.close())
    const document = experiment()
    const { pid } = spawnSync(process.execPath, ['--version'])
    const session = store.sessions.begin(pid)
    const [first, second] = store.runs.insertLaunch({
      document,
      runs: newRuns(document),
      session,
      startedAt: 1,
    })
    store.runs.update(first.id, { status: 'running' })
    await opened.call('runs.trash', { runs: [first.id] })
    expect(await opened.call('runs.list', { trash: true })).toMatchObject([{ status: 'interrupted' }])
    expect(await opened.until(second.id, () => true)).toMatchObject({ status: 'interrupted' })
    expect(await opened.control([second.id], 'cancel')).toBeNull()
  })
})

describe('when the database fails in mid-run', () => {
  test('because the disk is full: the runs fail with the reason, the lab goes on', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file, { pragmas: ['max_page_count = 120'] })
    const runs = await opened.start(documentWith(slow))
    const records = await opened.ended(runs)
    for (const record of records) {
      expect(worded(record)).toMatchObject({
        status: 'failed',
        reason:
          'its points could not be stored: the disk with lab.sqlite is full: ' +
          'make room, then try again; what was stored before is safe',
        endedAt: expect.any(Number),
      })
    }
    expect(opened.lab.busy()).toBe(false)
    expect(await opened.call('runs.list', {})).toEqual(records)
    for (const [index, record] of records.entries()) await expectPart(opened, record, index)
    await opened.lab.close()

    const roomy = await OpenLab.open(file)
    const kept = await roomy.call('runs.list', {})
    expect(kept.map(({ points }) => points)).toEqual(records.map(({ points }) => points))
    for (const { status } of kept) expect(['failed', 'interrupted']).toContain(status)
    await roomy.ended(await roomy.start(documentWith({ iterations: 3 })))
  })

  test('because it is full already: nothing is started, and the person is told', async () => {
    const opened = await OpenLab.open(freshFile(), { pragmas: ['max_page_count = 60'] })
    const name = 'x'.repeat(200)
    const fill = async (): Promise<never> => {
      for (;;) await opened.call('experiments.save', { experiment: documentWith({ name }) })
    }
    await expect(fill()).rejects.toMatchObject({ kind: 'limit' })
    const many = Array.from({ length: 256 }, () => ({ ...bounce, label: name }))
    await expect(opened.start(documentWith({ runs: many }))).rejects.toMatchObject({
      kind: 'limit',
      message: 'the disk with lab.sqlite is full: make room, then try again; what was stored before is safe',
    })
    expect(await opened.call('runs.list', {})).toEqual([])
    expect(opened.lab.busy()).toBe(false)
  })

  test('but not because another program keeps it locked: it waits, and goes on', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file)
    const runs = await opened.start(documentWith(slow))
    for (const run of runs) await opened.until(run, ({ points }) => points > 1)
    const other = otherProgram(file)
    other.exec('begin immediate')
    const info = await opened.untilInfo(({ notices }) => notices.length > 0)
    expect(info.notices[0].title).toBe('Another program holds the database')
    const statuses = other.prepare('select status from runs').pluck()
    expect(statuses.all()).toEqual(['running', 'running'])
    await opened.control(runs, 'cancel')
    other.exec('rollback')
    const records = await opened.ended(runs)
    await opened.ended(await opened.start(documentWith({ iterations: 3 })))
    expect(statuses.all()).toEqual(['cancelled', 'cancelled', 'finished'])
    for (const [index, record] of records.entries()) await expectPart(opened, record, index)
  })

  test('also while it is closed: the next lab knows how it ended', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file, { borrowed: true })
    const [run] = await opened.start(documentWith(slow))
    await opened.until(run, ({ points }) => points > 1)
    const other = otherProgram(file)
    other.exec('begin immediate')
    await opened.lab.close()
    other.exec('rollback')
    expect(opened.story(run).at(-1)).toMatchObject({ status: 'running' })
    expect(other.prepare('select count(*) from sessions').pluck().get()).toBe(1)
  })

  test('because its tables are gone: no question hangs, none brings the lab down', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file)
    const runs = await opened.start(documentWith(slow))
    for (const run of runs) await opened.until(run, ({ points }) => points > 1)
    const other = otherProgram(file)
    other.exec('alter table runs rename to elsewhere')
    const records = await opened.ended(runs)
    expect(records.map(({ status }) => status)).toEqual(['failed', 'failed'])
    await expect(opened.call('runs.list', {})).rejects.toMatchObject({
      kind: 'internal',
      message: '"runs.list" failed: no such table: runs',
    })
    other.exec('alter table elsewhere rename to runs')
    expect(await opened.call('runs.list', {})).toEqual(records)
    await opened.lab.close()
    expect(other.prepare('select status from runs').pluck().all()).toEqual(['failed', 'failed'])
  })
})

test('a database that is not ours is refused where it is borrowed, and no thread is left', async () => {
  const file = freshFile()
  const db = new Database(file)
  db.exec('create table theirs (id)')
  db.close()
  await expect(OpenLab.open(file, { borrowed: true })).rejects.toMatchObject({
    name: 'Fault',
    kind: 'conflict',
    message: `${file} belongs to another program; it was not touched`,
  })
})

test('a lab whose parts are missing does not open, and lets go of the database', async () => {
  const file = freshFile()
  await expect(OpenLab.open(file, { resources: '/nowhere' })).rejects.toThrow(/nowhere/)
  expect(existsSync(`${file}-wal`)).toBe(false)
  const opened = await OpenLab.open(file)
  expect(await opened.call('app.info', {})).toMatchObject({ shell: 'browser', database: file, notices: [] })
})
