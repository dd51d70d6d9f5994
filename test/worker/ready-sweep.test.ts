import { expect, it } from 'vitest'
import { parseSweep } from '@core/sweep/document'
import type { SweepOrder } from '../../src/worker/protocol'
import { ReadySweep } from '../../src/worker/ready-sweep'

it('counts for each of the runs made at once its share of their time, by its updates', () => {
  const parsed = parseSweep({
    format: 'descent-lab/experiment@2',
    name: 'Rates',
    objective: { id: 'rosenbrock' },
    iterations: 2_000,
    runs: [{ optimizer: 'gd', hyper: { lr: { from: 1e-5, to: 1, steps: 16, scale: 'log' } } }],
    sweep: { seeds: 1 },
  })
  if (!parsed.ok) throw new Error('the sweep is at fault')
  const order: SweepOrder = {
    sweep: 1,
    document: parsed.value,
    tables: [],
    runs: new Uint32Array(),
    control: new SharedArrayBuffer(4),
    within: Infinity,
  }
  const ready = new ReadySweep(1, order, () => undefined)
  const keys = Array.from({ length: 16 }, (_, trial) => ({ method: 0, problem: 0, trial, seed: 0 }))
  const made = [...ready.made(keys)].map(({ outcome }) => outcome)
  const [slow, fast] = [made[0], made[15]]
  expect(slow.iterations).toBe(2_000)
  expect(fast).toMatchObject({ status: 'diverged' })
  expect(fast.duration / slow.duration).toBeCloseTo((fast.iterations + 1) / 2_001, 9)
})
