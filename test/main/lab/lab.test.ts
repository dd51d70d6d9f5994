import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { seriesNames } from '@core/plan'
import { bytesOf, curveOf } from '../../support/curves'
import { documentWith, experimentWith, noStops, plansOf } from '../../support/experiments'
import type { ExportDefinition } from '../../../src/main/lab/export/contract'
import { plainCurvesCsv } from '../../../src/main/lab/export/curves-csv'
import { runsCsvExport } from '../../../src/main/lab/export/runs-csv'
import { OpenLab, freshFile } from './support/open-lab'
import { worded } from '../../support/reasons'

const regression = { id: 'linear-regression', data: { source: 'normal', rows: 200 } }

const race = {
  objective: regression,
  iterations: 4_000,
  runs: [
    { optimizer: 'gd', label: 'Full' },
    { optimizer: 'gd', batch: 1 },
    { optimizer: 'adam', batch: 32, seed: 7 },
    { optimizer: 'momentum', batch: 50, sampling: 'replacement', schedule: { id: 'cosine' } },
  ],
  stop: noStops,
}

/** Goes on until it is stopped. */
const endless = (...labels: readonly string[]): Record<string, unknown> =>
  documentWith({
    start: [0.7],
    iterations: 100_000_000,
    runs: labels.map((label) => ({ optimizer: 'gd', hyper: { lr: 1 }, label })),
    stop: noStops,
  })

async function expectCurves(opened: OpenLab, runs: readonly number[], changes: object): Promise<void> {
  const plans = plansOf(experimentWith({ ...changes }))
  expect(runs).toHaveLength(plans.length)
  for (const [index, plan] of plans.entries()) {
    expect(bytesOf(await opened.curve(runs[index]))).toEqual(bytesOf(curveOf(plan)))
  }
}

