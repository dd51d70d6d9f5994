import { readdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { documentWith, noStops } from '../../support/experiments'
import { OpenLab, freshFile } from './support/open-lab'

/** Numbers that can't be packed: some megabytes of them. */
const large = documentWith({
  objective: { id: 'linear-regression', data: { source: 'normal', rows: 20 } },
  iterations: 200_000,
  record: { every: 1 },
  runs: [{ optimizer: 'gd', hyper: { lr: 0.01 }, batch: 1 }],
  stop: noStops,
})

async function withLargeRun(file: string): Promise<{ opened: OpenLab; run: number }> {
  const opened = await OpenLab.open(file)
  const [run] = await opened.start(large)
  await opened.ended([run])
  return { opened, run }
}

const sizeOf = (file: string): number => statSync(file).size

test('emptying the trash gives its room back to the disk, while the lab goes on', async () => {
  const file = freshFile()
  const { opened, run } = await withLargeRun(file)
  await opened.call('runs.trash', { runs: [run] })
  const before = await opened.call('storage.read', {})
  expect(before.trash).toBeGreaterThan(3_000_000)
  expect(before.database).toBeGreaterThan(before.trash)
  await opened.call('runs.purge', { runs: [run] })
  await expect
    .poll(() => opened.call('storage.read', {}), { timeout: 20_000 })
    .toMatchObject({ trash: 0, free: 0 })
  await expect.poll(() => sizeOf(file), { timeout: 20_000 }).toBeLessThan(1_000_000)
  const [next] = await opened.start(documentWith())
  expect((await opened.ended([next]))[0].status).toBe('finished')
  expect(await opened.call('storage.read', {})).toMatchObject({ trash: 0, free: 0 })
})

test('what a lab had no time for is done by the next one', async () => {
  const file = freshFile()
  const { opened, run } = await withLargeRun(file)
  await opened.call('runs.trash', { runs: [run] })
  await opened.lab.close()
  const db = new Database(file)
  db.prepare('update runs set trashed_at = -1 - trashed_at').run()
  db.close()
  const again = await OpenLab.open(file)
  expect(await again.call('runs.list', { trash: true })).toEqual([])
  await expect.poll(() => sizeOf(file), { timeout: 20_000 }).toBeLessThan(1_000_000)
})

test('a file from before is written anew on request, not while runs are going; spare backups go', async () => {
  const file = freshFile()
  const { opened: first, run } = await withLargeRun(file)
  await first.call('runs.trash', { runs: [run] })
  await first.lab.close()
  const old = new Database(file)
  old.exec('pragma journal_mode = delete; pragma auto_vacuum = none; vacuum')
  old.close()
  const backups = join(dirname(file), 'backups')
  const opened = await OpenLab.open(file)
  await opened.call('runs.purge', { runs: [run] })
  await expect
    .poll(async () => (await opened.call('storage.read', {})).free, { timeout: 20_000 })
    .toBeGreaterThan(3_000_000)
  const [going] = await opened.start(documentWith({ iterations: 1_000 }), true)
  await opened.paused(going, 0)
  await expect(opened.call('storage.free', {})).rejects.toMatchObject({
    kind: 'conflict',
    message: 'a run or an import is still going; make room when it has ended',
  })
  await opened.control([going], 'cancel')
  await opened.ended([going])
  const second = await OpenLab.open(file)
  await expect(opened.call('storage.free', {})).rejects.toMatchObject({
    message: 'another Descent Lab has the database open; close it, then make room',
  })
  await second.lab.close()
  expect(await opened.call('storage.free', {})).toMatchObject({ free: 0, spareBackups: 0 })
  expect(sizeOf(file)).toBeLessThan(1_000_000)
  expect(readdirSync(backups).length).toBeLessThanOrEqual(2)
  const [next] = await opened.start(documentWith())
  expect((await opened.ended([next]))[0].status).toBe('finished')
})

test('in memory there is nothing on the disk', async () => {
  const opened = await OpenLab.open(':memory:')
  expect(await opened.call('storage.read', {})).toMatchObject({ database: 0, backups: 0 })
})
