import { describe, expect, test } from 'vitest'
import { bytesOf, curveOf } from '../../../support/curves'
import { experimentWith, noStops, plansOf } from '../../../support/experiments'
import { Harness } from '../../../support/harness'

const bounce = { optimizer: 'gd', hyper: { lr: 1 } }
const endlessRuns = (count: number) =>
  experimentWith({ start: [0.7], iterations: 100_000_000, runs: Array.from({ length: count }, () => bounce) })

const race = experimentWith({
  objective: { id: 'linear-regression', data: { source: 'normal', rows: 100 } },
  iterations: 5_000,
  runs: [
    { optimizer: 'gd' },
    { optimizer: 'gd', batch: 1 },
    { optimizer: 'gd', batch: 32, sampling: 'replacement' },
    { optimizer: 'adam', batch: 10, seed: 4, schedule: { id: 'cosine' } },
    { optimizer: 'nag' },
    { optimizer: 'lbfgs' },
  ],
  stop: noStops,
})
const raceRuns = race.runs.map((_, index) => index + 1)

function expectRace(harness: Harness): void {
  plansOf(race).forEach((plan, index) => {
    expect(bytesOf(harness.curve(index + 1))).toEqual(bytesOf(curveOf(plan)))
  })
}

describe('runs in the pool', () => {
  test.each([1, 2])('have the points of descend, to the last bit, on %i threads', async (width) => {
    const harness = new Harness(width)
    harness.start(race)
    const endings = await harness.endings(...raceRuns)
    expect(endings.map(({ status }) => status)).toEqual(race.runs.map(() => 'finished'))
    expectRace(harness)
  })

  test('wait for a thread when there are more than it carries', async () => {
    const harness = new Harness(1)
    const runs = Array.from({ length: 30 }, (_, seed) => ({ optimizer: 'gd', batch: 3, seed }))
    const many = experimentWith({ ...race, iterations: 500, runs })
    harness.start(many)
    const endings = await harness.endings(...runs.map((_, index) => index + 1))
    expect(endings.every(({ status, iterations }) => status === 'finished' && iterations === 500)).toBe(true)
    expect(bytesOf(harness.curve(30))).toEqual(bytesOf(curveOf(plansOf(many)[29])))
  })

  test('of a new experiment do not wait for all the runs of the one before', async () => {
    const harness = new Harness(1)
    harness.start(endlessRuns(30))
    harness.start(endlessRuns(30), 101)
    harness.start(race, 201)
    const runs = Array.from({ length: 30 }, (_, index) => index + 1)
    await Promise.all(runs.slice(0, 8).map((run) => harness.points(run, 1)))
    for (const run of runs.slice(0, 3)) harness.run(run).cancel()
    // One each: the first experiment's ninth, the second's first, and the third's, which comes to an end.
    await harness.ended(201)
    await Promise.all([harness.points(9, 1), harness.points(101, 1)])
    const begun = [...runs.slice(9), ...runs.slice(1).map((run) => 100 + run)].filter(
      (run) => harness.curve(run).length > 0,
    )
    // The seat of the one that has ended went to the first experiment again.
    expect(begun.every((run) => run === 10)).toBe(true)
  })

  test('are told apart by their own settings, however many the experiment has', async () => {
    const harness = new Harness(2)
    harness.start(
      experimentWith({ start: [1], iterations: 1, runs: [bounce, { optimizer: 'gd', hyper: { lr: 0.25 } }] }),
    )
    await harness.endings(1, 2)
    expect(harness.curve(1)[1]).toEqual([1, 1, 2, -1])
    expect(harness.curve(2)[1]).toEqual([1, 0.25, 1, 0.5])
  })
})

