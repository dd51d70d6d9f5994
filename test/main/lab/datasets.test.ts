import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { Datasets, shippedText } from '../../../src/main/lab/datasets'
import { freshFile, openedWell } from '../store/support/fixtures'
import { resources } from './support/open-lab'

const open = (): Datasets => new Datasets(openedWell({ file: freshFile() }), resources)
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
      expect(shippedText(resources, name)).toBeUndefined()
      expect(open().isShipped(name)).toBe(false)
      expect(open().locate(name)).toBeUndefined()
    },
  )
})

describe('an imported table', () => {
  test('is found under its name as it came', () => {
    const datasets = open()
    const text = 'a;b\r\n"1";x\r\n2;y\r\n'
    expect(datasets.import('mine.csv', text)).toEqual({
      name: 'mine.csv',
      origin: 'imported',
      rows: 2,
      columns: [
        { name: 'a', numeric: true },
        { name: 'b', numeric: false },
      ],
      about: '',
    })
    expect(datasets.locate('mine.csv')).toBe(text)
    expect(datasets.list().at(-1)?.name).toBe('mine.csv')
  })

  test('is kept once, and a name that is taken gets a number', () => {
    const datasets = open()
    datasets.import('mine.csv', 'a\n1\n')
    expect(datasets.import('other.csv', 'a\n1\n').name).toBe('mine.csv')
    expect(datasets.import('mine.csv', 'a\n2\n').name).toBe('mine (2).csv')
    expect(datasets.import('faithful.csv', 'a\n3\n').name).toBe('faithful (2).csv')
    expect(datasets.import('copy.csv', shippedText(resources, 'cars.csv') ?? '').name).toBe('cars.csv')
    const imported = datasets.list().filter(({ origin }) => origin === 'imported')
    expect(imported.map(({ name }) => name)).toEqual(['faithful (2).csv', 'mine (2).csv', 'mine.csv'])
  })

  test.each([
    ['', 'mine.csv is empty; its first line must name the columns'],
    ['a,b\n', 'mine.csv has no rows below its header'],
    ['a,b\n1\n', 'mine.csv has 1 cell on line 2, where the header has 2'],
    ['a,b\nx,y\n', 'mine.csv has no column of numbers'],
  ])('must be one: %j', (text, message) => {
    const datasets = open()
    expect(() => datasets.import('mine.csv', text)).toThrow(message)
    expect(datasets.list().filter(({ origin }) => origin === 'imported')).toEqual([])
  })
})

test('a preview shows the first rows and what to know of them', () => {
  const rows = Array.from({ length: 30 }, (_, row) => `${row},${row === 4 ? 'n/a' : row}`)
  const preview = open().preview(['x,y', ...rows].join('\n'))
  expect(preview).toMatchObject({
    rows: 30,
    columns: [
      { name: 'x', numeric: true },
      { name: 'y', numeric: false },
    ],
  })
  expect(preview.head).toHaveLength(20)
  expect(preview.head[4]).toEqual(['4', 'n/a'])
  expect(preview.problems).toEqual([expect.stringContaining('y: line 6 is "n/a"')])
  expect(() => open().preview('')).toThrow('the file is empty')
})
