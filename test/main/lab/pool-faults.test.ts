import { describe, expect, test } from 'vitest'
import type { Experiment } from '@core/experiment'
import { bytesOf, curveOf } from '../../support/curves'
import { experimentWith, noStops, plansOf } from '../../support/experiments'
import { Harness } from '../../support/harness'

/** Healthy, and long enough to be under way when the other goes wrong. */
const healthy = experimentWith({
  objective: { id: 'linear-regression', data: { source: 'normal', rows: 5_000 } },
  iterations: 4_000,
  runs: [{ optimizer: 'gd' }, { optimizer: 'gd', batch: 8 }, { optimizer: 'adam' }],
  stop: noStops,
})
const healthyRuns = [1, 2, 3]

/** See the mad worker. */
const mad = (id: string, iterations = 10_000): Experiment =>
  experimentWith({
    objective: { id },
    iterations,
    runs: [{ optimizer: 'gd', hyper: { lr: 1e-9 } }],
    stop: noStops,
  })
const culprit = 9

async function expectHealthy(harness: Harness): Promise<void> {
  const endings = await harness.endings(...healthyRuns)
  expect(endings.map(({ status }) => status)).toEqual(['finished', 'finished', 'finished'])
  plansOf(healthy).forEach((plan, index) => {
    expect(bytesOf(harness.curve(index + 1))).toEqual(bytesOf(curveOf(plan)))
  })
}

/** Points of the culprit that are right, up to where it went wrong. */
function expectBeginning(harness: Harness, id: string): void {
  const curve = harness.curve(culprit)
  expect(curve.length).toBeGreaterThan(0)
  expect(curve.length).toBeLessThan(5_001)
  expect(bytesOf(curve)).toEqual(bytesOf(curveOf(plansOf(mad(id))[0]).slice(0, curve.length)))
}

describe('a run that goes wrong fails, and only that', () => {
  test('by an error of its own: the thread goes on', async () => {
    const harness = new Harness(1, 'mad-worker.mjs')
    harness.start(mad('double-well'), culprit)
    harness.start(healthy)
    expect(await harness.ended(culprit)).toMatchObject({
      status: 'failed',
      reason: 'nothing but trouble',
      error: { name: 'Error', message: 'nothing but trouble' },
    })
    await expectHealthy(harness)
    // Every point before the fault is there: 4,999 evaluations, the start included.
    expect(harness.curve(culprit)).toHaveLength(4_999)
    expectBeginning(harness, 'double-well')
  })

  test.each([1, 2])(
    'by taking its thread with it, one of %i: the others repeat their points',
    async (width) => {
      const harness = new Harness(width, 'mad-worker.mjs')
      harness.start(healthy)
      harness.start(mad('quartic'), culprit)
      const ended = await harness.ended(culprit)
      expect(ended).toMatchObject({ status: 'failed', reason: 'its thread ended unexpectedly' })
      expect(ended.iterations).toBe(harness.curve(culprit).at(-1)?.[0])
      await expectHealthy(harness)
      expectBeginning(harness, 'quartic')
    },
  )

  test('by an error between two turns, when nobody can see whose it was', async () => {
    const harness = new Harness(1, 'mad-worker.mjs')
    harness.start(healthy)
    // Under way for longer than a timer takes.
    harness.start(mad('ripples', 50_000_000), culprit)
    expect(await harness.ended(culprit)).toMatchObject({
      status: 'failed',
      reason: 'its thread crashed: out of the blue',
    })
    await expectHealthy(harness)
  })

  test('by hanging: it is stopped by force, the others go on elsewhere', async () => {
    const harness = new Harness(1, 'mad-worker.mjs')
    harness.start(healthy)
    const hang = Harness.hang()
    harness.start(mad('smooth-abs'), culprit)
    await hang
    harness.run(culprit).cancel()
    expect(await harness.ended(culprit)).toMatchObject({
      status: 'failed',
      reason: 'its thread did not answer and was replaced',
    })
    await expectHealthy(harness)
    expectBeginning(harness, 'smooth-abs')
  })
})

