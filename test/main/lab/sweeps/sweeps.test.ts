import { describe, expect, test } from 'vitest'
import { runStatuses } from '@core/run-statuses'
import type { SweepResults } from '../../../../src/main/contract'
import { freshFile, OpenLab } from '../support/open-lab'

const rates = { from: 1e-4, to: 1, steps: 7, scale: 'log' }

/** The task of the issue: seven rates by five seeds. */
const document = (sweep: object = { seeds: 5 }, others: object = {}) => ({
  format: 'descent-lab/experiment@1',
  name: 'Rates',
  objective: { id: 'rosenbrock' },
  start: 'random',
  iterations: 300,
  runs: [{ optimizer: 'adam', hyper: { lr: rates } }],
  sweep,
  ...others,
})

const rowsOf = (results: SweepResults) =>
  Array.from({ length: results.count }, (_, index) => ({
    key: [results.method, results.problem, results.trial, results.seed].map((column) => column[index]),
    values: results.values.map((column) => column[index]),
    run: results.run[index],
    status: runStatuses[results.status[index]],
    finalLoss: results.finalLoss[index],
    bestLoss: results.bestLoss[index],
    iterations: results.iterations[index],
    startLoss: results.startLoss[index],
    reached: results.reachedUpdates.map((column) => column[index]),
  }))

async function finished(lab: OpenLab, sweep: number): Promise<void> {
  await expect
    .poll(async () => (await lab.call('sweeps.get', { sweep })).status, { timeout: 20_000, interval: 10 })
    .toBe('finished')
}

