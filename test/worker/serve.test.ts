import { Worker } from 'node:worker_threads'
import { describe, expect, test } from 'vitest'
import type { Experiment } from '@core/experiment'
import { batchPoints, controlSlot, controlSlots, creditsOf } from '../../src/worker/protocol'
import { Channel } from '../support/channel'
import { CurveBook, curveOf, type CurveRows } from '../support/curves'
import { experimentWith, noStops, plansOf } from '../support/experiments'

/** Bounces between 0.7 and -0.7, for ten seconds and more. */
const endless = experimentWith({
  start: [0.7],
  iterations: 100_000_000,
  runs: [{ optimizer: 'gd', hyper: { lr: 1 } }],
})
/** The same, with every point recorded. */
const long = experimentWith({
  start: [0.7],
  iterations: 400_000,
  record: { every: 1 },
  runs: [{ optimizer: 'gd', hyper: { lr: 1 } }],
})
/** What a run of one parameter has. */
const credits = creditsOf(3)
const brief = experimentWith({
  objective: { id: 'rosenbrock' },
  iterations: 3_000,
  runs: [{ optimizer: 'adam' }],
  stop: noStops,
})

function curveFrom(channel: Channel, run: number, experiment: Experiment): CurveRows {
  const [{ series, recordEvery }] = plansOf(experiment)
  const book = new CurveBook(series, recordEvery)
  for (const batch of channel.of('batch', run)) book.take(batch)
  return book.rows
}

describe('a run on a thread', () => {
  test('is heard of after the thread is ready', async () => {
    const channel = new Channel()
    channel.start(7, brief)
    await channel.ended(7)
    expect(channel.told[0]).toEqual({ type: 'ready' })
    expect(channel.told.at(-1)?.type).toBe('ended')
  })

  test.each([
    ['a function', brief],
    [
      'data in batches',
      experimentWith({
        objective: { id: 'linear-regression', data: { source: 'normal', rows: 30 } },
        iterations: 2_500,
        runs: [{ optimizer: 'nag', batch: 4 }],
      }),
    ],
    ['one that converges', experimentWith({ objective: { id: 'quadratic' }, iterations: 100_000 })],
    ['one that diverges', experimentWith({ start: [1], runs: [{ optimizer: 'gd', hyper: { lr: 9 } }] })],
    [
      'one with no parameters recorded',
      experimentWith({ objective: { id: 'quadratic', curvatures: Array(20).fill(1) } }),
    ],
    [
      'one that records every 2nd point',
      experimentWith({
        start: [1],
        iterations: 100_001,
        runs: [{ optimizer: 'gd', hyper: { lr: 1e-5 } }],
        stop: noStops,
      }),
    ],
  ])('gives the points of descend, to the last bit: %s', async (_, experiment) => {
    const [plan] = plansOf(experiment)
    const channel = new Channel()
    channel.start(1, experiment)
    const ended = await channel.ended(1)
    const expected = curveOf(plan)
    expect(curveFrom(channel, 1, experiment)).toEqual(expected)
    expect(ended.iterations).toBe(expected.at(-1)?.[0])
    expect(ended.duration).toBeGreaterThanOrEqual(0)
  })

  test('sends full batches but for the last ones', async () => {
    const channel = new Channel()
    channel.start(1, brief)
    await channel.ended(1)
    const batches = channel.of('batch', 1)
    expect(batches.reduce((sum, { count }) => sum + count, 0)).toBe(3_001)
    expect(Math.max(...batches.map(({ count }) => count))).toBeLessThanOrEqual(batchPoints)
    expect(batches.at(-1)?.iteration).toBe(3_000)
  })

  test('tells how it ended', async () => {
    const channel = new Channel()
    channel.start(1, experimentWith({ start: [0] }))
    channel.start(2, experimentWith({ start: [1e200] }))
    channel.start(3, experimentWith({ start: [1], iterations: 5 }))
    channel.start(4, experimentWith({ objective: { id: 'saddle' }, start: [0, 0] }))
    expect(await channel.ended(4)).toMatchObject({
      status: 'stalled',
      reason:
        "stalled: the gradient norm is 0, below 2.4e-9 (1e-9 of the objective's own slope); a saddle, not a minimum: curvature from -2 to 2 there",
      iterations: 0,
    })
    expect(await channel.ended(1)).toMatchObject({ status: 'converged', iterations: 0 })
    expect(await channel.ended(2)).toMatchObject({ status: 'diverged', iterations: 0 })
    expect(await channel.ended(3)).toEqual({
      type: 'ended',
      run: 3,
      status: 'finished',
      reason: 'finished: 5 iterations done',
      iterations: 5,
      evaluations: { valueEvaluations: 0, gradientEvaluations: 5, hessianEvaluations: 0 },
      duration: expect.any(Number),
    })
  })

  test('takes turns with others', async () => {
    const channel = new Channel()
    for (const run of [1, 2, 3]) channel.start(run, endless)
    await channel.until(() => [1, 2, 3].every((run) => channel.of('batch', run).length > 3))
    for (const run of [1, 2, 3]) channel.raiseCancel(run)
    for (const run of [1, 2, 3]) expect(await channel.ended(run)).toMatchObject({ status: 'cancelled' })
  })
})

