import { spawnSync } from 'node:child_process'
import { monitorEventLoopDelay, performance } from 'node:perf_hooks'
import Database from 'better-sqlite3'
import { expect, onTestFinished, test } from 'vitest'
import { bytesOf, curveOf } from '../../support/curves'
import { documentWith, experimentWith, noStops, plansOf } from '../../support/experiments'
import { lockedElsewhere } from './support/lock'
import { OpenLab, freshFile } from './support/open-lab'

/** More points than may be on their way to the store. */
const long = {
  iterations: 150_000,
  record: { every: 1 },
  runs: [
    { optimizer: 'gd', hyper: { lr: 1 } },
    { optimizer: 'gd', hyper: { lr: 0.5 } },
  ],
  stop: noStops,
}
const title = 'Another program holds the database'

/** The longest that the main thread stood still from here on, in milliseconds. */
function stillness(): () => number {
  const delays = monitorEventLoopDelay({ resolution: 5 })
  delays.enable()
  onTestFinished(() => void delays.disable())
  return () => delays.max / 1e6
}

async function expectWhole(opened: OpenLab, runs: readonly number[]): Promise<void> {
  for (const [index, plan] of plansOf(experimentWith(long)).entries()) {
    expect(bytesOf(await opened.curve(runs[index]))).toEqual(bytesOf(curveOf(plan)))
  }
}

test('runs wait for another program that writes, say so, and go on; nothing stands still', async () => {
  const file = freshFile()
  const opened = await OpenLab.open(file)
  const runs = await opened.start(documentWith(long), true)
  for (const run of runs) await opened.paused(run, 0)
  const letGo = await lockedElsewhere(file)
  const longest = stillness()
  await opened.control(runs, 'resume')
  const { notices } = await opened.untilInfo((info) => info.notices.some((notice) => notice.title === title))
  expect(notices.at(-1)?.text).toMatch(/lab\.sqlite .* is kept locked by another program\. 2 runs wait/)
  // What only reads is answered.
  expect(await opened.call('runs.list', {})).toHaveLength(2)
  expect(await opened.curve(runs[0])).toHaveLength(1)

  let saved = false
  const saving = opened.call('experiments.save', { experiment: documentWith() }).then(() => (saved = true))
  const importing = opened.import('few.csv', 'x,y\n1,2\n3,4\n')
  const editing = opened.call('runs.edit', { run: runs[0], note: 'kept' })
  const beginning = opened.start(documentWith({ iterations: 3 }))
  // Longer than any two tries are apart.
  await expect
    .poll(() => longest() > 0 && opened.call('experiments.list', {}), { timeout: 5_000 })
    .toEqual([])
  expect(saved).toBe(false)

  await letGo()
  expect(await opened.ended(runs)).toMatchObject([
    { status: 'finished', points: 150_001 },
    { status: 'finished', points: 150_001 },
  ])
  await Promise.all([saving, importing, editing])
  expect(await opened.call('experiments.list', {})).toHaveLength(1)
  expect((await opened.record(runs[0])).note).toBe('kept')
  expect((await opened.ended(await beginning)).map(({ status }) => status)).toEqual(['finished'])
  await opened.untilInfo((info) => info.notices.length === 0)
  expect(longest()).toBeLessThan(500)
  await expectWhole(opened, runs)
}, 60_000)

test('a run stopped and one that ends meanwhile are stored once the lock is gone', async () => {
  const file = freshFile()
  const opened = await OpenLab.open(file)
  const [one, other] = await opened.start(documentWith({ ...long, iterations: 19_000_000 }), true)
  await opened.paused(one, 0)
  await opened.paused(other, 0)
  const letGo = await lockedElsewhere(file)
  await opened.step(one, 500)
  await opened.control([other], 'cancel')
  await opened.untilInfo((info) => info.notices.some(({ text }) => text.includes('2 runs wait')))
  await letGo()
  expect(await opened.ended([other])).toMatchObject([{ status: 'cancelled', points: 1 }])
  await opened.paused(one, 500)
  expect(await opened.curve(one)).toHaveLength(501)
})

test('what cannot be stored for long is answered with the remedy, and nothing has happened', async () => {
  const file = freshFile()
  const opened = await OpenLab.open(file)
  await lockedElsewhere(file)
  const longest = stillness()
  const begun = performance.now()
  const refused = {
    kind: 'conflict',
    message: 'another program keeps lab.sqlite locked; close it, then try again',
  }
  await Promise.all([
    expect(opened.start(documentWith(long))).rejects.toMatchObject(refused),
    expect(opened.call('experiments.save', { experiment: documentWith() })).rejects.toMatchObject(refused),
    expect(opened.call('datasets.open', { name: 'a.csv', bytes: 3 })).rejects.toMatchObject(refused),
  ])
  expect(performance.now() - begun).toBeLessThan(20_000)
  expect(longest()).toBeLessThan(500)
  expect(await opened.call('runs.list', {})).toEqual([])
  expect(opened.lab.busy()).toBe(false)
}, 60_000)

test('closing waits a while, says what it could not store, and the next lab ends those runs', async () => {
  const file = freshFile()
  const opened = await OpenLab.open(file)
  const [run] = await opened.start(
    documentWith({ ...long, iterations: 19_000_000, runs: long.runs.slice(1) }),
  )
  await opened.until(run, ({ points }) => points > 1)
  const letGo = await lockedElsewhere(file)
  const longest = stillness()
  const told = opened.untilInfo((info) =>
    info.notices.some((each) => each.title === 'Not everything could be stored'),
  )
  await opened.lab.close()
  await told
  expect(longest()).toBeLessThan(500)
  await letGo()
  const db = new Database(file)
  onTestFinished(() => void db.close())
  expect(db.prepare('select status from runs').pluck().all()).toEqual(['running'])
  // A lab that is closed leaves no process behind.
  db.prepare('update sessions set pid = ?').run(spawnSync(process.execPath, ['--version']).pid)
  const next = await OpenLab.open(file)
  const record = await next.record(run)
  expect(record.status).toBe('interrupted')
  expect(await next.curve(run)).toHaveLength(record.points)
}, 60_000)
