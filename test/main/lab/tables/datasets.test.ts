import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { automatic } from '@core/read-options'
import type { DatasetRecord } from '../../../../src/main/contract'
import { Datasets, shippedFile } from '../../../../src/main/lab/tables/datasets'
import { readTableFile } from '../../../../src/main/lab/tables/table-file'
import { freshFile, openedWell } from '../../store/support/fixtures'
import { buildVersion1 } from '../../store/support/version-1'
import { resources } from '../support/open-lab'

function open(file = freshFile()): Datasets {
  const store = openedWell({ file })
  return new Datasets(store, store.sessions.begin(process.pid), resources)
}
const add = async (datasets: Datasets, name: string, text: string): Promise<DatasetRecord> =>
  datasets.add(name, await readTableFile(name, [Buffer.from(text)]))
const folder = join(resources, 'datasets')

describe('shipped tables', () => {
  test('are the files of the resources, all of them, each with what it is', () => {
    const files = readdirSync(folder).filter((name) => name.endsWith('.csv'))
    const listed = open().list()
    expect(listed.map(({ name }) => name).sort()).toEqual(files.sort())
    for (const { name, origin, rows, columns, about } of listed) {
      const [header, ...lines] = readFileSync(join(folder, name), 'utf8').trimEnd().split('\n')
      expect([origin, rows, columns.length]).toEqual(['shipped', lines.length, header.split(',').length])
      expect(about).toMatch(/\d{4}/)
    }
  })

  test.each(['faithful', '../experiment.schema.json', '__proto__', 'constructor', ''])(
    'are not %j',
    (name) => {
      expect(shippedFile(resources, name)).toBeUndefined()
      expect(open().isShipped(name)).toBe(false)
      expect(open().locate(name)).toBeUndefined()
    },
  )
})

describe('an imported table', () => {
  test('is found under its name, with the numbers of its columns', async () => {
    const datasets = open()
    const record = await add(datasets, 'mine.csv', '\uFEFFa;b\r\n"1";x\r\n2;y\r\n')
    expect(record).toEqual({
      name: 'mine.csv',
      origin: 'imported',
      rows: 2,
      columns: [
        { name: 'a', numeric: true },
        { name: 'b', numeric: false, text: 'line 2 is "x"' },
      ],
      about: '',
      read: { ...automatic, encoding: 'utf-8', separator: ';', index: 'keep' },
    })
    const source = datasets.locate('mine.csv')
    expect(source?.rows).toBe(2)
    expect([...(source?.pieces(0) ?? [])]).toEqual([Float64Array.of(1, 2)])
    expect(datasets.list().at(-1)).toEqual(record)
  })

  test('is kept once, with or without a byte order mark, and a name that is taken gets a number', async () => {
    const datasets = open()
    await add(datasets, 'mine.csv', 'a\n1\n')
    expect((await add(datasets, 'other.csv', '\uFEFFa\n1\n')).name).toBe('mine.csv')
    expect((await add(datasets, 'mine.csv', 'a\n2\n')).name).toBe('mine (2).csv')
    expect((await add(datasets, 'faithful.csv', 'a\n3\n')).name).toBe('faithful (2).csv')
    const cars = readFileSync(join(folder, 'cars.csv'), 'utf8')
    expect((await add(datasets, 'copy.csv', cars)).name).toBe('cars.csv')
    const imported = datasets.list().filter(({ origin }) => origin === 'imported')
    expect(imported.map(({ name }) => name)).toEqual(['faithful (2).csv', 'mine (2).csv', 'mine.csv'])
  })

  test('that cannot be read leaves nothing', async () => {
    const datasets = open()
    await expect(add(datasets, 'mine.csv', 'a,b\n1\n')).rejects.toThrow(
      'mine.csv has 1 cell on line 2, where the header has 2: column "b" is missing',
    )
    expect(datasets.list().filter(({ origin }) => origin === 'imported')).toEqual([])
  })
})

describe('a table that an older version kept as text', () => {
  test('becomes numbers at its first use, and stays so', async () => {
    const file = freshFile()
    buildVersion1(file)
    const datasets = open(file)
    const [before] = datasets.list().filter(({ origin }) => origin === 'imported')
    expect(() => [...(datasets.locate('a.csv')?.pieces(0) ?? [])]).toThrow('a.csv is still kept as text')
    // Two at once, as a picture and a run ask.
    await Promise.all([datasets.convert('a.csv'), datasets.convert('a.csv')])
    const pieces = [...(datasets.locate('a.csv')?.pieces(0) ?? [])]
    expect(pieces).toEqual([Float64Array.of(1)])
    expect(datasets.list().at(-1)).toEqual(before)
    const again = open(file)
    await again.convert('a.csv')
    expect([...(again.locate('a.csv')?.pieces(0) ?? [])]).toEqual(pieces)
  })
})