describe('pause, step and resume', () => {
  test('a paused run shows its start, then steps, then runs to its end', async () => {
    const channel = new Channel()
    channel.start(1, brief, 0)
    expect(await channel.paused(1)).toMatchObject({
      type: 'paused',
      run: 1,
      iteration: 0,
      duration: expect.any(Number),
    })
    expect(channel.of('batch', 1)).toHaveLength(1)
    expect(curveFrom(channel, 1, brief)).toHaveLength(1)

    channel.send({ type: 'step', run: 1, updates: 1 })
    expect(await channel.paused(1, 2)).toMatchObject({ iteration: 1 })
    channel.send({ type: 'step', run: 1, updates: 20 })
    channel.send({ type: 'step', run: 1, updates: 2 })
    await channel.until(() => channel.of('paused', 1).at(-1)?.iteration === 23)
    expect(curveFrom(channel, 1, brief)).toHaveLength(24)

    channel.send({ type: 'resume', run: 1 })
    expect(await channel.ended(1)).toMatchObject({ status: 'finished', iterations: 3_000 })
    expect(curveFrom(channel, 1, brief)).toEqual(curveOf(plansOf(brief)[0]))
  })

  test('a run that starts with an allowance stops when it is used up', async () => {
    const channel = new Channel()
    channel.start(1, brief, 1_500)
    expect(await channel.paused(1)).toMatchObject({ iteration: 1_500 })
    expect(curveFrom(channel, 1, brief)).toHaveLength(1_501)
  })

  test('a free run pauses where it stands, once, with its points sent', async () => {
    const channel = new Channel()
    channel.start(1, endless)
    await channel.until(() => channel.of('batch', 1).length > 2)
    channel.send({ type: 'pause', run: 1 })
    channel.send({ type: 'pause', run: 1 })
    const { iteration } = await channel.paused(1)
    expect(curveFrom(channel, 1, endless).at(-1)?.[0]).toBe(Math.floor(iteration / 1_000) * 1_000)
    channel.send({ type: 'step', run: 1, updates: 3 })
    expect(await channel.paused(1, 2)).toMatchObject({ iteration: iteration + 3 })
    expect(channel.of('paused', 1)).toHaveLength(2)
  })

  test('a run at rest is not heard again, whatever wakes it', async () => {
    const channel = new Channel()
    channel.start(1, brief, 5)
    await channel.paused(1)
    channel.send({ type: 'pause', run: 1 })
    channel.credit(1)
    channel.start(2, brief)
    await channel.ended(2)
    expect(channel.of('paused', 1)).toHaveLength(1)
  })

  test('a step makes a free run pause', async () => {
    const channel = new Channel()
    channel.start(1, endless)
    channel.send({ type: 'step', run: 1, updates: 10 })
    const { iteration } = await channel.paused(1)
    expect(iteration).toBeGreaterThanOrEqual(10)
  })

  test('a run at its very last update ends rather than pauses', async () => {
    const channel = new Channel()
    channel.start(1, brief, 0)
    channel.send({ type: 'step', run: 1, updates: 3_000 })
    expect(await channel.ended(1)).toMatchObject({ status: 'finished', iterations: 3_000 })
    expect(channel.of('paused', 1).filter(({ iteration }) => iteration > 0)).toEqual([])
  })

  test('a run that starts at its end ends, paused or not', async () => {
    const channel = new Channel()
    channel.start(1, experimentWith({ start: [0] }), 0)
    expect(await channel.ended(1)).toMatchObject({ status: 'converged', iterations: 0 })
    expect(channel.of('paused', 1)).toEqual([])
  })

  test('what is said to a run that is not there is not heard', async () => {
    const channel = new Channel()
    for (const type of ['pause', 'resume', 'cancel'] as const) channel.send({ type, run: 9 })
    channel.credit(9)
    channel.send({ type: 'step', run: 9, updates: 1 })
    channel.start(1, brief)
    await channel.ended(1)
    channel.send({ type: 'resume', run: 1 })
    channel.start(2, brief)
    await channel.ended(2)
    expect(channel.told.filter(({ type }) => type === 'ended')).toHaveLength(2)
  })
})

