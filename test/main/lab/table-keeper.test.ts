import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { normalTable } from '@core/data/normal'
import { standardize } from '@core/data/standardize'
import type { DataSource } from '@core/experiment'
import { momentsOf } from '@core/objectives/moments'
import type { Table } from '@core/objectives/contract'
import { readCsv } from '../../../src/main/lab/csv'
import { TableKeeper, type KeeperOptions, type KeptTable } from '../../../src/main/lab/table-keeper'

const { features, target } = normalTable(15_000, 1)
const files: Readonly<Record<string, string>> = {
  'small.csv': 'a,b\n1,2\n3,5\n4,4\n',
  'large.csv': ['a,b,c', ...Array.from(target, (y, row) => `${features[0][row]},${y},7`)].join('\n'),
}

function keeper(options: Partial<KeeperOptions> = {}): TableKeeper {
  const tables = new TableKeeper(
    {
      convert: () => Promise.resolve(),
      locate: (path) => (Object.hasOwn(files, path) ? readCsv(Buffer.from(files[path]), path) : undefined),
    },
    { worker: new URL('worker.mjs', inject('threads')), ...options },
  )
  onTestFinished(() => tables.close())
  return tables
}

const csv = (path: string, x = 'a', y = 'b', scaled = true): DataSource => ({
  source: 'csv',
  path,
  x: [x],
  y,
  standardize: scaled,
})
const normal = (rows: number, seed = 1): DataSource => ({ source: 'normal', rows, seed })
const tableIn = ({ table }: KeptTable): Table => table
const isShared = (table: Table): boolean =>
  [...table.features, table.target].every(({ buffer }) => buffer instanceof SharedArrayBuffer)

describe('a table', () => {
  test.each([
    ['random rows', normal(15_000), normalTable(15_000, 1)],
    [
      'a file, on a common scale',
      csv('large.csv'),
      standardize({ featureNames: ['a'], targetName: 'b', features, target }),
    ],
    [
      'a file as it is',
      csv('large.csv', 'a', 'b', false),
      { featureNames: ['a'], targetName: 'b', features, target },
    ],
  ])('made on a thread is the one made here, to the last bit: %s', async (_, data, expected) => {
    const table = await keeper().use(data, tableIn)
    expect(isShared(table)).toBe(true)
    expect(table.features.map((column) => new Float64Array(column))).toEqual(expected.features)
    expect(new Float64Array(table.target)).toEqual(expected.target)
    expect(table.moments).toEqual(momentsOf(expected))
  })

  test('of few rows is shared as well, and its view is not', async () => {
    const { table, view } = await keeper().use(csv('small.csv', 'a', 'b', false), (kept) => kept)
    expect(isShared(table)).toBe(true)
    expect(view.features).toEqual([Float64Array.of(1, 3, 4)])
    expect(view.target.buffer).toBeInstanceOf(ArrayBuffer)
  })

  test('is there once, however many ask at the same time or later', async () => {
    const tables = keeper()
    const [first, second] = await Promise.all([1, 2].map(() => tables.use(normal(15_000), tableIn)))
    expect(second.target.buffer).toBe(first.target.buffer)
    expect((await tables.use(normal(15_000), tableIn)).target.buffer).toBe(first.target.buffer)
    expect(tables.bytes).toBe(2 * 15_000 * 8)
    expect((await tables.use(normal(15_000, 2), tableIn)).target.buffer).not.toBe(first.target.buffer)
  })

  test('stays while a run holds it, and goes a while after', async () => {
    const tables = keeper({ patience: 1 })
    await tables.use(normal(100), (kept) => {
      kept.hold(1)
      kept.hold(2)
    })
    tables.release(1)
    tables.release(1)
    await tables.use(normal(50), tableIn)
    await vi.waitFor(() => expect(tables.bytes).toBe(2 * 100 * 8))
    tables.release(2)
    await vi.waitFor(() => expect(tables.bytes).toBe(0))
  })
})

test('tables that are asked for at the same time are all made, and closing waits for none', async () => {
  const tables = keeper()
  const rows = [15_000, 16_000, 17_000]
  const made = await Promise.all(rows.map((count) => tables.use(normal(count), tableIn)))
  expect(made.map(({ target }) => target.length)).toEqual(rows)
  const late = [2, 3].map((seed) => tables.use(normal(4_000_000, seed), tableIn))
  const outcomes = Promise.allSettled(late)
  await tables.close()
  expect((await outcomes).map(({ status }) => status)).toEqual(['rejected', 'rejected'])
  expect(tables.bytes).toBe(rows.reduce((sum, count) => sum + count * 16, 0))
})

describe('a limit', () => {
  const budget = 3 * 2 ** 20

  test('is named before anything is made', async () => {
    const tables = keeper({ budget })
    await expect(tables.use(normal(10_000_000), tableIn)).rejects.toMatchObject({
      kind: 'limit',
      message: 'this table takes 153 MB of memory; the limit for all tables is 3 MB',
    })
    expect(tables.bytes).toBe(0)
  })

  test('makes what nobody uses go first', async () => {
    const tables = keeper({ budget })
    await tables.use(normal(100_000), tableIn)
    await tables.use(normal(100_000, 2), tableIn)
    expect(tables.bytes).toBe(100_000 * 16)
  })

  test('counts what runs hold', async () => {
    const tables = keeper({ budget })
    await tables.use(normal(100_000), (kept) => kept.hold(1))
    await expect(tables.use(normal(100_000, 2), tableIn)).rejects.toThrow(
      'the limit for all tables is 3 MB, and those in use take 2 MB',
    )
    tables.release(1)
    expect((await tables.use(normal(100_000, 2), tableIn)).target).toHaveLength(100_000)
  })
})

describe('what is wrong with the data', () => {
  test.each([
    [csv('none.csv'), 'objective.data.path: no file or data set "none.csv" was found'],
    [csv('large.csv', 'b', 'b'), 'objective.data.x[0]: must not name the target, "b"'],
    [csv('large.csv', 'd'), 'objective.data.x[0]: "d" is not a column of large.csv; it has a, b, c'],
    [
      csv('large.csv', 'c'),
      'objective.data.standardize: column "c" cannot be standardized: every value is 7',
    ],
  ])('is told with its path, and takes no room: %j', async (data, message) => {
    const tables = keeper()
    await expect(tables.use(data, tableIn)).rejects.toMatchObject({ kind: 'invalid', message })
    expect(tables.bytes).toBe(0)
  })

  test('a thread that cannot be had is no silence', async () => {
    const tables = keeper({ worker: new URL('nowhere.mjs', inject('threads')) })
    await expect(tables.use(normal(15_000), tableIn)).rejects.toMatchObject({ kind: 'internal' })
    expect(tables.bytes).toBe(0)
  })
})