describe('a started experiment', () => {
  test('is stored, queued, before its first update', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file)
    const records = await opened.call('runs.start', {
      experiment: documentWith({ ...race, name: 'The race' }),
    })
    const db = new Database(file, { readonly: true })
    const rows = db.prepare('select id, label, status, points, iterations from runs order by id').all()
    db.close()
    expect(rows).toEqual(
      ['Full', 'SGD', 'Adam (batch 32)', 'Momentum (batch 50)'].map((label, index) => ({
        id: index + 1,
        label,
        status: 'queued',
        points: 0,
        iterations: 0,
      })),
    )
    expect(records.map(({ id, position, launch }) => [id, position, launch])).toEqual([
      [1, 0, 1],
      [2, 1, 1],
      [3, 2, 1],
      [4, 3, 1],
    ])
    expect(worded(records[2])).toMatchObject({
      experimentName: 'The race',
      objective: 'linear-regression',
      dimension: 2,
      rows: 200,
      budget: 4_000,
      recordEvery: 1,
      batch: 32,
      seed: 7,
      reason: '',
      finalLoss: NaN,
      bestLoss: NaN,
      endedAt: null,
      trashedAt: null,
      note: '',
    })
    await opened.ended([1, 2, 3, 4])
  })

  test('runs to its end; what is stored agrees with what was heard and with the curve', async () => {
    const opened = await OpenLab.open(freshFile())
    const runs = await opened.start(documentWith(race))
    expect(opened.lab.busy()).toBe(true)
    const ended = await opened.ended(runs)
    expect(opened.lab.busy()).toBe(false)
    for (const record of ended) {
      const { experiment, ...stored } = await opened.call('runs.get', { run: record.id })
      expect(stored).toEqual(record)
      expect(experiment).toEqual(experimentWith(race))
      const losses = (await opened.curve(record.id)).map(([, loss]) => loss)
      expect(worded(record)).toMatchObject({
        status: 'finished',
        reason: expect.stringMatching(/^finished: 4000 iterations done/),
        iterations: 4_000,
        points: 4_001,
        finalLoss: losses.at(-1),
        bestLoss: Math.min(...losses),
        bestIteration: losses.indexOf(Math.min(...losses)),
      })
      expect(record.duration).toBeGreaterThan(0)
      expect(record.endedAt).toBeGreaterThanOrEqual(record.startedAt)
    }
    expect(await opened.call('runs.list', {})).toEqual(ended)
  })

  test('tells how it goes: queued, running, its points growing, then its end', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await opened.start(endless('Long'))
    await opened.until(run, ({ iterations }) => iterations > 1e5)
    await opened.control([run], 'cancel')
    await opened.ended([run])
    expect(opened.statuses(run)).toEqual(['queued', 'running', 'cancelled'])
    const points = opened.story(run).map((record) => record.points)
    expect(points).toEqual([...points].sort((a, b) => a - b))
  })

  test.each([1, 2])('gives the curves of descend, bit for bit, on %i threads', async (threads) => {
    const opened = await OpenLab.open(freshFile(), { threads })
    const [first, second] = [await opened.start(documentWith(race)), await opened.start(documentWith(race))]
    await opened.ended([...first, ...second])
    await expectCurves(opened, first, race)
    await expectCurves(opened, second, race)
  })

  test('goes on beside others, each for itself', async () => {
    const opened = await OpenLab.open(freshFile(), { threads: 2 })
    const bowl = {
      objective: { id: 'rosenbrock' },
      iterations: 3_000,
      runs: [{ optimizer: 'adam' }],
      stop: noStops,
    }
    const steep = { start: [3], iterations: 500, runs: [{ optimizer: 'gd', hyper: { lr: 1.5 } }] }
    const [long] = await opened.start(endless('Long'))
    const started = [await opened.start(documentWith(race)), await opened.start(documentWith(bowl))]
    const [diverging] = await opened.start(documentWith(steep))
    await opened.ended([...started.flat(), diverging])
    await expectCurves(opened, started[0], race)
    await expectCurves(opened, started[1], bowl)
    await expectCurves(opened, [diverging], steep)
    expect(await opened.call('runs.get', { run: diverging })).toMatchObject({ status: 'diverged' })
    expect(opened.lab.busy()).toBe(true)
    await opened.control([long], 'cancel')
    const [cancelled] = await opened.ended([long])
    expect(cancelled).toMatchObject({ status: 'cancelled' })
    expect(worded(cancelled).reason).toMatch(/^stopped by hand after \d+ updates$/)
    const newestFirst = await opened.call('runs.list', {})
    expect(newestFirst.map(({ id }) => id)).toEqual([diverging, ...started[1], ...started[0], long])
  })

  test('that is not valid stores nothing', async () => {
    const opened = await OpenLab.open(freshFile())
    const bad = documentWith({ runs: [{ optimizer: 'gd', hyper: { lr: -1 } }] })
    await expect(opened.start(bad)).rejects.toMatchObject({
      kind: 'invalid',
      message: 'runs[0].hyper.lr: must be > 0, got -1',
      issues: [{ path: 'runs[0].hyper.lr', message: 'must be > 0, got -1' }],
    })
    const csv = { source: 'csv', path: 'nowhere.csv', x: ['a'], y: 'b' }
    const lost = documentWith({ objective: { id: 'linear-regression', data: csv } })
    await expect(opened.start(lost)).rejects.toMatchObject({
      kind: 'invalid',
      issues: [{ path: 'objective.data.path' }],
    })
    const large = documentWith({
      objective: { id: 'linear-regression', data: { ...csv, path: 'cars.csv', x: ['speed'], y: 'dist' } },
      runs: [{ optimizer: 'gd', batch: 51 }],
    })
    await expect(opened.start(large)).rejects.toMatchObject({
      kind: 'invalid',
      message: 'runs[0].batch: must be <= 50 (the rows of the data), got 51',
    })
    expect(await opened.call('runs.list', {})).toEqual([])
    expect(opened.lab.busy()).toBe(false)
  })

  test('loses the run whose thread dies, with the reason, and nothing else', async () => {
    const opened = await OpenLab.open(freshFile(), { script: 'mad-worker.mjs' })
    const healthy = await opened.start(documentWith(race))
    const mad = {
      objective: { id: 'quartic' },
      iterations: 10_000,
      runs: [{ optimizer: 'gd', hyper: { lr: 1e-9 } }],
      stop: noStops,
    }
    const [culprit] = await opened.start(documentWith(mad))
    const [failed] = await opened.ended([culprit])
    await opened.ended(healthy)
    expect(worded(failed)).toMatchObject({ status: 'failed', reason: 'its thread ended unexpectedly' })
    const curve = await opened.curve(culprit)
    expect(curve).toHaveLength(failed.points)
    expect(bytesOf(curve)).toEqual(bytesOf(curveOf(plansOf(experimentWith(mad))[0]).slice(0, failed.points)))
    await expectCurves(opened, healthy, race)
  })
})