describe('computing time', () => {
  test('has no pause in it, even where the run can not say so itself', async () => {
    const harness = new Harness(1, 'mad-worker.mjs')
    harness.start(experimentWith({ stop: noStops, runs: [{ optimizer: 'gd' }] }), 1, true)
    await harness.until(() => harness.paused(1).length === 1)
    const hang = Harness.hang()
    harness.start(mad('smooth-abs'), culprit)
    await hang
    const begun = performance.now()
    harness.run(1).cancel()
    const { status, duration } = await harness.ended(1)
    expect(status).toBe('cancelled')
    expect(duration).toBeLessThan(performance.now() - begun)
  })

  test('has in it what a run was busy with that never came to an end', async () => {
    const harness = new Harness(1, 'mad-worker.mjs')
    const hang = Harness.hang()
    harness.start(mad('smooth-abs'), culprit)
    await hang
    harness.run(culprit).cancel()
    const { status, duration } = await harness.ended(culprit)
    expect(status).toBe('failed')
    // So long a thread is given to show that it gets on.
    expect(duration).toBeGreaterThan(100)
  })
})

describe('a thread that hangs', () => {
  test('does not keep another of its runs from being cancelled', async () => {
    const harness = new Harness(1, 'mad-worker.mjs')
    const hang = Harness.hang()
    harness.start(mad('smooth-abs'), culprit)
    await hang
    harness.start(healthy)
    harness.run(1).cancel()
    expect((await harness.ended(1)).status).toBe('cancelled')
    harness.run(culprit).cancel()
    expect((await harness.ended(culprit)).status).toBe('failed')
    const endings = await harness.endings(2, 3)
    expect(endings.map(({ status }) => status)).toEqual(['finished', 'finished'])
  })

  test('is ended by close', async () => {
    const harness = new Harness(1, 'mad-worker.mjs')
    const hang = Harness.hang()
    harness.start(mad('smooth-abs'), culprit)
    await hang
    await harness.pool.close()
    expect(harness.statusOf(culprit)).toBeUndefined()
  })
})

describe('a run whose update takes long', () => {
  test('is cancelled before the update is over, and its thread goes on with the others', async () => {
    const harness = new Harness(1, 'mad-worker.mjs')
    harness.start(healthy, 1, true)
    harness.run(1).step(7)
    await harness.until(() => harness.paused(1).at(-1) === 7)
    const hang = Harness.hang()
    harness.start(mad('plateau'), culprit)
    await hang
    harness.run(culprit).cancel()
    const ended = await harness.ended(culprit)
    expect(ended).toMatchObject({
      status: 'cancelled',
      reason: `stopped by hand after ${ended.iterations} updates`,
    })
    expect(harness.curve(culprit).at(-1)?.[0]).toBe(ended.iterations)
    harness.run(1).step(1)
    await harness.until(() => harness.paused(1).at(-1) === 8)
    // On a thread that had been replaced it would have said once more that it rests at 7.
    expect(harness.paused(1).filter((iteration) => iteration > 0)).toEqual([7, 8])
  })
})

describe('runs of a thread that died of another', () => {
  test('come back to where they were paused, and can be stepped on', async () => {
    const harness = new Harness(1, 'mad-worker.mjs')
    harness.start(healthy, 1, true)
    harness.run(1).step(7)
    await harness.until(() => harness.paused(1).at(-1) === 7)
    const times = harness.paused(1).length
    harness.start(mad('quartic'), culprit)
    await harness.ended(culprit)
    await harness.until(() => harness.paused(1).length > times)
    expect(harness.paused(1).at(-1)).toBe(7)
    harness.run(1).step(1)
    await harness.until(() => harness.paused(1).at(-1) === 8)
    expect(harness.curve(1)).toEqual(curveOf(plansOf(healthy)[0]).slice(0, 9))
  })

  test('end as cancelled if they were cancelled meanwhile, with all their points counted', async () => {
    const harness = new Harness(1, 'mad-worker.mjs')
    harness.start(experimentWith({ ...healthy, iterations: 100_000_000 }))
    await harness.points(1, 5)
    harness.start(mad('quartic'), culprit)
    await harness.ended(culprit)
    for (const run of healthyRuns) harness.run(run).cancel()
    for (const run of healthyRuns) {
      const ended = await harness.ended(run)
      expect(ended.status).toBe('cancelled')
      expect(ended.iterations).toBeGreaterThanOrEqual(harness.curve(run).at(-1)?.[0] ?? NaN)
      expect(ended.reason).toBe(`stopped by hand after ${ended.iterations} updates`)
    }
  })
})

test('a thread that can not even start fails its runs, and does not start for ever', async () => {
  const harness = new Harness(2, 'no-worker.mjs')
  harness.start(healthy)
  for (const ended of await harness.endings(...healthyRuns)) {
    expect(ended).toMatchObject({ status: 'failed', iterations: 0 })
    expect(ended.reason).toMatch(/^its thread crashed: .*no-worker/)
  }
})
