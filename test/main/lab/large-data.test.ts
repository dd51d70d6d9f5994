import Database from 'better-sqlite3'
import { expect, onTestFinished, test, vi } from 'vitest'
import type { DataSource } from '@core/experiment'
import { linearRegression } from '@core/objectives/regression/linear-regression'
import { RandomState } from '@core/data/random'
import { documentWith } from '../../support/experiments'
import { openedWell } from '../store/support/fixtures'
import { freshFile, OpenLab } from './support/open-lab'

const rows = 200_000
const wrongLine = 150_000

/** y = 3 x + 1 and a little noise; z is y but for one cell. */
function csvText(): string {
  const random = new RandomState(9)
  const lines = ['x,y,z']
  for (let row = 0; row < rows; row++) {
    const x = random.double()
    const y = (3 * x + 1 + (random.double() - 0.5) / 10).toFixed(6)
    lines.push(`${x.toFixed(6)},${y},${lines.length + 1 === wrongLine ? 'many' : y}`)
  }
  return `${lines.join('\n')}\n`
}
const text = csvText()
const on = (data: DataSource, runs: readonly object[], iterations = 300): object =>
  documentWith({ objective: { id: 'linear-regression', data }, iterations, runs })
const csv = (y: string): DataSource => ({ source: 'csv', path: 'big.csv', x: ['x'], y, standardize: true })
const threeWays = [
  { optimizer: 'gd', hyper: { lr: 0.1 } },
  { optimizer: 'gd', batch: 1, hyper: { lr: 0.05 } },
  { optimizer: 'gd', batch: 1_000, hyper: { lr: 0.1 } },
]

test('200,000 rows come in beside a run, are kept, looked at, and fitted in three ways', async () => {
  const file = freshFile()
  const opened = await OpenLab.open(file)
  const [beside] = await opened.start(documentWith({ iterations: 50_000_000, stop: stopless }))
  await opened.until(beside, ({ iterations }) => iterations > 0)
  const before = opened.story(beside).length

  const bytes = Buffer.from(text)
  const id = await opened.call('datasets.open', { name: 'big.csv', bytes: bytes.length })
  const told: number[] = []
  for (let at = 0; at < bytes.length; at += 2 ** 18) {
    const data = bytes.subarray(at, at + 2 ** 18)
    const progress = await opened.call('datasets.append', { import: id, at, data })
    expect(progress.bytes).toBe(at + data.length)
    told.push(progress.rows)
  }
  expect(told).toEqual([...told].sort((a, b) => a - b))
  expect(new Set(told).size).toBe(told.length)
  expect(await opened.call('datasets.finish', { import: id })).toMatchObject({
    rows,
    problems: [`z: line ${wrongLine} is "many", not a number; the column can't be chosen`],
  })
  await opened.call('datasets.keep', { import: id, name: 'big.csv' })
  await opened.until(beside, () => opened.story(beside).length > before)
  await opened.control([beside], 'cancel')
  await opened.ended([beside])

  const view = await opened.call('datasets.table', { data: csv('y') })
  expect(view.sample?.rows).toBe(rows)
  expect(view.target.length).toBeLessThan(rows)
  const [lowest] = linearRegression.create({ gradient: 'mean' }, view).minima
  const ids = await opened.start(on(csv('y'), threeWays))
  const ended = await opened.ended(ids)
  expect(ended.map(({ rows, minimum }) => [rows, minimum])).toEqual(ids.map(() => [rows, lowest.value]))
  for (const { finalLoss } of ended) expect(finalLoss).toBeLessThan(lowest.value + 0.01)
  expect(ended[0].finalLoss).toBeCloseTo(lowest.value, 9)
  expect(lowest.value).toBeCloseTo(0.01 / 12, 5)

  // As a later day finds it: the same numbers, so the same curves.
  await opened.lab.close()
  const again = await OpenLab.open(file)
  const verified = await Promise.all(ids.map((run) => again.call('runs.verify', { run })))
  expect(verified.map(({ same }) => same)).toEqual([true, true, true])
})

const stopless = { gradientNorm: 0, parameterChange: 0, divergeAbove: 0 }

test('what an import left behind whose lab died is gone after the next start', async () => {
  const file = freshFile()
  const store = openedWell({ file })
  // A number that no process has.
  const content = store.datasets.begin(store.sessions.begin(2 ** 22 + 1))
  const values = new Float64Array(1_000)
  for (let chunk = 0; chunk < 20; chunk++) store.datasets.append(content, [{ column: 0, chunk, values }])
  store.close()
  await OpenLab.open(file)
  const look = new Database(file, { readonly: true })
  onTestFinished(() => void look.close())
  const left = look.prepare<[], number>('select count(*) from content_chunks').pluck()
  await vi.waitFor(() => expect(left.get()).toBe(0))
})

test('a cell that is no number is told by its file, line and column', async () => {
  const opened = await OpenLab.open(freshFile())
  await opened.import('big.csv', text)
  await expect(opened.start(on(csv('z'), threeWays))).rejects.toMatchObject({
    kind: 'invalid',
    message: `objective.data.y: column "z" of big.csv must be numbers, but line ${wrongLine} is "many"`,
  })
  expect(await opened.call('runs.list', {})).toEqual([])
})

test('a table that does not fit into memory is refused with the sizes', async () => {
  const opened = await OpenLab.open(freshFile(), { tableBudget: 2 ** 20 })
  await expect(
    opened.start(on({ source: 'normal', rows: 1_000_000, seed: 0 }, threeWays)),
  ).rejects.toMatchObject({
    kind: 'limit',
    message: 'this table takes 16 MB of memory; the limit for all tables is 1 MB',
  })
})
