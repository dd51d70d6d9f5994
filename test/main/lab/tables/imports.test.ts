import Database from 'better-sqlite3'
import { setImmediate } from 'node:timers/promises'
import { expect, test, vi } from 'vitest'
import { Imports } from '../../../../src/main/lab/tables/imports'
import type { Store } from '../../../../src/main/store'
import { freshFile, openedWell } from '../../store/support/fixtures'

const unknown = (): undefined => undefined

interface Desk {
  readonly imports: Imports
  readonly store: Store
  /** Chunks of numbers in the database. */
  chunks(): number
}

function desk(longestRest?: number): Desk {
  const file = freshFile()
  const store = openedWell({ file })
  const look = new Database(file, { readonly: true })
  const count = look.prepare<[], number>(
    'select (select count(*) from content_chunks) + (select count(*) from contents)',
  )
  return {
    imports: new Imports(store, store.sessions.begin(process.pid), longestRest),
    store,
    chunks: () => count.pluck().get() ?? NaN,
  }
}

/** Lets what is deleted in turns with other work be deleted. */
async function settled(holds: () => boolean): Promise<void> {
  for (let turn = 0; turn < 1_000 && !holds(); turn++) await setImmediate()
  expect(holds()).toBe(true)
}

const rowsOf = (count: number): string =>
  Array.from({ length: count }, (_, row) => `${row},${-row}\n`).join('')

test('pieces become a table under the name it is kept by', async () => {
  const { imports, store, chunks } = desk()
  const file = Buffer.from(`x,y\n${rowsOf(100_000)}`)
  const id = imports.open('big.csv', file.length)
  const half = Math.floor(file.length / 2)
  const first = await imports.append(id, 0, file.subarray(0, half))
  expect(first.bytes).toBe(half)
  expect(first.rows).toBeGreaterThan(50_000)
  expect(store.datasets.list()).toEqual([])
  expect(await imports.append(id, half, file.subarray(half))).toMatchObject({ bytes: file.length })
  expect(await imports.finish(id)).toMatchObject({ rows: 100_000, problems: [] })
  const record = imports.keep(id, 'Mine', [], unknown)
  expect(record).toMatchObject({ name: 'Mine', rows: 100_000 })
  expect(store.datasets.list()).toEqual([record])
  expect(chunks()).toBe(1 + 4)
})

test.each(['in the middle', 'once it has been read'])(
  'one given up %s leaves nothing behind',
  async (when) => {
    const { imports, store, chunks } = desk()
    const file = Buffer.from(`x,y\n${rowsOf(100_000)}`)
    const id = imports.open('big.csv', file.length)
    const reading = imports.append(id, 0, file)
    if (when === 'in the middle') {
      await settled(() => chunks() > 1)
      imports.abandon(id)
      await expect(reading).rejects.toMatchObject({ kind: 'conflict', message: 'the import was cancelled' })
    } else {
      await reading
      await imports.finish(id)
      imports.abandon(id)
    }
    await settled(() => chunks() === 0)
    expect(store.datasets.list()).toEqual([])
    await expect(imports.finish(id)).rejects.toThrow('this import is over; choose the file again')
  },
)

test('a fault of the file ends the import, with the file and the line, and leaves nothing behind', async () => {
  const { imports, chunks } = desk()
  const file = Buffer.from(`x,y\n${rowsOf(70_000)}7\n`)
  const id = imports.open('big.csv', file.length)
  await expect(imports.append(id, 0, file)).rejects.toMatchObject({
    kind: 'invalid',
    message: 'big.csv has 1 cell on line 70002, where the header has 2: column "y" is missing',
  })
  await settled(() => chunks() === 0)
})

test('numbers of a column that turns out to be text are not kept', async () => {
  const { imports, chunks } = desk()
  const file = Buffer.from(`x,y\n${rowsOf(140_000)}many,7\n`)
  const id = imports.open('big.csv', file.length)
  await imports.append(id, 0, file)
  expect((await imports.finish(id)).problems).toEqual([
    'x: line 140002 is "many", not a number; the column can\'t be chosen',
  ])
  imports.keep(id, 'big.csv', [], unknown)
  expect(chunks()).toBe(1 + 3)
})

test('the same file once more is the same table, and one of the lab is its own', async () => {
  const { imports, store, chunks } = desk()
  const bring = async (name: string): Promise<number> => {
    const file = Buffer.from('x,y\n1,2\n3,4\n')
    const id = imports.open(name, file.length)
    await imports.append(id, 0, file)
    await imports.finish(id)
    return id
  }
  const record = imports.keep(await bring('a.csv'), 'a.csv', [], unknown)
  expect(imports.keep(await bring('b.csv'), 'b.csv', [], unknown)).toEqual(record)
  const own = { ...record, name: 'own.csv', origin: 'shipped' } as const
  expect(imports.keep(await bring('c.csv'), 'c.csv', [], () => own)).toBe(own)
  await settled(() => chunks() === 1 + 2)
  expect(store.datasets.list()).toEqual([record])
})

test('one that nobody goes on with is dropped after a while', async () => {
  const { imports, chunks } = desk(1)
  imports.open('forgotten.csv', 10)
  expect(chunks()).toBe(1)
  await vi.waitFor(() => expect(chunks()).toBe(0))
})

test('a fifth at the same time drops the one that rested longest', async () => {
  const { imports, chunks } = desk()
  const [first, second] = [1, 2, 3, 4].map((number) => imports.open(`${number}.csv`, 4))
  await imports.append(first, 0, Buffer.from('x'))
  imports.open('5.csv', 4)
  await settled(() => chunks() === 4)
  await expect(imports.append(second, 0, Buffer.from('x'))).rejects.toMatchObject({ kind: 'missing' })
  expect(await imports.append(first, 1, Buffer.from('\n1\n'))).toEqual({ bytes: 4, rows: 0 })
})

test('bytes come in their order, one piece at a time, and all of them', async () => {
  const { imports } = desk()
  const id = imports.open('a.csv', 8)
  const reading = imports.append(id, 0, Buffer.from('x\n1\n'))
  await expect(imports.append(id, 4, Buffer.from('2\n'))).rejects.toThrow('still taking the piece before')
  await reading
  await expect(imports.append(id, 2, Buffer.from('2\n'))).rejects.toThrow(
    'has 4 of 8 bytes; none belong at 2',
  )
  await expect(imports.append(id, 4, Buffer.from('2\n3\n4\n'))).rejects.toThrow('none belong at 4')
  await expect(imports.finish(id)).rejects.toThrow('has only 4 of 8 bytes')
  expect(() => imports.keep(id, 'a.csv', [], unknown)).toThrow('has not been read to its end')
  await imports.append(id, 4, Buffer.from('2\n3\n'))
  expect(await imports.finish(id)).toMatchObject({ rows: 3 })
})

test('a file that is too large is refused before any of it is read', () => {
  const { imports, chunks } = desk()
  expect(() => imports.open('huge.csv', 2 ** 31 + 1)).toThrow('huge.csv has 2049 MB; the limit is 2048 MB')
  expect(chunks()).toBe(0)
})
