import { once } from 'node:events'
import { existsSync, readdirSync, rmSync } from 'node:fs'
import Database from 'better-sqlite3'
import { describe, expect, test, vi } from 'vitest'
import { bytesOf, curveOf } from '../../support/curves'
import { documentWith, experimentWith, noStops, plansOf } from '../../support/experiments'
import { plainCurvesCsv } from '../../../src/main/lab/export/curves-csv'
import { OpenLab } from '../lab/support/open-lab'
import { Bench, endless, outcomeOf, pointsIn, useCli } from './support/cli'
import { worded } from '../../support/reasons'

useCli()

const shoes = 'height,size\n1.6,38\n1.85,44.5\n1.75,42\n'
const regression = documentWith({
  name: 'Shoes',
  objective: {
    id: 'linear-regression',
    data: { source: 'csv', path: 'shoes.csv', x: ['height'], y: 'size' },
  },
  iterations: 50,
  runs: [{ optimizer: 'gd' }, { optimizer: 'adam', batch: 2 }],
  stop: noStops,
})

describe('--db', () => {
  test("keeps the runs like the app's own, table included", async () => {
    const bench = new Bench({ 'a.json': regression, 'shoes.csv': shoes })
    expect(await bench.call('run', 'a.json', '--db', 'new/lab.db', '--out', 'out')).toMatchObject({
      status: 0,
    })
    expect(readdirSync(bench.at('new'))).toEqual(['lab.db'])
    expect(await bench.call('run', 'a.json', '--db', 'new/lab.db')).toMatchObject({ status: 0 })
    const opened = await OpenLab.open(bench.at('new/lab.db'), { borrowed: true })
    const runs = await opened.call('runs.list', {})
    expect(runs.map(({ id, launch, label, status, points }) => [id, launch, label, status, points])).toEqual([
      [3, 2, 'GD', 'finished', 51],
      [4, 2, 'Adam (batch 2)', 'finished', 51],
      [1, 1, 'GD', 'finished', 51],
      [2, 1, 'Adam (batch 2)', 'finished', 51],
    ])
    const csv = Buffer.concat([...opened.lab.exported(plainCurvesCsv, [1, 2])])
    expect(Buffer.from(csv).toString()).toBe(bench.text('out/curves.csv'))
    const { experiment } = await opened.call('runs.get', { run: 1 })
    const again = await opened.start(experiment)
    await opened.ended(again)
    expect(bytesOf(await opened.curve(again[1]))).toEqual(bytesOf(await opened.curve(2)))
    const imported = (await opened.call('datasets.list', {})).filter(({ origin }) => origin === 'imported')
    expect(imported).toMatchObject([{ name: 'shoes.csv', rows: 3 }])
  })

  test('keeps how a file of its own was read, and says what was left out of it', async () => {
    const file = Buffer.from('Größe;Schuh;Haar\r\n1,6;38;\r\n1,85;?;\r\n1,75;42;rot\r1,9;45;\n', 'latin1')
    const read = { encoding: 'windows-1252', decimal: ',', missing: 'drop-rows' }
    const data = { source: 'csv', path: 'shoes.csv', x: ['Größe'], y: 'Schuh', read }
    const document = { ...regression, objective: { id: 'linear-regression', data } }
    const bench = new Bench({ 'a.json': document, 'shoes.csv': file })
    const { status, stdout } = await bench.call('run', 'a.json', '--db', 'lab.db', '--out', 'out')
    expect(status).toBe(0)
    expect(stdout).toContain('data: 1 row of 4 left out: a cell is missing in a column that is used\n')
    const opened = await OpenLab.open(bench.at('lab.db'), { borrowed: true })
    const detail = await opened.call('runs.get', { run: 1 })
    expect(detail).toMatchObject({ rows: 3, leftOut: 1 })
    const decided = { ...read, separator: ';', thousands: 'none', header: true, index: 'keep' }
    expect(detail.experiment.objective.data).toMatchObject({ path: 'shoes.csv', read: decided })
    // What was decided, as a file says it, and the same file with what was left to the reader.
    bench.put('b.json', detail.experiment)
    expect(await bench.call('run', 'b.json', '--db', 'lab.db', '--out', 'again')).toMatchObject({ status: 0 })
    expect(bench.text('again/curves.csv')).toBe(bench.text('out/curves.csv'))
    expect((await opened.call('datasets.list', {})).at(-1)).toMatchObject({ rows: 4, read: decided })
    expect(
      (await opened.call('datasets.list', {})).filter(({ origin }) => origin === 'imported'),
    ).toHaveLength(1)
    expect((await opened.call('runs.verify', { run: 1 })).same).toBe(true)
  })

  test('may be open in the app at the same time', async () => {
    const bench = new Bench({ 'a.json': regression, 'shoes.csv': shoes })
    const opened = await OpenLab.open(bench.at('lab.db'))
    const [mine] = await opened.start(endless())
    await opened.until(mine, ({ points }) => points > 1)
    expect(await bench.call('run', 'a.json', '--db', 'lab.db')).toMatchObject({ status: 0 })
    expect(await opened.call('runs.list', {})).toMatchObject([
      { label: 'GD', status: 'finished', experimentName: 'Shoes' },
      { label: 'Adam (batch 2)', status: 'finished' },
      { id: mine, status: 'running' },
    ])
    await opened.control([mine], 'cancel')
    expect(await opened.ended([mine])).toMatchObject([{ status: 'cancelled' }])
  })

  test('has the curve up to the last batch after the process was killed', async () => {
    const slow = {
      objective: { id: 'linear-regression', data: { source: 'normal', rows: 20_000 } },
      iterations: 100_000,
      // Row by row.
      runs: [{ optimizer: 'gd', batch: 20_000 }],
      stop: noStops,
    }
    const bench = new Bench({ 'a.json': documentWith(slow) })
    const child = bench.spawn('run', 'a.json', '--db', 'lab.db')
    await pointsIn(bench.at('lab.db'), 50)
    child.kill('SIGKILL')
    await outcomeOf(child)
    expect(child.signalCode).toBe('SIGKILL')
    const opened = await OpenLab.open(bench.at('lab.db'))
    const [run, ...others] = await opened.call('runs.list', {})
    expect(others).toEqual([])
    expect(run).toMatchObject({
      status: 'interrupted',
      iterations: run.points - 1,
      endedAt: expect.any(Number),
    })
    expect(worded(run).reason).toMatch(
      /^the lab stopped at update [\d,]+ of 100,000; the curve up to there was kept$/,
    )
    expect(run.points).toBeGreaterThanOrEqual(50)
    const [plan] = plansOf(experimentWith({ ...slow, iterations: run.iterations }))
    expect(bytesOf(await opened.curve(run.id))).toEqual(bytesOf(curveOf(plan)))
  })
})

