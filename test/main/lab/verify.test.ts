import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { documentWith, noStops } from '../../support/experiments'
import { loadHashes } from '../../../src/main/lab/runs/trajectory-hash'
import { OpenLab, freshFile } from './support/open-lab'

const race = documentWith({
  objective: { id: 'linear-regression', data: { source: 'normal', rows: 100 } },
  iterations: 3_000,
  record: { every: 3 },
  runs: [
    { optimizer: 'gd', batch: 1, seed: 3 },
    { optimizer: 'adam', batch: 16, schedule: { id: 'cosine' } },
  ],
  stop: noStops,
})

/** Never the same value twice. */
const endless = documentWith({
  objective: { id: 'square', sigma: 1 },
  start: [0.7],
  iterations: 100_000_000,
  record: { every: 1_000 },
  runs: [{ optimizer: 'gd', hyper: { lr: 0.1 } }],
  stop: noStops,
})

async function ended(opened: OpenLab, document: unknown): Promise<readonly number[]> {
  const runs = await opened.start(document)
  await opened.ended(runs)
  return runs
}

/** Both ways at once: one run down, one up. */
const opposed = documentWith({
  objective: { id: 'square' },
  start: [0.7],
  iterations: 20,
  runs: [
    { optimizer: 'gd', hyper: { lr: 0.15 } },
    { optimizer: 'gd', hyper: { lr: 0.15 }, maximize: true },
  ],
})

/** Changes one stored number by its last bit. */
function flipBit(file: string, run: number, series: string, point: number): [before: number, after: number] {
  const db = new Database(file)
  const where = 'where run = ? and series = ? and chunk = 0'
  const data = db
    .prepare<unknown[], Buffer>(`select data from curve_chunks ${where}`)
    .pluck()
    .get(run, series)
  if (!data) throw new Error(`no ${series}`)
  const before = data.readDoubleLE(point * 8)
  data[point * 8] ^= 1
  db.prepare(`update curve_chunks set data = ? ${where}`).run(data, run, series)
  db.close()
  return [before, data.readDoubleLE(point * 8)]
}

/** Makes of a stored run what it would have been before evaluations were counted; its hash then. */
async function uncounted(opened: OpenLab, file: string, run: number): Promise<string | null> {
  const { series } = await opened.record(run)
  const names = series.slice(0, -1)
  expect(series.at(-1)).toBe('evaluations')
  const [curve] = await opened.call('curves.read', { runs: [{ run }], series: [...names] })
  const hash = (await loadHashes())(names.length)
  const columns = Float64Array.from(names.flatMap((name) => [...curve.series[name]]))
  hash.take({ first: 0, count: curve.count, columns })
  const digest = hash.digest('finished')
  const db = new Database(file)
  db.prepare(`delete from curve_chunks where run = ? and series = 'evaluations'`).run(run)
  db.prepare(
    `update runs set series = ?, hash = ?, value_evaluations = null, gradient_evaluations = null,
      hessian_evaluations = null where id = ?`,
  ).run(JSON.stringify(names), digest, run)
  db.close()
  return digest
}