describe('cancel', () => {
  test('the flag alone stops a run, with the point it had reached', async () => {
    const channel = new Channel()
    channel.start(1, endless)
    await channel.until(() => channel.of('batch', 1).length > 1)
    channel.raiseCancel(1)
    const ended = await channel.ended(1)
    const { iterations } = ended
    expect(ended).toMatchObject({
      status: 'cancelled',
      reason: `stopped by hand after ${iterations} updates`,
    })
    const curve = curveFrom(channel, 1, endless)
    expect(curve.at(-1)?.[0]).toBe(iterations)
    expect(Math.sign(curve.at(-1)?.[3] ?? NaN)).toBe((-1) ** iterations)
    // Every thousandth before that.
    expect(curve.slice(0, -1).map(([iteration]) => iteration)).toEqual(
      Array.from({ length: curve.length - 1 }, (_, index) => index * 1_000),
    )
  })

  test('a run that was stopped before its thread had time for it never begins', async () => {
    const channel = new Channel()
    channel.start(1, endless)
    channel.raiseCancel(1)
    expect(await channel.ended(1)).toMatchObject({ status: 'cancelled', iterations: 0, duration: 0 })
    expect(channel.of('batch', 1)).toEqual([])
  })

  test('a paused run ends', async () => {
    const channel = new Channel()
    channel.start(1, brief, 3)
    await channel.paused(1)
    channel.raiseCancel(1)
    channel.send({ type: 'cancel', run: 1 })
    expect(await channel.ended(1)).toMatchObject({ status: 'cancelled', iterations: 3 })
    expect(curveFrom(channel, 1, brief)).toHaveLength(4)
  })

  test('a run that nobody reads ends', async () => {
    const channel = new Channel(false)
    channel.start(1, long)
    await channel.until(() => channel.of('batch', 1).length === credits - 1)
    channel.raiseCancel(1)
    channel.send({ type: 'cancel', run: 1 })
    const { iterations } = await channel.ended(1)
    expect(curveFrom(channel, 1, long).at(-1)?.[0]).toBe(iterations)
    expect(channel.of('batch', 1).length).toBeLessThanOrEqual(credits)
  })
})

describe('credits', () => {
  test('hold a run back while the others go on', async () => {
    const channel = new Channel(false)
    channel.start(1, long)
    await channel.until(() => channel.of('batch', 1).length === credits - 1)
    const stopped = curveFrom(channel, 1, long).length
    channel.start(2, brief)
    await channel.ended(2)
    expect(curveFrom(channel, 1, long)).toHaveLength(stopped)

    channel.credit(1)
    await channel.until(() => channel.of('batch', 1).length === credits)
    channel.start(3, brief)
    await channel.ended(3)
    expect(channel.of('batch', 1)).toHaveLength(credits)
  })

  test('a run held back can be paused', async () => {
    const channel = new Channel(false)
    channel.start(1, long)
    await channel.until(() => channel.of('batch', 1).length === credits - 1)
    channel.send({ type: 'pause', run: 1 })
    expect((await channel.paused(1)).iteration).toBe(curveFrom(channel, 1, long).length - 1)
  })

  test('never leave more batches untaken than agreed, and the whole curve comes', async () => {
    const channel = new Channel(false)
    channel.start(1, long)
    let taken = 0
    await channel.until(() => {
      const sent = channel.of('batch', 1).length
      expect(sent - taken).toBeLessThanOrEqual(credits)
      // Taken late and in heaps.
      if (sent - taken >= credits - 1) {
        channel.credit(1, sent - taken)
        taken = sent
      }
      return channel.of('ended', 1)[0]
    })
    expect(curveFrom(channel, 1, long)).toHaveLength(400_001)
  })
})

