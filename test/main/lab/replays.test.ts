import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { documentWith, noStops } from '../../support/experiments'
import { freshFile, OpenLab } from './support/open-lab'

const race = documentWith({
  objective: { id: 'linear-regression', sigma: 0.01, data: { source: 'normal', rows: 100 } },
  iterations: 400,
  runs: [
    { optimizer: 'gd', batch: 8, seed: 3 },
    { optimizer: 'nag', schedule: { id: 'cosine', warmup: 5 } },
    { optimizer: 'adam', dialect: 'pytorch', batch: 16, sampling: 'replacement', maximize: true },
  ],
  stop: noStops,
})

/** Never the same value twice, and long enough for states to be kept. */
const long = documentWith({
  objective: { id: 'square', sigma: 1 },
  start: [0.7],
  iterations: 3_000_000,
  record: { every: 100 },
  runs: [{ optimizer: 'adam', hyper: { lr: 0.001 } }],
  stop: noStops,
})

const live = documentWith({
  objective: { id: 'rosenbrock', sigma: 0.1 },
  iterations: 4_000,
  runs: [{ optimizer: 'adam', dialect: 'pytorch', hyper: { lr: 0.01 } }],
  stop: noStops,
})

const endless = documentWith({
  objective: { id: 'square', sigma: 1 },
  start: [0.7],
  iterations: 100_000_000,
  record: { every: 1_000 },
  runs: [{ optimizer: 'gd', hyper: { lr: 0.1 } }],
  stop: noStops,
})

async function recorded(opened: OpenLab, run: number, series: string, first: number): Promise<number> {
  const [slice] = await opened.call('curves.read', { runs: [{ run, first, limit: 1 }], series: [series] })
  return slice.series[series][0]
}

const thetaOf = (value: number | Float64Array): readonly number[] =>
  typeof value === 'number' ? [value] : [...value]

test('updates of stored runs come out as they are recorded, in whichever order they are asked for', async () => {
  const opened = await OpenLab.open(freshFile())
  const runs = await opened.start(race)
  await opened.ended(runs)
  for (const run of runs) {
    for (const update of [400, 17, 18, 1, 399]) {
      const values = await opened.call('runs.update', { run, update, coordinates: [1, 0] })
      expect(values.update).toBe(update)
      for (const [when, point] of [
        ['before', update - 1],
        ['after', update],
      ] as const) {
        const expected = [
          await recorded(opened, run, 'theta_1', point),
          await recorded(opened, run, 'theta_0', point),
        ]
        expect(thetaOf(values[when].theta)).toEqual(expected)
      }
    }
  }
})

test('a long run keeps few states, and an update is made again from the nearest, or from the start', async () => {
  const file = freshFile()
  const opened = await OpenLab.open(file)
  const [run] = await opened.start(long)
  await opened.ended([run])
  const db = new Database(file)
  const kept = db
    .prepare<[], { iteration: number; bytes: number }>(
      'select iteration, length(state) as bytes from milestones order by 1',
    )
    .all()
  expect(kept.length).toBeGreaterThan(1)
  expect(kept.length).toBeLessThanOrEqual(256)
  expect(kept.reduce((sum, { bytes }) => sum + bytes, 0)).toBeLessThanOrEqual(2 ** 20)
  const update = kept[1].iteration + 100 - (kept[1].iteration % 100)
  const first = await opened.call('runs.update', { run, update, coordinates: [0] })
  expect(thetaOf(first.after.theta)).toEqual([await recorded(opened, run, 'theta_0', update / 100)])

  db.exec('delete from milestones')
  db.close()
  const again = await OpenLab.open(file)
  expect(await again.call('runs.update', { run, update, coordinates: [0] })).toEqual(first)
})

test('of a run that is going on, the updates that are stored can be asked for', async () => {
  const opened = await OpenLab.open(freshFile())
  const [run] = await opened.start(endless)
  const { iterations } = await opened.until(run, (record) => record.iterations >= 2_000)
  const values = await opened.call('runs.update', { run, update: 2_000, coordinates: [0] })
  expect(iterations).toBeGreaterThanOrEqual(2_000)
  expect(thetaOf(values.after.theta)).toEqual([await recorded(opened, run, 'theta_0', 2)])
  await opened.control([run], 'cancel')
})

