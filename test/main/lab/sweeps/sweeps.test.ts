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
    // They are in no other list.
    expect(await lab.call('runs.list', {})).toHaveLength(3)
  })
})
