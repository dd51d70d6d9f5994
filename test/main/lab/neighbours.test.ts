import { spawnSync } from 'node:child_process'
import { expect, test } from 'vitest'
import { openStore } from '../../../src/main/store'
import { Bench, endless, pointsIn, useCli } from '../shell/support/cli'
import { OpenLab } from './support/open-lab'
import { worded } from '../../support/reasons'

useCli()

test('a run of a lab that is killed is interrupted in the other within seconds, unasked', async () => {
  const bench = new Bench({ 'a.json': endless() })
  const file = bench.at('lab.db')
  const opened = await OpenLab.open(file)
  const [mine] = await opened.start(endless(), true)
  const other = bench.spawn('run', 'a.json', '--db', 'lab.db')
  await expect
    .poll(() => opened.call('runs.list', {}), { timeout: 20_000 })
    .toMatchObject([{ status: 'running' }, { id: mine }])
  const [theirs] = await opened.call('runs.list', {})
  await pointsIn(file, 1)
  other.kill('SIGKILL')
  const killed = performance.now()
  const record = await opened.until(theirs.id, ({ status }) => status === 'interrupted')
  expect(performance.now() - killed).toBeLessThan(10_000)
  expect(worded(record).reason).toMatch(/the lab stopped at update .*; the curve up to there was kept/)
  expect(record.points).toBeGreaterThanOrEqual(1)
  expect((await opened.record(mine)).status).toBe('paused')
})

test('the import of a process that is gone is deleted by the lab that is open', async () => {
  const bench = new Bench()
  const file = bench.at('lab.db')
  const opened = await OpenLab.open(file)
  // A process that has ended by now.
  const { pid } = spawnSync(process.execPath, ['--version'])
  const { store } = openStore({ file })
  const content = store.datasets.begin(store.sessions.begin(pid))
  await expect.poll(() => store.datasets.begunBy(store.sessions.dead()), { timeout: 20_000 }).toEqual([])
  expect(content).toBe(1)
  store.close()
  await opened.lab.close()
})