describe('control', () => {
  test('a run started at rest makes exactly the updates it is told to', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await opened.start(documentWith(race), true)
    const start = await opened.paused(run, 0)
    expect(start).toMatchObject({ points: 1 })
    await opened.step(run, 7)
    expect(await opened.paused(run, 7)).toMatchObject({ points: 8 })
    await opened.step(run, 1)
    expect(await opened.paused(run, 8)).toMatchObject({ points: 9 })
    await opened.control([run], 'resume')
    await opened.ended([run])
    const [plan] = plansOf(experimentWith(race))
    expect(bytesOf(await opened.curve(run))).toEqual(bytesOf(curveOf(plan)))
  })

  test('steps between recorded points are counted, too', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await opened.start(documentWith({ iterations: 300_000, stop: noStops }), true)
    await opened.paused(run, 0)
    await opened.step(run, 1)
    expect(await opened.paused(run, 1)).toMatchObject({ points: 1, recordEvery: 3 })
    await opened.step(run, 3)
    expect(await opened.paused(run, 4)).toMatchObject({ points: 2 })
    expect((await opened.curve(run)).map(([iteration]) => iteration)).toEqual([0, 3])
    await opened.control([run], 'cancel')
    await opened.ended([run])
    expect((await opened.curve(run)).map(([iteration]) => iteration)).toEqual([0, 3, 4])
  })

  test('a paused run stands still until it goes on', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await opened.start(endless('Long'))
    await opened.until(run, ({ points }) => points > 1)
    await opened.control([run], 'pause')
    const paused = await opened.until(run, ({ status }) => status === 'paused')
    expect(opened.lab.busy()).toBe(true)
    await opened.step(run, 2)
    await opened.paused(run, paused.iterations + 2)
    await opened.control([run], 'resume')
    expect(await opened.call('runs.get', { run })).toMatchObject({ status: 'running' })
    await opened.until(run, ({ iterations }) => iterations > paused.iterations + 2)
    await opened.control([run], 'cancel')
    expect(await opened.ended([run])).toMatchObject([{ status: 'cancelled' }])
    expect(opened.statuses(run)).toEqual(['queued', 'running', 'paused', 'running', 'cancelled'])
  })

  test('runs that still wait for a thread pause, go on, step and stop as well', async () => {
    const opened = await OpenLab.open(freshFile())
    const busy = await opened.start(endless(...Array.from({ length: 8 }, (_, index) => `Busy ${index}`)))
    const [paused, stepped, cancelled] = await opened.start(endless('A', 'B', 'C'))
    await opened.control([paused, stepped], 'pause')
    await opened.until(paused, ({ status }) => status === 'paused')
    await opened.control([paused], 'resume')
    expect(await opened.call('runs.get', { run: paused })).toMatchObject({ status: 'queued', points: 0 })
    await opened.step(stepped, 5)
    await opened.control([cancelled], 'cancel')
    expect((await opened.ended([cancelled])).map(worded)).toMatchObject([
      {
        status: 'cancelled',
        reason: 'stopped by hand after 0 updates',
        points: 0,
        iterations: 0,
        duration: 0,
      },
    ])
    await opened.control(busy, 'cancel')
    await opened.ended(busy)
    await opened.paused(stepped, 5)
    await opened.until(paused, ({ points }) => points > 1)
  })

  test('of a run that has ended does nothing; of an unknown one it is a fault', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await opened.start(documentWith({ iterations: 3 }))
    const [ended] = await opened.ended([run])
    for (const action of ['pause', 'resume', 'cancel'] as const) {
      expect(await opened.control([run], action)).toBeNull()
    }
    expect(await opened.step(run, 5)).toBeNull()
    expect(await opened.record(run)).toEqual(ended)
    await expect(opened.control([run, 99], 'cancel')).rejects.toMatchObject({
      kind: 'missing',
      message: 'there is no run 99',
    })
  })

  test('of a run named twice happens once', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await opened.start(documentWith(race), true)
    await opened.paused(run, 0)
    await opened.call('runs.control', { runs: [run, run], action: 'step', updates: 3 })
    await opened.paused(run, 3)
    await opened.step(run, 1)
    await opened.paused(run, 4)
  })
})