describe('a run that is repeated', () => {
  test('comes out the same, and leaves nothing behind', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file)
    const runs = await ended(opened, race)
    const before = await opened.call('runs.list', {})
    const heard = opened.story(runs[1]).length
    const verification = await opened.call('runs.verify', { run: runs[1] })
    const { hash, label } = await opened.record(runs[1])
    expect(verification).toEqual({
      run: runs[1],
      label,
      same: true,
      verdict: { kind: 'same', values: { values: 5_005, points: 1_001 } },
      recorded: hash,
      found: hash,
    })
    expect(hash).toMatch(/^[0-9a-f]{64}$/)
    expect(await opened.call('runs.list', {})).toEqual(before)
    expect(opened.story(runs[1])).toHaveLength(heard)
    const db = new Database(file, { readonly: true })
    expect(db.prepare('select distinct run from curve_chunks order by run').pluck().all()).toEqual(runs)
    db.close()
  })

  test('may have brought its own rule, which its record and its document keep', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file)
    const rule = {
      text: 'v = if(dot(g, v) > 0, 0, b v) - lr g\nx = x + v',
      state: { v: 0.1 },
      hyper: { lr: 0.01, b: { default: 0.9, min: 0, max: 1 } },
    }
    const [run] = await ended(
      opened,
      documentWith({
        objective: { id: 'rosenbrock' },
        iterations: 300,
        runs: [{ optimizer: 'rule', rule, hyper: { lr: 0.001 } }],
        stop: noStops,
      }),
    )
    expect(await opened.record(run)).toMatchObject({ rule, hyper: { lr: 0.001, b: 0.9 }, status: 'finished' })
    const { experiment } = await opened.call('runs.get', { run })
    expect(experiment.runs[0].rule).toEqual(rule)
    expect(await opened.call('runs.verify', { run })).toMatchObject({ same: true })
    const fork = await opened.call('runs.fork', { run, at: 100, set: { b: 0.5 } })
    await opened.ended([fork.id])
    expect(await opened.record(fork.id)).toMatchObject({ rule })
    expect(await opened.call('runs.verify', { run: fork.id })).toMatchObject({ same: true })
    await expect(opened.call('runs.fork', { run, at: 100, set: { b: 2 } })).rejects.toThrow(/set\.b/)
  })

  test('may have climbed: its best is its highest, and it climbs again', async () => {
    const opened = await OpenLab.open(freshFile())
    const [down, climbing] = await ended(opened, opposed)
    expect(await opened.record(down)).toMatchObject({ bestIteration: 20, hyper: { lr: 0.15 } })
    const { bestLoss, bestIteration, finalLoss, hyper, status } = await opened.record(climbing)
    expect(hyper).toEqual({ lr: 0.15, maximize: true })
    expect({ status, bestIteration, bestLoss }).toEqual({
      status: 'finished',
      bestIteration: 20,
      bestLoss: finalLoss,
    })
    expect(finalLoss).toBeCloseTo(0.49 * 1.3 ** 40, 6)
    expect(await opened.call('runs.verify', { run: climbing })).toMatchObject({ same: true })
  })

  test('is no answer where the stored curve can not be read, and the lab goes on', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file)
    const [run, other] = await ended(opened, race)
    const db = new Database(file)
    db.prepare(
      `update curve_chunks set data = substr(data, 2) where run = ? and series = 'theta_0' and chunk = 0`,
    ).run(run)
    db.close()
    await expect(opened.call('runs.verify', { run })).rejects.toThrow(
      `theta_0 of run ${run} is damaged between points 0 and 4095`,
    )
    expect(await opened.call('runs.verify', { run: other })).toMatchObject({ same: true })
  })

  test('shows the one number that differs by one bit', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file)
    const [run] = await ended(opened, race)
    const [was, is] = flipBit(file, run, 'theta_1', 500)
    expect(is).not.toBe(was)
    const verification = await opened.call('runs.verify', { run })
    expect(verification).toMatchObject({
      same: false,
      verdict: {
        kind: 'value-differs',
        values: { series: 'theta_1', iteration: 1_500, stored: is, found: was },
      },
    })
    flipBit(file, run, 'theta_1', 500)
    expect(await opened.call('runs.verify', { run })).toMatchObject({ same: true })
  })

  test('is held against the hash as well', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file)
    const [run] = await ended(opened, race)
    const db = new Database(file)
    db.prepare('update runs set hash = ? where id = ?').run('0'.repeat(64), run)
    db.close()
    expect(await opened.call('runs.verify', { run })).toMatchObject({
      same: false,
      verdict: { kind: 'other-hash' },
      recorded: '0'.repeat(64),
    })
  })

  test('may end in numbers that are not finite', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await ended(
      opened,
      documentWith({ iterations: 3_000, runs: [{ optimizer: 'gd', hyper: { lr: 3 } }], stop: noStops }),
    )
    expect(await opened.record(run)).toMatchObject({ status: 'diverged' })
    expect(await opened.call('runs.verify', { run })).toMatchObject({ same: true })
  })

  test.each(['armijo', 'lbfgs', 'newton', 'polyak'])(
    'comes out the same with its evaluations and, of %s, as it was stored before they were counted',
    async (optimizer) => {
      const file = freshFile()
      const opened = await OpenLab.open(file)
      const objective = { id: 'rosenbrock' }
      const [run] = await ended(opened, documentWith({ objective, iterations: 50, runs: [{ optimizer }] }))
      expect(await opened.call('runs.verify', { run })).toMatchObject({ same: true })
      const hash = await uncounted(opened, file, run)
      expect(await opened.call('runs.verify', { run })).toMatchObject({
        same: true,
        verdict: { kind: 'same' },
        recorded: hash,
        found: hash,
      })
    },
  )

  test('may have stalled', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await ended(opened, documentWith({ objective: { id: 'saddle' }, start: [0, 0] }))
    const { status, hash } = await opened.record(run)
    expect(status).toBe('stalled')
    expect(await opened.call('runs.verify', { run })).toMatchObject({
      same: true,
      recorded: hash,
      found: hash,
    })
  })

  test('may have been stopped: what there is of it is compared', async () => {
    const file = freshFile()
    const opened = await OpenLab.open(file)
    const [run] = await opened.start(endless)
    await opened.until(run, ({ points }) => points > 20)
    await opened.control([run], 'cancel')
    await opened.ended([run])
    const { points } = await opened.record(run)
    const verification = await opened.call('runs.verify', { run })
    expect(verification).toMatchObject({ same: true, recorded: null, found: null })
    const compared = 'points' in verification.verdict.values ? verification.verdict.values.points : 0
    expect(compared).toBeGreaterThanOrEqual(points - 1)
    flipBit(file, run, 'loss', 7)
    expect((await opened.call('runs.verify', { run })).verdict).toMatchObject({
      kind: 'value-differs',
      values: { series: 'loss', iteration: 7_000 },
    })
  })

  test('has the same hash on one thread and on two', async () => {
    const hashes: (string | null)[][] = []
    for (const threads of [1, 2]) {
      const opened = await OpenLab.open(freshFile(), { threads })
      const runs = await ended(opened, race)
      hashes.push(await Promise.all(runs.map(async (run) => (await opened.record(run)).hash)))
    }
    expect(hashes[0]).toEqual(hashes[1])
    expect(new Set(hashes[0]).size).toBe(2)
  })
})

