import { describe, expect, inject, onTestFinished, test, vi } from 'vitest'
import { normalTable } from '@core/data/normal'
import { standardize } from '@core/data/standardize'
import { dataKindOf } from '@core/objectives/reading'
import { momentsOf } from '@core/objectives/regression/moments'
import type { Table } from '@core/objectives/contract'
import { readCsv } from '../../../../src/main/lab/tables/csv'
import { experimentWith } from '../../../support/experiments'
import {
  TableKeeper,
  type KeeperOptions,
  type KeptTable,
  type WantedTable,
} from '../../../../src/main/lab/tables/table-keeper'

const { features, target } = normalTable(15_000, 1)
const noise = normalTable(15_000, 2).target
const files: Readonly<Record<string, string>> = {
  'small.csv': 'a,b\n1,2\n3,5\n4,4\n',
  'classes.csv': 'a,c\n1,0\n3,1\n4,0\n',
  'many.csv': ['a,c', ...Array.from(target, (y, row) => `${features[0][row]},${y > 0 ? 1 : 0}`)].join('\n'),
  'wide.csv': [
    'a,b,c,d,e,y',
    ...Array.from(target, (y, row) => `${features[0][row]},${y},${row},${row % 7},${row % 11},${noise[row]}`),
  ].join('\n'),
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

const on = (data: WantedTable['data']): WantedTable => ({ objective: 'linear-regression', data })
const csv = (path: string, x = 'a', y = 'b', scaled = true): WantedTable =>
  on({ source: 'csv', path, x: [x], y, standardize: scaled })
const normal = (rows: number, seed = 1): WantedTable => on({ source: 'normal', rows, seed })
const [full, sgd, drawn] = experimentWith({
  objective: { id: 'linear-regression', data: { source: 'normal', rows: 100 } },
  runs: [
    { optimizer: 'gd' },
    { optimizer: 'gd', batch: 1 },
    { optimizer: 'gd', batch: 32, sampling: 'replacement' },
  ],
}).runs
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
    expect(table.summary).toEqual(momentsOf(expected))
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

  test('is there once for all kinds of objectives, each with what it knows of the rows', async () => {
    for (const path of ['classes.csv', 'many.csv']) {
      const tables = keeper()
      const data = csv(path, 'a', 'c', false)
      const line = await tables.use(data, tableIn)
      const bytes = tables.bytes
      const odds = await tables.use({ ...data, objective: 'logistic-regression' }, tableIn)
      expect(odds.target.buffer).toBe(line.target.buffer)
      expect(tables.bytes).toBe(bytes)
      expect(line.summary).toEqual(dataKindOf('linear-regression').summarised(line).summary)
      expect(odds.summary).toEqual(dataKindOf('logistic-regression').summarised(line).summary)
    }
  })

  test('stays while a run holds it, and goes a while after', async () => {
    const tables = keeper({ keptFor: 1 })
    await tables.use(normal(100), (kept) => {
      kept.hold(1, full)
      kept.hold(2, full)
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
    await tables.use(normal(100_000), (kept) => kept.hold(1, full))
    await expect(tables.use(normal(100_000, 2), tableIn)).rejects.toThrow(
      'the limit for all tables is 3 MB, and those in use take 2 MB',
    )
    tables.release(1)
    expect((await tables.use(normal(100_000, 2), tableIn)).target).toHaveLength(100_000)
  })
})

describe('what runs hold beside a table', () => {
  const wide = on({
    source: 'csv',
    path: 'wide.csv',
    x: ['a', 'b', 'c', 'd', 'e'],
    y: 'y',
    standardize: false,
  })
  const columns = 6 * 15_000 * 8
  const rowByRow = 5 * 15_000 * 8

  test('is the order of its rows and some blocks, and is counted until they end', async () => {
    const tables = keeper()
    await tables.use(
      normal(100_000),
      (kept) => {
        kept.hold(1, sgd)
        kept.hold(2, full)
      },
      [sgd, full],
    )
    const ahead = 2 * 2 ** 13 * 8
    expect(tables.bytes).toBe(100_000 * 16 + 100_000 * 4 + ahead)
    await tables.use(normal(100_000), (kept) => kept.hold(3, drawn), [drawn])
    tables.release(1)
    expect(tables.bytes).toBe(100_000 * 16 + 32 * 4 + ahead)
    tables.release(3)
    expect(tables.bytes).toBe(100_000 * 16)
  })

  test('is a clear refusal where it does not fit, before anything starts', async () => {
    const tables = keeper({ budget: 2 * 2 ** 20 })
    const start = vi.fn()
    await expect(tables.use(normal(100_000), start, [sgd, sgd])).rejects.toMatchObject({
      kind: 'limit',
      message:
        'what these runs hold beside their table takes 2 MB of memory; the limit for all tables is 2 MB, and those in use take 2 MB',
    })
    expect(start).not.toHaveBeenCalled()
    expect(await tables.use(normal(100_000), () => 'room', [full, full])).toBe('room')
  })

  test('of many features, its rows are laid out once, for batches alone', async () => {
    const tables = keeper()
    const whole = await tables.use(wide, tableIn, [full])
    expect(whole.rowMajor).toBeUndefined()
    expect(tables.bytes).toBe(columns)
    const [first, second] = await Promise.all([1, 2].map(() => tables.use(wide, tableIn, [full, sgd])))
    expect(first.rowMajor?.buffer).toBeInstanceOf(SharedArrayBuffer)
    expect(second.rowMajor?.buffer).toBe(first.rowMajor?.buffer)
    expect(tables.bytes).toBe(columns + rowByRow)
    const { features, rowMajor = [] } = first
    expect(Array.from(rowMajor)).toEqual(
      [...target.keys()].flatMap((row) => features.map((feature) => feature[row])),
    )
    expect(first.features[0].buffer).toBe(whole.features[0].buffer)
  })

  test('is refused by its name where the rows can not be laid out', async () => {
    const tables = keeper({ budget: columns })
    await tables.use(wide, tableIn, [full])
    await expect(tables.use(wide, tableIn, [sgd])).rejects.toThrow(
      'this table laid out for batches takes 1 MB of memory; the limit for all tables is 1 MB',
    )
  })
})

test('one that could not be made takes no place of one that could', async () => {
  let broken = true
  const found = readCsv(Buffer.from(files['large.csv']), 'large.csv')
  const pieces = (column: number): Iterable<Float64Array> => {
    if (broken) throw new Error('a bad moment')
    return found.pieces(column)
  }
  const tables = new TableKeeper(
    { convert: () => Promise.resolve(), locate: () => ({ ...found, pieces }) },
    { worker: new URL('worker.mjs', inject('threads')), keptFor: 60_000 },
  )
  onTestFinished(() => tables.close())
  const data = csv('large.csv')
  const first = tables.use(data, tableIn)
  // Asked for between the failure and the end of those who wait for it.
  const second = first.catch(() => {
    broken = false
    return tables.use(data, tableIn)
  })
  await expect(first).rejects.toThrow('a bad moment')
  const table = await second
  expect((await tables.use(data, tableIn)).target.buffer).toBe(table.target.buffer)
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

  test.each(['small.csv', 'large.csv'])('for one kind of objective, another may take: %s', async (path) => {
    const tables = keeper()
    const data = csv(path, 'a', 'b', false)
    await expect(tables.use({ ...data, objective: 'logistic-regression' }, tableIn)).rejects.toMatchObject({
      kind: 'invalid',
      message: expect.stringMatching(/^objective\.data\.y: must be 0 or 1 in every row, got .+ in row 1$/),
    })
    expect((await tables.use(data, tableIn)).summary).toBeDefined()
  })

  test('a thread that cannot be had is no silence', async () => {
    const tables = keeper({ worker: new URL('nowhere.mjs', inject('threads')) })
    await expect(tables.use(normal(15_000), tableIn)).rejects.toMatchObject({ kind: 'internal' })
    expect(tables.bytes).toBe(0)
  })
})
