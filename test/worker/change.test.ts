import { describe, expect, test } from 'vitest'
import type { Change, Experiment } from '@core/experiment'
import { Channel } from '../support/channel'
import { CurveBook, bytesOf, curveOf, type CurveRows } from '../support/curves'
import { experimentWith, noStops, plansOf } from '../support/experiments'

const budget = 20_000

const raceOf = (run: object, every = 1): Experiment =>
  experimentWith({
    objective: { id: 'linear-regression', data: { source: 'normal', rows: 60 } },
    // As many points, and so as long on its way, however few updates leave one.
    iterations: budget * every,
    record: { every },
    runs: [{ optimizer: 'adam', batch: 4, ...run }],
    stop: noStops,
  })

const scheduled = { schedule: { id: 'cosine', warmup: 10 } }

function curveFrom(channel: Channel, experiment: Experiment): CurveRows {
  const [{ series, recordEvery }] = plansOf(experiment)
  const book = new CurveBook(series, recordEvery)
  for (const batch of channel.of('batch', 1)) book.take(batch)
  return book.rows
}

/** What comes out of the file in which the run's changes stand. */
function curveWith(experiment: Experiment, changes: readonly Change[]): CurveRows {
  const [run] = experiment.runs
  return curveOf(plansOf({ ...experiment, runs: [{ ...run, changes }] })[0])
}

const change = (channel: Channel, set: Change['set']): void => channel.send({ type: 'change', run: 1, set })

describe('settings of a run on a thread', () => {
  test.each([
    ['every point recorded', raceOf({})],
    ['every 7th point recorded', raceOf({}, 7)],
    ['its rate recorded along', raceOf(scheduled)],
  ])('change while it runs as its file then has it, to the last bit: %s', async (_, experiment) => {
    const channel = new Channel()
    channel.start(1, experiment)
    await channel.until(() => channel.of('batch', 1).length > 0)
    change(channel, { lr: 0.2 })
    const [first] = await channel.until(() => channel.of('changed', 1).length > 0 && channel.of('changed', 1))
    // Two changes between the same two updates are one.
    await channel.until(() => (channel.of('batch', 1).at(-1)?.iteration ?? 0) > (first.at ?? Infinity))
    change(channel, { lr: 0.02, beta1: 0.5 })
    await channel.ended(1)
    const told = channel.of('changed', 1)
    const { changes, at } = told[told.length - 1]
    expect(first.changes).toEqual([{ at: first.at, set: { lr: 0.2 } }])
    expect(changes.at(-1)).toEqual({ at, set: { lr: 0.02, beta1: 0.5 } })
    expect(changes).toHaveLength(2)
    expect(bytesOf(curveFrom(channel, experiment))).toEqual(bytesOf(curveWith(experiment, changes)))
  })

  test.each([
    ['with the update that is next', raceOf({}), 500],
    ['one update later where the rate of the next is recorded', raceOf(scheduled), 501],
  ])('change while it is paused %s', async (_, experiment, at) => {
    const channel = new Channel()
    channel.start(1, experiment, 500)
    await channel.paused(1)
    change(channel, { lr: 0.2 })
    change(channel, { beta1: 0.8 })
    channel.send({ type: 'resume', run: 1 })
    await channel.ended(1)
    const changes = [{ at, set: { lr: 0.2, beta1: 0.8 } }]
    expect(channel.of('changed', 1).map((told) => [told.at, told.changes])).toEqual([
      [at, [{ at, set: { lr: 0.2 } }]],
      [at, changes],
    ])
    expect(bytesOf(curveFrom(channel, experiment))).toEqual(bytesOf(curveWith(experiment, changes)))
  })

  test('before its first update', async () => {
    const channel = new Channel()
    channel.start(1, raceOf({}), 0)
    change(channel, { lr: 0.2 })
    channel.send({ type: 'resume', run: 1 })
    await channel.ended(1)
    const changes = [{ at: 0, set: { lr: 0.2 } }]
    expect(channel.of('changed', 1)[0].changes).toEqual(changes)
    expect(bytesOf(curveFrom(channel, raceOf({})))).toEqual(bytesOf(curveWith(raceOf({}), changes)))
  })

  test('do not where no update is left for them', async () => {
    const channel = new Channel()
    channel.start(1, raceOf(scheduled), budget - 1)
    await channel.paused(1)
    change(channel, { lr: 0.2 })
    expect(await channel.until(() => channel.of('changed', 1)[0])).toMatchObject({ at: null, changes: [] })
    channel.send({ type: 'resume', run: 1 })
    await channel.ended(1)
    expect(bytesOf(curveFrom(channel, raceOf(scheduled)))).toEqual(bytesOf(curveWith(raceOf(scheduled), [])))
  })
})
