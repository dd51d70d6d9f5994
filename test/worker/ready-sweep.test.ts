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

it('measures targets from the reference where no minimum is known, many at once or one by one', () => {
  const swept = (reference: object) => {
    const parsed = parseSweep({
      format: 'descent-lab/experiment@2',
      name: 'Typed',
      objective: { id: 'formula', text: 'x^2 + y^2 + 3' },
      start: [1, 1],
      iterations: 200,
      runs: [{ optimizer: 'gd', hyper: { lr: { from: 0.01, to: 0.4, steps: 16 } } }],
      sweep: { targets: [0.5], ...reference },
    })
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
    const order: SweepOrder = {
      sweep: 1,
      document: parsed.value,
      tables: [],
      runs: new Uint32Array(),
      control: new SharedArrayBuffer(4),
      within: Infinity,
    }
    const reached = (trials: readonly number[]) => {
      const ready = new ReadySweep(1, order, () => undefined)
      const keys = trials.map((trial) => ({ method: 0, problem: 0, trial, seed: 0 }))
      return [...ready.made(keys)].map(({ outcome }) => outcome.reachedUpdates[0])
    }
    return [reached(Array.from({ length: 16 }, (_, trial) => trial)), [...reached([0]), ...reached([15])]]
  }
  const [, unknown] = swept({})
  expect(unknown).toEqual([NaN, NaN])
  const [together, alone] = swept({ reference: 3 })
  // Half of the way from 5 down to 3: of a step 0.02 (or 0.8) of it each, by updates.
  expect(alone).toEqual([Math.ceil(Math.log(0.5) / (2 * Math.log(0.98))), 1])
  expect([together[0], together[15]]).toEqual(alone)
})
