import { createHash } from 'node:crypto'
import { expect, test } from 'vitest'
import type { NewDataset } from '../../../src/main/store/datasets'
import { freshFile, openedWell } from './support/fixtures'

const table = (name: string, text = 'x,y\n1,2\n'): NewDataset => ({
  name,
  text,
  sha256: createHash('sha256').update(text).digest('hex'),
  rows: 1,
  columns: [
    { name: 'x', numeric: true },
    { name: 'y', numeric: false },
  ],
})

test('an imported table is there with its text after a restart', () => {
  const file = freshFile()
  const text = 'x,größe\r\n"1",\u{1F600}\n'
  const store = openedWell({ file })
  const record = store.datasets.import(table('Mine.csv', text))
  expect(record).toEqual({
    name: 'Mine.csv',
    origin: 'imported',
    rows: 1,
    columns: table('').columns,
    about: '',
  })
  store.close()
  const reopened = openedWell({ file })
  expect(reopened.datasets.list()).toEqual([record])
  expect(reopened.datasets.getByName('Mine.csv')).toEqual(record)
  expect(reopened.datasets.text('Mine.csv')).toBe(text)
})

test('the same text is the same table, whatever it is called', () => {
  const store = openedWell({ file: freshFile() })
  const first = store.datasets.import(table('a.csv'))
  expect(store.datasets.import(table('b.csv'))).toEqual(first)
  expect(store.datasets.list()).toEqual([first])
})

test('another text under the same name gets a number', () => {
  const store = openedWell({ file: freshFile() })
  const given = ['1', '2', '3'].map((text) => store.datasets.import(table('a.b.csv', text)).name)
  expect(given).toEqual(['a.b.csv', 'a.b (2).csv', 'a.b (3).csv'])
  expect(store.datasets.import(table('plain', '4')).name).toBe('plain')
  expect(store.datasets.import(table('plain', '5')).name).toBe('plain (2)')
  expect(store.datasets.text('a.b (2).csv')).toBe('2')
})

test('names that mean a table elsewhere are left alone', () => {
  const store = openedWell({ file: freshFile() })
  const taken = ['iris.csv', 'iris (2).csv']
  expect(store.datasets.import({ ...table('iris.csv'), taken }).name).toBe('iris (3).csv')
})

test('a name that means nothing', () => {
  const store = openedWell({ file: freshFile() })
  expect(store.datasets.getByName('a.csv')).toBeUndefined()
  expect(store.datasets.text('a.csv')).toBeUndefined()
})