describe('kept runs', () => {
  test('go to the trash once they have ended, come back, and go for good', async () => {
    const opened = await OpenLab.open(freshFile())
    const [short] = await opened.start(documentWith({ iterations: 3 }))
    await opened.ended([short])
    const [long] = await opened.start(endless('Long'))
    await expect(opened.call('runs.trash', { runs: [short, long] })).rejects.toMatchObject({
      kind: 'conflict',
      message: `run ${long} (Long) is still going; stop it first`,
    })
    expect(await opened.call('runs.list', { trash: true })).toEqual([])
    await opened.control([long], 'cancel')
    await opened.ended([long])

    await opened.call('runs.trash', { runs: [short, long] })
    expect(await opened.call('runs.list', {})).toEqual([])
    expect((await opened.call('runs.list', { trash: true })).map(({ id }) => id)).toEqual([long, short])
    await opened.until(short, ({ trashedAt }) => trashedAt !== null)
    await opened.call('runs.restore', { runs: [short] })
    await opened.until(short, ({ trashedAt }) => trashedAt === null)
    expect((await opened.call('runs.list', {})).map(({ id }) => id)).toEqual([short])

    await opened.call('runs.purge', { runs: [short, long] })
    expect((await opened.call('runs.list', {})).map(({ id }) => id)).toEqual([short])
    for (const name of ['runs.get', 'runs.edit'] as const) {
      await expect(opened.call(name, { run: long })).rejects.toMatchObject({ kind: 'missing' })
    }
    await expect(opened.call('runs.trash', { runs: [long] })).rejects.toMatchObject({ kind: 'missing' })
    expect(await opened.call('curves.read', { runs: [{ run: long }], series: ['loss'] })).toEqual([])
  })

  test('keep a new label and a note, also while they go on', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await opened.start(endless('Long'))
    await opened.until(run, ({ points }) => points > 1)
    expect(await opened.call('runs.edit', { run, label: '  Renamed ' })).toMatchObject({ label: 'Renamed' })
    expect(await opened.call('runs.edit', { run, note: 'look here' })).toMatchObject({
      label: 'Renamed',
      note: 'look here',
    })
    const edited = opened.story(run).length
    await opened.until(run, () => opened.story(run).length > edited + 3)
    await opened.control([run], 'cancel')
    await opened.ended([run])
    expect(
      opened
        .story(run)
        .slice(edited)
        .every(({ label, note }) => label === 'Renamed' && note === 'look here'),
    ).toBe(true)
    expect(await opened.call('runs.get', { run })).toMatchObject({ label: 'Renamed', note: 'look here' })
    await opened.call('runs.edit', { run, note: '' })
    expect(await opened.call('runs.get', { run })).toMatchObject({ label: 'Renamed', note: '' })
  })

  test('show any part of their curve', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await opened.start(documentWith(race))
    await opened.ended([run])
    const [whole] = await opened.call('curves.read', { runs: [{ run }], series: [...seriesNames(2)] })
    expect(whole).toMatchObject({ run, first: 0, count: 4_001, total: 4_001 })
    const [tail] = await opened.call('curves.read', { runs: [{ run, first: 3_999 }], series: ['theta_1'] })
    expect(tail).toEqual({
      run,
      first: 3_999,
      count: 2,
      total: 4_001,
      every: 1,
      last: 4_000,
      series: { theta_1: whole.series.theta_1.slice(3_999) },
    })
    expect(
      await opened.call('curves.read', { runs: [{ run, first: 9_000 }], series: ['loss'] }),
    ).toMatchObject([{ first: 4_001, count: 0, total: 4_001 }])
    const [known] = await opened.call('curves.read', { runs: [{ run }], series: ['loss', '__proto__'] })
    expect(Object.keys(known.series)).toEqual(['loss'])
  })
})

