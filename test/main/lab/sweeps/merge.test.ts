import { expect, onTestFinished, test } from 'vitest'
import { mergeSweeps, type MergeSource } from '../../../../src/main/lab/sweeps/merge'
import { openStore } from '../../../../src/main/store'
import { documentWith } from '../../../support/experiments'
import { freshFile, OpenLab } from '../support/open-lab'

const document = documentWith({
  name: 'Curves',
  objective: { id: 'rosenbrock' },
  start: 'random',
  iterations: 50,
  runs: [{ optimizer: 'adam', hyper: { lr: { from: 1e-3, to: 0.1, steps: 3 } } }],
  sweep: { seeds: 2, keep: 'curves' },
})

/** A database with one part of the sweep. */
async function partIn(file: string, part: number): Promise<void> {
  const lab = await OpenLab.open(file)
  const { id } = await lab.lab.sweep(document, { part, of: 2 })
  await expect
    .poll(async () => (await lab.call('sweeps.get', { sweep: id })).status, { timeout: 20_000, interval: 10 })
    .toBe('paused')
  const { run } = await lab.call('sweeps.results', { sweep: id })
  await lab.call('runs.edit', { run: run[0], note: `first of part ${part}` })
  await lab.lab.close()
}

function opened(file: string): MergeSource {
  const { store } = openStore({ file, onTrouble: 'refuse' })
  onTestFinished(() => store.close())
  return { name: file, store }
}

/** What a database tells of each run, ids and times aside. */
function told({ store }: MergeSource): readonly unknown[] {
  const [{ id }] = store.sweeps.list({ trash: false })
  const { run } = store.sweeps.results(id, 3, 0, 100)
  return Array.from(run, (id) => {
    const { label, seed, finalLoss, hash, points, note, series } = store.runs.get(id) ?? {}
    return { label, seed, finalLoss, hash, points, note, ...store.curves.read(id, series ?? []) }
  })
}

test('parts of a sweep that keeps curves merge with their curves and notes, once', async () => {
  const [one, two, file] = [freshFile(), freshFile(), freshFile()]
  await partIn(one, 1)
  await partIn(two, 2)
  const [out, ...sources] = [file, two, one].map(opened)
  const session = out.store.sessions.begin(process.pid)
  expect(mergeSweeps(out, sources, session)).toMatchObject([
    { added: 6, sweep: { done: 6, total: 6, status: 'finished', keep: 'curves' } },
  ])
  const merged = told(out)
  expect(mergeSweeps(out, sources, session)).toMatchObject([{ added: 0 }])
  expect(told(out)).toEqual(merged)
  expect(merged).toHaveLength(6)
  for (const run of sources.flatMap(told)) expect(merged).toContainEqual(run)
  expect(merged).toContainEqual(expect.objectContaining({ points: 51, note: 'first of part 2' }))
})