describe('stopped from outside', () => {
  test.each(['SIGINT', 'SIGTERM', 'SIGHUP'] as const)('by %s it keeps what there is', async (signal) => {
    const bench = new Bench({ 'a.json': endless([{ label: 'A' }, { label: 'B' }]) })
    const child = bench.spawn('run', 'a.json', '--out', 'out', '--db', 'lab.db')
    const outcome = outcomeOf(child)
    await pointsIn(bench.at('lab.db'), 2)
    child.kill(signal)
    // A terminal and npm each pass on the same keystroke.
    child.kill(signal)
    const { status, stdout, stderr } = await outcome
    expect(status).toBe(1)
    expect(stderr.trimEnd().split('\n').at(-1)).toBe(
      'descent-lab: stopped before the end; what was done so far is kept',
    )
    expect(stdout).toContain('cancelled')
    const opened = await OpenLab.open(bench.at('lab.db'))
    const runs = await opened.call('runs.list', {})
    expect(runs).toMatchObject([{ status: 'cancelled' }, { status: 'cancelled' }])
    const points = bench.rows('out/curves.csv').slice(1)
    expect(points).toHaveLength(runs[0].points + runs[1].points)
    for (const [index, run] of runs.entries()) {
      expect(bench.rows('out/runs.csv')[index + 1]).toEqual(
        expect.arrayContaining([run.label, 'cancelled', `${run.iterations}`]),
      )
      expect(points.findLast(([number]) => number === `${index + 1}`)?.[1]).toBe(`${run.iterations}`)
    }
  })
})

describe('--db, when the file vanishes in the middle of a run', () => {
  const vanished = 'descent-lab: The database has vanished: lab.db in '

  test('is an error line at once; the runs go on, are kept beside it, and the exit status is 1', async () => {
    const bench = new Bench({ 'a.json': endless() })
    const child = bench.spawn('run', 'a.json', '--db', 'lab.db', '--quiet')
    const outcome = outcomeOf(child)
    await vi.waitFor(() => pointsIn(bench.at('lab.db'), 1_000), { timeout: 20_000 })
    for (const suffix of ['', '-wal', '-shm']) rmSync(bench.at(`lab.db${suffix}`))
    const saved = await vi.waitFor(() => savedIn(bench), { timeout: 20_000 })
    const points = pointsOf(bench.at(saved))
    await pointsIn(bench.at(saved), points + 1)
    child.kill('SIGINT')
    const { status, stderr } = await outcome
    expect(status).toBe(1)
    expect(stderr).toContain(vanished)
    expect(stderr).toContain(`Everything was saved as ${saved}`)
    expect(existsSync(bench.at('lab.db'))).toBe(false)
    expect(await bench.call('run', 'a.json', '--db', 'lab.db')).toMatchObject({
      status: 1,
      stderr: `descent-lab: lab.db is gone; what was saved of it is ${saved}: give that its name to go on with it\n`,
    })
  })

  test('and killed after that, it has every point there was; the next lab puts it back', async () => {
    const bench = new Bench({ 'a.json': endless() })
    const child = bench.spawn('run', 'a.json', '--db', 'lab.db', '--quiet')
    await vi.waitFor(() => pointsIn(bench.at('lab.db'), 1_000), { timeout: 20_000 })
    for (const suffix of ['', '-wal', '-shm']) rmSync(bench.at(`lab.db${suffix}`))
    const saved = await vi.waitFor(() => savedIn(bench), { timeout: 20_000 })
    const points = pointsOf(bench.at(saved))
    await pointsIn(bench.at(saved), points + 1)
    child.kill('SIGKILL')
    await once(child, 'exit')
    const opened = await OpenLab.open(bench.at('lab.db'))
    expect((await opened.call('app.info', {})).notices.map(({ title }) => title)).toEqual([
      'Your runs are back',
    ])
    const [run] = await opened.call('runs.list', {})
    expect(run.status).toBe('interrupted')
    expect(run.points).toBeGreaterThan(points)
  })

  /** @throws where nothing has been saved yet */
  function savedIn(bench: Bench): string {
    const saved = bench.names.find((name) => /^lab\.saved-[^.]*\.db$/.test(name))
    if (saved === undefined) throw new Error('nothing has been saved yet')
    return saved
  }

  function pointsOf(file: string): number {
    const db = new Database(file, { readonly: true, fileMustExist: true })
    try {
      return Number(db.prepare('select points from runs').pluck().get())
    } finally {
      db.close()
    }
  }
})