describe('export', () => {
  test('writes the runs asked for, numbered in the order asked for', async () => {
    const opened = await OpenLab.open(freshFile())
    const small = {
      iterations: 3,
      start: [2],
      runs: [{ optimizer: 'gd', hyper: { lr: 0.25 } }],
      stop: noStops,
    }
    const [first] = await opened.start(documentWith(small))
    const [second] = await opened.start(documentWith({ ...small, start: [1], iterations: 1 }))
    await opened.ended([first, second])
    const exported = (format: ExportDefinition, ...runs: number[]): string =>
      Buffer.concat([...opened.lab.exported(format, runs)]).toString('utf8')
    expect(exported(plainCurvesCsv, second, first)).toBe(
      [
        'run,iteration,epoch,loss,gradient_norm,theta_0',
        '1,0,0,1,2,1',
        '1,1,1,0.25,1,0.5',
        '2,0,0,4,4,2',
        '2,1,1,1,2,1',
        '2,2,2,0.25,1,0.5',
        '2,3,3,0.0625,0.5,0.25',
        '',
      ].join('\n'),
    )
    const rows = exported(runsCsvExport, second, first).split('\n')
    expect(rows[1]).toMatch(/^1,GD,gd,chapter,"{""lr"":0.25}",full,0,finished,.*,1,0.25,0.25,1,[\d.]+,0,1,0$/)
    expect(rows[2]).toMatch(
      /^2,GD,gd,chapter,"{""lr"":0.25}",full,0,finished,.*,3,0.0625,0.0625,3,[\d.]+,0,3,0$/,
    )
    expect(exported(plainCurvesCsv, first)).toMatch(/^run.*\n1,0,0,4,4,2\n/)
    await expect(
      opened.call('export.write', { format: 'curves.csv', runs: [first, 99] }),
    ).rejects.toMatchObject({
      kind: 'missing',
      message: 'there is no run 99',
    })
  })

  test('lets runs go on meanwhile', async () => {
    const opened = await OpenLab.open(freshFile())
    const [done] = await opened.start(documentWith({ iterations: 100_000, stop: noStops }))
    await opened.ended([done])
    const [going] = await opened.start(endless('Long'))
    await opened.until(going, ({ points }) => points > 1)
    const before = opened.story(going).length
    const { address } = await opened.call('export.write', {
      format: 'curves.csv',
      runs: Array.from({ length: 3 }, () => done),
    })
    let bytes = 0
    for await (const piece of (await opened.lab.file(address))?.pieces ?? []) bytes += piece.length
    expect(bytes).toBeGreaterThan(3e6)
    expect(opened.story(going).length).toBeGreaterThan(before)
  })
})
