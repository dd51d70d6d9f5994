import { expect, test } from 'vitest'
import { freshFile, OpenLab } from '../support/open-lab'
test('speed', async () => {
  for (const threads of [1, 2]) {
    const lab = await OpenLab.open(freshFile(), { threads })
    for (const seeds of [10, 1000]) {
      const t = performance.now()
      const r = await lab.call('sweeps.start', { document: {
        format: 'descent-lab/experiment@1', name: 'Rates', objective: { id: 'rosenbrock' }, start: 'random', iterations: 1000,
        runs: [{ optimizer: 'adam', hyper: { lr: { from: 1e-4, to: 0.1, steps: 10, scale: 'log' } } }], sweep: { seeds } } })
      await expect.poll(async () => (await lab.call('sweeps.get', { sweep: r.id })).status, { timeout: 60_000, interval: 5 }).toBe('finished')
      const d = performance.now() - t
      const rec = await lab.call('sweeps.get', { sweep: r.id })
      const t2 = performance.now()
      await lab.call('sweeps.results', { sweep: r.id })
      const t3 = performance.now()
      await lab.call('runs.list', {})
      console.log(threads, seeds * 10, d.toFixed(0), 'ms', (rec.duration).toFixed(0), 'compute; results', (t3 - t2).toFixed(1), 'list', (performance.now() - t3).toFixed(1), rec.diverged)
    }
  }
}, 120000)
