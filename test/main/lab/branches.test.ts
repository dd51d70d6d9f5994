import { describe, expect, test } from 'vitest'
import { firstShade, parseExperiment, serialiseExperiment, type Experiment } from '@core/experiment'
import { bytesOf, curveOf } from '../../support/curves'
import { documentWith, noStops, plansOf } from '../../support/experiments'
import { OpenLab, freshFile } from './support/open-lab'

const race = documentWith({
  objective: { id: 'linear-regression', data: { source: 'normal', rows: 100 } },
  iterations: 3_000,
  runs: [
    { optimizer: 'gd', batch: 1, seed: 3, hyper: { lr: 0.01 } },
    { optimizer: 'adam', batch: 16, schedule: { id: 'cosine' } },
  ],
  stop: noStops,
})

/** The experiment of a run as its file has it, read again. */
async function fileOf(opened: OpenLab, run: number): Promise<Experiment> {
  const { experiment } = await opened.call('runs.get', { run })
  const again = parseExperiment(JSON.parse(serialiseExperiment(experiment)))
  if (!again.ok) throw new Error(again.issues[0].message)
  return again.value
}

describe('a fork', () => {
  test('joins the runs of its parent, leaves it where it was forked, and is verified', async () => {
    const opened = await OpenLab.open(freshFile())
    const runs = await opened.start(race)
    await opened.ended(runs)
    const fork = await opened.call('runs.fork', { run: runs[0], at: 500, set: { lr: 0.1 } })
    const parent = await opened.record(runs[0])
    expect(fork).toMatchObject({
      launch: parent.launch,
      position: 2,
      color: firstShade + 1,
      label: `${parent.label}, lr 0.1 after 500`,
      forkOf: { run: parent.label, at: 500 },
      changes: [{ at: 500, set: { lr: 0.1 } }],
    })
    await opened.ended([fork.id])
    const [theirs, its] = [await opened.curve(runs[0]), await opened.curve(fork.id)]
    expect(its.slice(0, 501)).toEqual(theirs.slice(0, 501))
    expect(its[501]).not.toEqual(theirs[501])
    expect(await opened.call('runs.verify', { run: fork.id })).toMatchObject({ same: true })

    const file = await fileOf(opened, runs[0])
    expect(file.runs).toHaveLength(3)
    expect(bytesOf(curveOf(plansOf(file)[2]))).toEqual(bytesOf(its))
  })

  test('of a fork, of a renamed run, in a lab that was closed since', async () => {
    const file = freshFile()
    const before = await OpenLab.open(file)
    const runs = await before.start(race)
    await before.ended(runs)
    await before.call('runs.edit', { run: runs[1], label: 'Mine' })
    await before.lab.close()
    const opened = await OpenLab.open(file)
    const first = await opened.call('runs.fork', { run: runs[1], at: 700, set: { lr: 0.5 } })
    await opened.ended([first.id])
    const second = await opened.call('runs.fork', { run: first.id, at: 900, set: { beta1: 0.5 } })
    const [ended] = await opened.ended([second.id])
    expect(ended).toMatchObject({
      status: 'finished',
      forkOf: { run: 'Mine, lr 0.5 after 700', at: 900 },
      changes: [
        { at: 700, set: { lr: 0.5 } },
        { at: 900, set: { beta1: 0.5 } },
      ],
    })
    for (const run of [first.id, second.id])
      expect(await opened.call('runs.verify', { run })).toMatchObject({ same: true })
    expect((await opened.call('runs.list', {})).map(({ launch }) => launch)).toEqual([1, 1, 1, 1])
  })

  test.each([
    [{ at: 3_000, set: { lr: 1 } }, /changes\[0\]\.at: must be < 3000/],
    [{ at: 5, set: { lr: -1 } }, /^set\.lr: must be > 0, got -1/],
    [{ at: 5, set: { gamma: 1 } }, /^set\.gamma: unknown key; known here: lr/],
    [{ at: 5, set: {} }, /must set at least one hyper-parameter/],
    [{ at: 5, set: { lr: 1 }, run: 99 }, /there is no run 99/],
  ])('is refused: %j', async (input, message) => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await opened.start({ ...race, iterations: 3_000 })
    await expect(opened.call('runs.fork', { run, ...input })).rejects.toThrow(message)
    expect(await opened.call('runs.list', {})).toHaveLength(2)
  })
})

describe('a change while it runs', () => {
  test('is among its settings, and the run is verified from its file', async () => {
    const opened = await OpenLab.open(freshFile())
    const runs = await opened.start(race, true)
    await opened.step(runs[0], 400)
    await opened.paused(runs[0], 400)
    expect(await opened.call('runs.change', { run: runs[0], set: { lr: 0.03 } })).toEqual({
      at: 400,
      set: { lr: 0.03 },
    })
    // Its point tells the rate that the next update has, and is stored.
    expect(await opened.call('runs.change', { run: runs[1], set: { lr: 0.5 } })).toMatchObject({ at: 1 })
    await opened.control(runs, 'resume')
    await opened.ended(runs)
    expect((await opened.record(runs[0])).changes).toEqual([{ at: 400, set: { lr: 0.03 } }])
    const file = await fileOf(opened, runs[0])
    for (const [index, run] of runs.entries()) {
      expect(await opened.call('runs.verify', { run })).toMatchObject({ same: true })
      expect(bytesOf(curveOf(plansOf(file)[index]))).toEqual(bytesOf(await opened.curve(run)))
    }
  })

  test('of a run that still waits for a thread', async () => {
    const opened = await OpenLab.open(freshFile())
    const endless = documentWith({
      objective: { id: 'square', sigma: 1 },
      iterations: 100_000_000,
      record: { every: 100_000 },
      runs: Array.from({ length: 9 }, () => ({ optimizer: 'gd' })),
      stop: noStops,
    })
    const runs = await opened.start(endless)
    expect(await opened.call('runs.change', { run: runs[8], set: { lr: 0.5 } })).toMatchObject({ at: 0 })
    await opened.control(runs.slice(0, 8), 'cancel')
    await opened.until(runs[8], ({ points }) => points > 1)
    await opened.control([runs[8]], 'cancel')
    await opened.ended(runs)
    expect(await opened.call('runs.verify', { run: runs[8] })).toMatchObject({ same: true })
  })

  test('is refused where a run has ended, or its method has no such value', async () => {
    const opened = await OpenLab.open(freshFile())
    const runs = await opened.start(race, true)
    const refused = opened.call('runs.change', { run: runs[0], set: { beta1: 0.5 } })
    await expect(refused).rejects.toThrow('set.beta1: unknown key; known here: lr')
    await opened.control(runs, 'cancel')
    await opened.ended(runs)
    const late = opened.call('runs.change', { run: runs[0], set: { lr: 0.5 } })
    await expect(late).rejects.toThrow(/has ended; fork it to go on from one of its updates/)
  })
})