test('a shuffle ends in the middle when its run is stopped', async () => {
  const rows = 2_000_000
  const channel = new Channel()
  const shuffling = experimentWith({
    objective: { id: 'linear-regression', data: { source: 'normal', rows } },
    iterations: 100_000_000,
    runs: [{ optimizer: 'gd', batch: 1, hyper: { lr: 1e-6 } }],
    stop: noStops,
  })
  const flags = channel.start(1, shuffling)
  await channel.until(() => channel.of('batch', 1).length > 0)
  // This very thread shuffles, and between two updates nothing else beats.
  const stopper = new Worker(
    `const { flags, beats, cancel } = require('node:worker_threads').workerData
     const before = Atomics.load(flags, beats)
     while (Atomics.load(flags, beats) === before);
     Atomics.store(flags, cancel, 1)`,
    { eval: true, workerData: { flags, ...controlSlot } },
  )
  const { status, iterations } = await channel.ended(1)
  await stopper.terminate()
  expect([status, iterations % rows]).toEqual(['cancelled', 0])
})

describe('the memory of whole batches', () => {
  const sharedBy = (channel: Channel, run: number): readonly SharedArrayBuffer[] =>
    channel
      .of('batch', run)
      .map(({ columns }) => columns.buffer)
      .filter((buffer) => buffer instanceof SharedArrayBuffer)
  const first = (buffer: SharedArrayBuffer | undefined): number =>
    new Float64Array(buffer ?? new SharedArrayBuffer(8))[0]
  const untilHeldBack = (channel: Channel) =>
    channel.until(() => channel.of('batch', 1).length === credits - 1)
  // Every loss is another one.
  const falling = experimentWith({
    start: [0.7],
    iterations: 400_000,
    record: { every: 1 },
    runs: [{ optimizer: 'gd', hyper: { lr: 1e-6 } }],
    stop: noStops,
  })

  test('is written again when they have been taken, and not before', async () => {
    const channel = new Channel(false)
    channel.start(1, falling)
    await untilHeldBack(channel)
    const [oldest, ...others] = sharedBy(channel, 1)
    const before = [oldest, ...others].map(first)
    expect(new Set(before).size).toBe(before.length)
    channel.credit(1, 2, [oldest])
    await channel.until(() => channel.of('batch', 1).length === credits + 1)
    const after = others.map(first)
    expect(after).toEqual(before.slice(1))
    expect(first(oldest)).toBeLessThan(Math.min(...before))
  })

  test('goes to the next run when its own has ended', async () => {
    const channel = new Channel(false)
    channel.start(1, experimentWith({ ...falling, iterations: 2 * batchPoints }))
    await channel.ended(1)
    const left = sharedBy(channel, 1)
    const start = first(left[0])
    channel.credit(1, left.length, left)
    channel.start(2, experimentWith({ ...falling, start: [0.1], iterations: 2 * batchPoints }))
    await channel.ended(2)
    expect(first(left[0])).not.toBe(start)
    expect(curveFrom(channel, 2, experimentWith({ ...falling, start: [0.1] }))).toHaveLength(
      2 * batchPoints + 1,
    )
  })
})

describe('a fault', () => {
  test('in setting a run up leaves no sign that its thread is at work on it', async () => {
    const channel = new Channel()
    const control = new SharedArrayBuffer(controlSlots * Int32Array.BYTES_PER_ELEMENT)
    const experiment = experimentWith({
      objective: { id: 'linear-regression', data: { source: 'normal', rows: 9 } },
    })
    channel.send({ type: 'start', run: 1, experiment, table: undefined, control, allowance: null })
    expect(await channel.ended(1)).toMatchObject({ status: 'failed', reason: 'linear regression needs data' })
    expect(Atomics.load(new Int32Array(control), controlSlot.active)).toBe(0)
  })

  test('in an optimizer ends its run and no other', async () => {
    const channel = new Channel()
    // The saddle has no smallest value, which Polyak's step needs.
    channel.start(1, experimentWith({ objective: { id: 'saddle' }, runs: [{ optimizer: 'polyak' }] }))
    channel.start(2, brief)
    const ended = await channel.ended(1)
    expect(ended).toMatchObject({ status: 'failed', iterations: 0, error: { name: 'Error' } })
    expect(ended.reason).toContain('smallest value of the objective')
    expect(channel.of('batch', 1)).toHaveLength(1)
    expect(await channel.ended(2)).toMatchObject({ status: 'finished', iterations: 3_000 })
  })

  test('before the first point ends its run and no other', async () => {
    const channel = new Channel()
    const nonsense = { ...brief, objective: { id: 'cube' } }
    channel.start(1, nonsense)
    channel.start(2, brief)
    expect(await channel.ended(1)).toMatchObject({
      status: 'failed',
      reason: 'unknown objective cube',
      iterations: 0,
      duration: 0,
    })
    expect(await channel.ended(2)).toMatchObject({ status: 'finished' })
  })
})
