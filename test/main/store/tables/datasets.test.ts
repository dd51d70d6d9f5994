import Database from 'better-sqlite3'
import { expect, test } from 'vitest'
import { automatic } from '@core/read-options'
import type { DatasetRecord } from '../../../../src/main/contract'
import type { Store } from '../../../../src/main/store'
import type { NewDataset } from '../../../../src/main/store/tables/datasets'
import { freshFile, openedWell } from '../support/fixtures'

const columns = [
  { name: 'x', numeric: true },
  { name: 'y', numeric: false, text: 'line 2 is "a"' },
] as const

const read = {
  ...automatic,
  encoding: 'utf-16le',
  separator: ';',
  index: 'keep',
  missing: 'drop-rows',
} as const

const table = (name: string, sha256 = '1'): NewDataset => ({ name, sha256, rows: 3, columns, read })

/** Imports a table of two chunks, as a session of its own. */
function imported(store: Store, dataset: NewDataset, numbers = [1.5, -0, 3]): DatasetRecord {
  const content = store.datasets.begin(store.sessions.begin(process.pid))
  store.datasets.append(content, [{ column: 0, chunk: 0, values: Float64Array.from(numbers.slice(0, 2)) }])
  store.datasets.append(content, [{ column: 0, chunk: 1, values: Float64Array.from(numbers.slice(2)) }])
  return store.datasets.keep(content, dataset)
}

function numbersOf(store: Store, name: string): readonly number[] {
  const content = store.datasets.getByName(name)?.content ?? NaN
  return [0, 1, 2].flatMap((chunk) => [...(store.datasets.chunk(content, 0, chunk) ?? [])])
}

/** Rows of the tables that hold numbers. */
function left(file: string): readonly unknown[] {
  const db = new Database(file, { readonly: true })
  try {
    return ['contents', 'content_chunks'].map((name) =>
      db.prepare(`select count(*) from ${name}`).pluck().get(),
    )
  } finally {
    db.close()
  }
}

test('an imported table is there with its numbers, to the last bit, after a restart', () => {
  const file = freshFile()
  const store = openedWell({ file })
  const record = imported(store, table('Mine.csv'))
  expect(record).toEqual({ name: 'Mine.csv', origin: 'imported', rows: 3, columns, about: '', read })
  store.sessions.end(1)
  store.close()
  const reopened = openedWell({ file })
  expect(reopened.datasets.list()).toEqual([record])
  expect(reopened.datasets.getByName('Mine.csv')).toMatchObject(record)
  expect(numbersOf(reopened, 'Mine.csv')).toEqual([1.5, -0, 3])
})

test('the same file is the same table, whatever it is called', () => {
  const store = openedWell({ file: freshFile() })
  const first = imported(store, table('a.csv'))
  expect(imported(store, table('b.csv'))).toEqual(first)
  expect(store.datasets.list()).toEqual([first])
})

test('another file under the same name gets a number', () => {
  const store = openedWell({ file: freshFile() })
  const given = ['1', '2', '3'].map((hash) => imported(store, table('a.b.csv', hash), [Number(hash)]).name)
  expect(given).toEqual(['a.b.csv', 'a.b (2).csv', 'a.b (3).csv'])
  expect(imported(store, table('plain', '4')).name).toBe('plain')
  expect(imported(store, table('plain', '5')).name).toBe('plain (2)')
  expect(numbersOf(store, 'a.b (2).csv')).toEqual([2])
})

test('names that mean a table elsewhere are left alone', () => {
  const store = openedWell({ file: freshFile() })
  const taken = ['iris.csv', 'iris (2).csv']
  expect(imported(store, { ...table('iris.csv'), taken }).name).toBe('iris (3).csv')
})

test('a name that means nothing', () => {
  const store = openedWell({ file: freshFile() })
  expect(store.datasets.getByName('a.csv')).toBeUndefined()
  expect(store.datasets.text('a.csv')).toBeUndefined()
})

test('what is not kept goes with its session, and nobody sees it before', () => {
  const file = freshFile()
  const store = openedWell({ file })
  const session = store.sessions.begin(process.pid)
  const content = store.datasets.begin(session)
  store.datasets.append(content, [{ column: 0, chunk: 0, values: Float64Array.of(1) }])
  expect(store.datasets.list()).toEqual([])
  expect(store.datasets.begunBy([session])).toEqual([content])
  imported(store, table('kept.csv'))
  expect(left(file)).toEqual([2, 3])
  store.sessions.end(session)
  expect(left(file)).toEqual([1, 2])
})

test('a content is discarded a few chunks at a time', () => {
  const file = freshFile()
  const store = openedWell({ file })
  const content = store.datasets.begin(store.sessions.begin(process.pid))
  for (const chunk of [0, 1, 2]) {
    const values = Float64Array.of(chunk)
    store.datasets.append(content, [
      { column: 0, chunk, values },
      { column: 1, chunk, values },
    ])
  }
  expect(store.datasets.discard(content, 2, 1)).toBe(true)
  expect(store.datasets.discard(content, 2, 1)).toBe(false)
  expect(store.datasets.chunk(content, 1, 2)).toBeUndefined()
  expect(store.datasets.chunk(content, 0, 2)).toEqual(Float64Array.of(2))
  expect(store.datasets.discard(content, 2)).toBe(true)
  expect(left(file)).toEqual([1, 1])
  expect(store.datasets.discard(content, 2)).toBe(false)
  expect(left(file)).toEqual([0, 0])
})