describe('a run is not repeated', () => {
  test('that is still going', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await opened.start(endless)
    await expect(opened.call('runs.verify', { run })).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringMatching(/^run 1 \(.+\) is still going$/),
    })
  })

  test('that never began', async () => {
    const opened = await OpenLab.open(freshFile())
    const [first, second] = await opened.start({ ...endless, runs: Array(9).fill({ optimizer: 'gd' }) })
    const runs = (await opened.call('runs.list', {})).map(({ id }) => id)
    await opened.control(runs, 'cancel')
    await opened.ended([first, second])
    const none = await opened.until(9, ({ status, points }) => status === 'cancelled' && points === 0)
    await expect(opened.call('runs.verify', { run: none.id })).rejects.toMatchObject({
      kind: 'conflict',
      message: expect.stringContaining('has no points to compare'),
    })
  })

  test('that is not there', async () => {
    const opened = await OpenLab.open(freshFile())
    await expect(opened.call('runs.verify', { run: 7 })).rejects.toMatchObject({ kind: 'missing' })
  })

  test('to the end when the lab closes meanwhile', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await ended(opened, { ...endless, iterations: 200_000 })
    const verification = opened.call('runs.verify', { run })
    const refused = expect(verification).rejects.toMatchObject({
      kind: 'conflict',
      message: 'the lab was closed before the run had been repeated',
    })
    await opened.lab.close()
    await refused
  })
})