test('a run that was changed after it was asked about is made again with what it was changed to', async () => {
  const opened = await OpenLab.open(freshFile())
  const [run] = await opened.start(live, true)
  await opened.step(run, 1_000)
  await opened.paused(run, 1_000)
  const asked = await opened.call('runs.update', { run, update: 900, coordinates: [0, 1] })
  const changes = [await opened.call('runs.change', { run, set: { beta1: 0.5 } })]
  await opened.step(run, 1_000)
  await opened.paused(run, 2_000)
  changes.push(await opened.call('runs.change', { run, set: { lr: 0.001 } }))
  await opened.step(run, 1_000)
  await opened.paused(run, 3_000)
  const forked = await opened.call('runs.fork', { run, at: 500, set: { lr: 0.1 } })
  await opened.ended([forked.id])

  for (const [id, update, settings] of [
    [run, changes[0].at, { lr: 0.01, beta1: 0.9 }],
    [run, changes[0].at + 1, { lr: 0.01, beta1: 0.5 }],
    [run, 3_000, { lr: 0.001, beta1: 0.5 }],
    [forked.id, 500, { lr: 0.01, beta1: 0.9 }],
    [forked.id, 501, { lr: 0.1, beta1: 0.9 }],
    [forked.id, 2_500, { lr: 0.1, beta1: 0.9 }],
  ] as const) {
    const { after } = await opened.call('runs.update', { run: id, update, coordinates: [0, 1] })
    expect(after).toMatchObject(settings)
    expect(thetaOf(after.theta)).toEqual([
      await recorded(opened, id, 'theta_0', update),
      await recorded(opened, id, 'theta_1', update),
    ])
  }
  expect(await opened.call('runs.update', { run, update: 900, coordinates: [0, 1] })).toEqual(asked)
  await opened.control([run], 'cancel')
})

test('a replay that takes long is given up when that is asked for', async () => {
  const file = freshFile()
  const opened = await OpenLab.open(file)
  const [run] = await opened.start(long)
  await opened.ended([run])
  const db = new Database(file)
  db.exec('delete from milestones')
  db.close()
  const asked = opened.call('runs.update', { run, update: 3_000_000, coordinates: [0], replay: 'here' })
  const refused = expect(asked).rejects.toThrow('it was stopped before the update had been made again')
  let share: number | null = 0
  while (share === 0) share = await opened.call('runs.replaying', { replay: 'here' })
  expect(share).toBeGreaterThan(0)
  await opened.call('runs.abandonReplay', { replay: 'here' })
  await refused
  expect(await opened.call('runs.replaying', { replay: 'here' })).toBeNull()
})

test('the sizes of m and v in the course of a run are those of its updates', async () => {
  const opened = await OpenLab.open(freshFile())
  const runs = await opened.start(race)
  await opened.ended(runs)
  const adam = runs[2]
  const { updates, of } = await opened.call('runs.sizes', { run: adam })
  expect(updates).toHaveLength(200)
  expect([updates[0], updates[199]]).toEqual([1, 400])
  for (const at of [0, 1, 77, 199]) {
    const { after } = await opened.call('runs.update', {
      run: adam,
      update: updates[at],
      coordinates: [0, 1],
    })
    for (const name of ['m', 'v', 'g', 'theta']) {
      expect(of[name][at]).toBeCloseTo(Math.hypot(...thetaOf(after[name])), 12)
    }
    expect(of.correction2[at]).toBe(after.correction2)
  }
})

test('the sizes in the course of a long run are those at its states, which nothing has to be replayed for', async () => {
  const file = freshFile()
  const opened = await OpenLab.open(file)
  const [run] = await opened.start(long)
  await opened.ended([run])
  const db = new Database(file)
  const kept = db.prepare<[], number>('select iteration from milestones order by 1').pluck().all()
  db.close()
  const { updates, of } = await opened.call('runs.sizes', { run })
  expect(of.v).toHaveLength(updates.length)
  if (kept.length >= 32) expect([...updates]).toEqual([1, ...kept.map((iteration) => iteration + 1)])
  else expect(updates).toHaveLength(200)
})

test('what there is no update of is refused in a sentence', async () => {
  const opened = await OpenLab.open(freshFile())
  const [run] = await opened.start(race)
  await opened.ended([run])
  await expect(opened.call('runs.update', { run, update: 401, coordinates: [0] })).rejects.toThrow(
    `run ${run} (Mini-batch GD (8)) has made 400 updates, so there is no update 401`,
  )
  await expect(opened.call('runs.update', { run, update: 1, coordinates: [2] })).rejects.toThrow(
    `coordinates must be below 2, the parameters of run ${run}, got 2`,
  )
})