describe('pause, step and resume', () => {
  test('a run that starts paused waits for its steps', async () => {
    const harness = new Harness(1)
    harness.start(race, 1, true)
    await harness.until(() => raceRuns.every((run) => harness.paused(run).length === 1))
    expect(raceRuns.map((run) => harness.curve(run).length)).toEqual(raceRuns.map(() => 1))
    harness.run(2).step(3)
    await harness.until(() => harness.paused(2).length === 2)
    expect(harness.paused(2)).toEqual([0, 3])
    for (const run of raceRuns) harness.run(run).resume()
    await harness.endings(...raceRuns)
    expectRace(harness)
  })

  test('steps and resumes said before a thread is there are kept', async () => {
    const harness = new Harness(1)
    harness.start(race, 1, true)
    harness.run(1).step(2)
    harness.run(1).step(3)
    harness.run(2).resume()
    expect((await harness.ended(2)).status).toBe('finished')
    await harness.until(() => harness.paused(1).includes(5))
    expect(harness.curve(1)).toHaveLength(6)
  })

  test('more runs than a thread carries can all be stepped', async () => {
    const harness = new Harness(1)
    harness.start(endlessRuns(20), 1, true)
    const runs = Array.from({ length: 20 }, (_, index) => index + 1)
    await harness.until(() => runs.every((run) => harness.paused(run).length === 1))
    for (const run of runs) harness.run(run).step(1)
    await harness.until(() => runs.every((run) => harness.paused(run).at(-1) === 1))
  })

  test('a run in the queue can be paused, and waits when its turn comes', async () => {
    const harness = new Harness(1)
    harness.start(endlessRuns(8))
    harness.start(race, 11)
    harness.run(12).pause()
    expect(harness.paused(12)).toEqual([0])
    for (let run = 1; run <= 8; run++) harness.run(run).cancel()
    await harness.until(() => harness.paused(12).length === 2)
    expect(harness.curve(12)).toHaveLength(1)
    harness.run(12).resume()
    expect(await harness.ended(12)).toMatchObject({ status: 'finished', iterations: 5_000 })
  })

  test('a pause is answered, a resume takes it up where it was', async () => {
    const harness = new Harness(1)
    harness.start(endlessRuns(1))
    await harness.points(1, 3)
    harness.run(1).pause()
    await harness.until(() => harness.paused(1).length === 1)
    const points = harness.curve(1).length
    harness.run(1).resume()
    await harness.points(1, points + 5)
    expect(harness.paused(1)).toHaveLength(1)
  })

  test('what is said to a run that has ended is not heard', async () => {
    const harness = new Harness(1)
    harness.start(experimentWith({ iterations: 3 }))
    await harness.ended(1)
    harness.run(1).pause()
    harness.run(1).resume()
    harness.run(1).step(1)
    harness.run(1).cancel()
    await harness.run(1).credit([])
    harness.start(experimentWith({ iterations: 3 }), 2)
    expect((await harness.ended(2)).status).toBe('finished')
  })
})

describe('cancel', () => {
  test('ends a run with the point it had reached, and no other', async () => {
    const harness = new Harness(1)
    harness.start(endlessRuns(2))
    await Promise.all([harness.points(1, 3), harness.points(2, 3)])
    harness.run(1).cancel()
    const ended = await harness.ended(1)
    expect(ended.status).toBe('cancelled')
    expect(ended.reason).toBe(`stopped by hand after ${ended.iterations} updates`)
    expect(harness.curve(1).at(-1)?.[0]).toBe(ended.iterations)
    await harness.points(2, harness.curve(2).length + 3)
    expect(harness.statusOf(2)).toBeUndefined()
  })

  test('ends a run in the queue at once, and the next in turn goes on', async () => {
    const harness = new Harness(1)
    harness.start(endlessRuns(8))
    harness.start(race, 11)
    harness.run(11).cancel()
    expect(await harness.ended(11)).toEqual({
      type: 'ended',
      status: 'cancelled',
      reason: 'stopped by hand after 0 updates',
      iterations: 0,
      duration: 0,
    })
    harness.run(5).cancel()
    await harness.ended(5)
    expect((await harness.ended(12)).status).toBe('finished')
  })

  test('ends a paused run, and a run cancelled twice once', async () => {
    const harness = new Harness(1)
    harness.start(endlessRuns(1), 1, true)
    await harness.until(() => harness.paused(1).length === 1)
    harness.run(1).cancel()
    harness.run(1).cancel()
    expect(await harness.ended(1)).toMatchObject({ status: 'cancelled', iterations: 0 })
  })
})

describe('close', () => {
  test('ends every thread, and nothing is told any more', async () => {
    const harness = new Harness(2)
    harness.start(endlessRuns(4))
    await harness.points(1, 2)
    await harness.pool.close()
    const points = harness.curve(1).length
    harness.run(1).cancel()
    harness.start(endlessRuns(1), 9)
    await new Promise((settle) => setImmediate(settle))
    expect(harness.curve(1)).toHaveLength(points)
    expect(harness.statusOf(1)).toBeUndefined()
  })
})