describe('a sweep', () => {
  test('of seven rates by five seeds: every run as it is by itself', async () => {
    const lab = await OpenLab.open(freshFile())
    const record = await lab.call('sweeps.start', { document: document() })
    expect(record).toMatchObject({ name: 'Rates', total: 35, methods: ['Adam'], seeds: 5, problems: 1 })
    await finished(lab, record.id)
    const results = await lab.call('sweeps.results', { sweep: record.id })
    expect(results).toMatchObject({ count: 35, total: 35, first: 0 })
    const rows = rowsOf(results)
    expect(new Set(rows.map(({ key }) => key.join())).size).toBe(35)
    for (const row of [rows[0], rows[17], rows[34]]) {
      const experiment = await lab.call('sweeps.experiment', { run: row.run })
      const [alone] = await lab.call('runs.start', { experiment, paused: false })
      await expect
        .poll(async () => (await lab.call('runs.get', { run: alone.id })).status, { timeout: 20_000 })
        .not.toMatch(/queued|running/)
      const made = await lab.call('runs.get', { run: alone.id })
      expect(made).toMatchObject({ finalLoss: row.finalLoss, bestLoss: row.bestLoss, status: row.status })
      expect(made.hyper.lr).toBe(row.values[0])
      const stored = await lab.call('runs.get', { run: row.run })
      expect(stored).toMatchObject({
        finalLoss: made.finalLoss,
        bestIteration: made.bestIteration,
        gradientEvaluations: made.gradientEvaluations,
        seed: made.seed,
        points: 0,
      })
    }
    const [{ run }] = rows
    expect(await lab.call('runs.verify', { run })).toMatchObject({ same: true, verdict: { kind: 'same' } })
    // No curve was kept, which is said wherever one is asked for.
    for (const asked of [
      () => lab.call('curves.read', { runs: [{ run, first: 0 }], series: ['loss'] }),
      () => lab.call('export.write', { format: 'curves.csv', runs: [run] }),
    ])
      await expect(asked()).rejects.toMatchObject({
        kind: 'conflict',
        message: expect.stringContaining('kept values and no curves') as string,
      })
    await expect(lab.call('runs.trash', { runs: [run] })).rejects.toMatchObject({
      message: `run ${run} is one of a sweep; it goes with its sweep`,
    })
    await expect(lab.call('runs.fork', { run, at: 1, set: { lr: 1 } })).rejects.toMatchObject({
      message: `run ${run} is one of a sweep; open it in the Lab, run it by itself and fork that`,
    })
    // They are in no other list.
    expect(await lab.call('runs.list', {})).toHaveLength(3)
  })

  test('keeps whole curves where it is asked to: they are those of the runs by themselves, and can be verified', async () => {
    const lab = await OpenLab.open(freshFile())
    const record = await lab.call('sweeps.start', {
      document: document({ seeds: 1, keep: 'curves' }, { iterations: 9_000, start: [-1, 1] }),
    })
    await finished(lab, record.id)
    const [first] = rowsOf(await lab.call('sweeps.results', { sweep: record.id }))
    const experiment = await lab.call('sweeps.experiment', { run: first.run })
    const [alone] = await lab.start(experiment)
    await lab.ended([alone])
    expect(await lab.curve(first.run)).toEqual(await lab.curve(alone))
    expect(await lab.call('runs.verify', { run: first.run })).toMatchObject({ same: true })
    const [stored, made] = [
      await lab.call('runs.get', { run: first.run }),
      await lab.call('runs.get', { run: alone }),
    ]
    expect(stored).toMatchObject({ hash: made.hash, reason: made.reason, points: 9_001 })
  })

  test('is paused, gone on with, and made longer: nothing is lost and nothing there twice', async () => {
    const lab = await OpenLab.open(freshFile())
    const document_ = document({ seeds: 200 }, { iterations: 2_000 })
    const { id } = await lab.call('sweeps.start', { document: document_ })
    await expect
      .poll(async () => (await lab.call('sweeps.get', { sweep: id })).done, { timeout: 20_000, interval: 5 })
      .toBeGreaterThan(0)
    const paused = await lab.call('sweeps.control', { sweep: id, action: 'pause' })
    expect(paused.status).toBe('paused')
    expect(paused.done).toBeLessThan(1_400)
    expect((await lab.call('sweeps.control', { sweep: id, action: 'resume' })).status).toBe('running')
    await finished(lab, id)
    const before = rowsOf(await lab.call('sweeps.results', { sweep: id }))
    expect(new Set(before.map(({ key }) => key.join())).size).toBe(1_400)
    const longer = await lab.call('sweeps.extend', { sweep: id, seeds: 12 })
    expect(longer).toMatchObject({ total: 7 * 212, done: 1_400, status: 'running' })
    await finished(lab, id)
    const after = rowsOf(await lab.call('sweeps.results', { sweep: id }))
    expect(after.slice(0, 1_400)).toEqual(before)
    expect(new Set(after.map(({ key }) => key.join())).size).toBe(7 * 212)
    await expect(lab.call('sweeps.extend', { sweep: id, trials: 1 })).rejects.toMatchObject({
      kind: 'invalid',
      message: 'trials: a grid ends with its steps; only more seeds can be added to it',
    })
  })

  test('goes to the trash, comes back, and goes for good with its runs', async () => {
    const lab = await OpenLab.open(freshFile())
    const { id, launch } = await lab.call('sweeps.start', { document: document() })
    await finished(lab, id)
    await lab.call('sweeps.trash', { sweeps: [id] })
    expect(await lab.call('sweeps.list', {})).toEqual([])
    await lab.call('sweeps.restore', { sweeps: [id] })
    expect(await lab.call('sweeps.list', {})).toMatchObject([{ id, launch, done: 35, status: 'finished' }])
    const { run } = await lab.call('sweeps.results', { sweep: id })
    await lab.call('sweeps.trash', { sweeps: [id] })
    await lab.call('sweeps.purge', { sweeps: [id] })
    await expect
      .poll(() => lab.call('runs.get', { run: run[0] }).catch((error: Error) => error.message))
      .toBe(`there is no run ${run[0]}`)
    await expect(lab.call('sweeps.get', { sweep: id })).rejects.toMatchObject({ kind: 'missing' })
  })

  test('runs on data, in batches, with noise and a typed function as well, and tells how long it will take', async () => {
    const lab = await OpenLab.open(freshFile())
    const data = { source: 'normal', rows: 60 }
    const mixed = document(
      { seeds: 3, problems: [{ objective: { id: 'linear-regression', data, sigma: 0.1 } }] },
      {
        start: undefined,
        objective: { id: 'linear-regression', data },
        runs: [
          {
            optimizer: 'gd',
            batch: { values: [1, 10, 'full'] },
            hyper: { lr: { from: 0.01, to: 0.1, steps: 2 } },
          },
          { optimizer: 'adam', schedule: { id: 'constant', warmup: { from: 0, to: 20, steps: 3 } } },
        ],
      },
    )
    const plan = await lab.call('sweeps.plan', { document: mixed })
    expect(plan).toMatchObject({ runs: 54, methods: [{ trials: 6 }, { trials: 3 }] })
    expect(plan.estimate).toBeGreaterThan(0)
    const { id } = await lab.call('sweeps.start', { document: mixed })
    await finished(lab, id)
    const results = await lab.call('sweeps.results', { sweep: id })
    expect(results.count).toBe(54)
    const rows = rowsOf(results)
    for (const row of [rows[1], rows[7], rows[20], rows[53]]) {
      const [alone] = await lab.start(await lab.call('sweeps.experiment', { run: row.run }))
      const [made] = await lab.ended([alone])
      expect(made).toMatchObject({ finalLoss: row.finalLoss, bestLoss: row.bestLoss, status: row.status })
      expect((await lab.call('runs.get', { run: row.run })).series).toEqual(made.series)
    }
    // "full" is the third of its list.
    expect(new Set(results.values[0])).toEqual(new Set([0, 1, 2, NaN]))
  })
})
