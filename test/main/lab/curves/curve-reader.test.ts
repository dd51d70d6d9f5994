import { copyFileSync, existsSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { describe, expect, inject, onTestFinished, test } from 'vitest'
import { contract, type CallInput } from '../../../../src/main/contract'
import type { CurveCall } from '../../../../src/main/lab/curves/curve-answers'
import { CurveReader } from '../../../../src/main/lab/curves/curve-reader'
import { openStore, type Store } from '../../../../src/main/store'
import { documentWith } from '../../../support/experiments'
import { startOne } from '../../store/support/fixtures'
import { freshFile, freshFolder, OpenLab } from '../support/open-lab'

const script = new URL('reader.mjs', inject('threads'))
const names = ['loss', 'gradient_norm']

interface Opened {
  readonly file: string
  readonly store: Store
  readonly reader: CurveReader
  ask<Name extends CurveCall>(name: Name, input: CallInput<Name>): ReturnType<CurveReader['ask']>
}

/** A store in a file and who reads from it; closed in the order of the lab. */
function opened({ thread = script as URL | undefined, file = freshFile() } = {}): Opened {
  const { store } = openStore({ file })
  const reader = new CurveReader(store, thread)
  onTestFinished(async () => {
    await reader.close()
    store.close()
  })
  const parsed = (name: CurveCall, input: unknown): never => contract[name].input.parse(input) as never
  return { file, store, reader, ask: (name, input) => reader.ask(name, parsed(name, input)) }
}

/** Adds so many points to a run's curve. */
function add(store: Store, run: number, count: number): void {
  const first = store.curves.count(run)
  const columns = Float64Array.from({ length: 2 * count }, (_, k) => Math.cos(first + k))
  columns[0] = NaN
  store.curves.append(run, names, { first, count, columns })
  store.runs.update(run, { points: first + count, iterations: first + count - 1 })
}

const questions: readonly [CurveCall, CallInput<CurveCall>][] = [
  ['curves.read', { runs: [{ run: 1 }, { run: 2 }], series: names, picture: { columns: 30 } }],
  [
    'curves.read',
    {
      runs: [{ run: 2 }],
      series: ['loss'],
      picture: { columns: 500, from: 10, to: 9_000, scale: 'log' },
    },
  ],
  ['curves.read', { runs: [{ run: 1, first: 4_000, limit: 200 }], series: names }],
  ['curves.read', { runs: [{ run: 2, first: 99_999 }], series: ['loss'] }],
  [
    'curves.read',
    {
      runs: [
        { run: 2, first: 5 },
        { run: 1, first: 4_999, limit: 1 },
      ],
      series: ['loss'],
    },
  ],
]

describe('a thread that reads curves', () => {
  test.each(questions)('answers %s as the store itself does', async (name, input) => {
    const beside = opened()
    add(beside.store, startOne(beside.store).id, 5_000)
    add(beside.store, startOne(beside.store).id, 40_000)
    const here = new CurveReader(beside.store, undefined)
    const expected = await here.ask(name, contract[name].input.parse(input) as never)
    expect(await beside.ask(name, input)).toEqual(expected)
  })

  test('sees what has just been committed', async () => {
    const { store, ask } = opened()
    const { id } = startOne(store)
    for (let points = 700; points <= 7_000; points += 700) {
      add(store, id, 700)
      expect(await ask('curves.read', { runs: [{ run: id }], series: names })).toMatchObject([
        { total: points },
      ])
    }
    store.runs.trash([id])
    store.runs.purge([id])
    while (store.runs.discard(100));
    expect(await ask('curves.read', { runs: [{ run: id }], series: names })).toEqual([])
    expect(await ask('curves.read', { runs: [{ run: id }], series: names, picture: { columns: 9 } })).toEqual(
      [],
    )
  })

  test('needs nothing of the main thread', async () => {
    const { store, ask } = opened()
    const { id } = startOne(store)
    add(store, id, 10)
    const answer = ask('curves.read', { runs: [{ run: id }], series: names })
    store.close()
    expect(await answer).toMatchObject([{ total: 10 }])
  })

  test('says what is wrong with a question as the lab does', async () => {
    const { store, ask } = opened()
    const { id } = startOne(store)
    add(store, id, 10)
    await expect(ask('curves.read', { runs: [{ run: id }], series: ['theta_0'] })).rejects.toMatchObject({
      name: 'Fault',
      kind: 'missing',
      message: 'run 1 has no recorded series theta_0',
    })
  })

  test('keeps the summaries that it had to make', async () => {
    const { file, store, ask } = opened()
    const { id } = startOne(store)
    add(store, id, 2_100_000)
    const db = new Database(file)
    onTestFinished(() => void db.close())
    const kept = db.prepare(`select count(*) from curve_summaries where series = 'loss'`).pluck()
    const before = kept.get()
    db.exec('delete from curve_summaries')
    await ask('curves.read', { runs: [{ run: id }], series: ['loss'], picture: { columns: 100 } })
    expect(kept.get()).toBe(before)
  })

  test('that dies leaves its question to the main thread, and the next one to a new thread', async () => {
    const folder = freshFolder()
    const [broken, alive] = [join(folder, 'broken'), join(folder, 'alive')]
    writeFileSync(broken, '')
    const source = `
      import { existsSync, rmSync, writeFileSync } from 'node:fs'
      if (existsSync(${JSON.stringify(broken)})) {
        rmSync(${JSON.stringify(broken)})
        process.exit(1)
      }
      await import(${JSON.stringify(script.href)})
      writeFileSync(${JSON.stringify(alive)}, '')`
    const { store, ask } = opened({ thread: new URL(`data:text/javascript,${encodeURIComponent(source)}`) })
    const { id } = startOne(store)
    add(store, id, 10)
    expect(await ask('curves.read', { runs: [{ run: id }], series: ['loss'] })).toMatchObject([{ total: 10 }])
    expect([existsSync(broken), existsSync(alive)]).toEqual([false, false])
    expect(await ask('curves.read', { runs: [{ run: id }], series: ['loss'] })).toMatchObject([{ total: 10 }])
    expect(existsSync(alive)).toBe(true)
  })

  test('is not needed where nothing is kept, nor where there is none', async () => {
    for (const given of [{ file: ':memory:' }, { thread: undefined }]) {
      const { store, ask, reader } = opened(given)
      const { id } = startOne(store)
      add(store, id, 10)
      expect(await ask('curves.read', { runs: [{ run: id }], series: ['loss'] })).toMatchObject([
        { total: 10 },
      ])
      await reader.checkpoint()
    }
  })
})

test('a checkpoint leaves in the file itself all that was committed', async () => {
  const { file, store, reader } = opened()
  const { id } = startOne(store)
  add(store, id, 50_000)
  await Promise.all([reader.checkpoint(), reader.checkpoint()])
  const copy = join(freshFolder(), 'copy.db')
  copyFileSync(file, copy)
  expect(opened({ file: copy }).store.curves.count(id)).toBe(50_000)
})

test('answers hold so many numbers at the most, and share them', async () => {
  const { store, ask } = opened()
  const [a, b, c] = [0, 1, 2].map(() => startOne(store).id)
  for (const run of [a, b]) add(store, run, 300_000)
  add(store, c, 40)
  const whole = await ask('curves.read', { runs: [{ run: a }], series: names })
  expect(whole).toMatchObject([{ first: 0, count: 250_000, total: 300_000 }])
  const series = [...names, 'theta_99']
  const asked = [a, c, b, 77].map((run) => ({ run, first: 0 }))
  const slices = await ask('curves.read', { runs: asked, series })
  expect(slices).toMatchObject([
    { run: a, count: 83_333, total: 300_000 },
    { run: c, count: 40, total: 40 },
    { run: b, count: 166_627, total: 300_000 },
  ])
})

test('a lab that closes leaves no connection behind, and answers first what it was asked', async () => {
  const file = freshFile()
  const open = await OpenLab.open(file)
  const [run] = await open.start(documentWith())
  await open.ended([run])
  const answers = Promise.all(
    [1, 2, 3].map((columns) =>
      open.call('curves.read', { runs: [{ run }], series: ['loss'], picture: { columns } }),
    ),
  )
  await open.lab.close()
  expect(await answers).toHaveLength(3)
  expect(readdirSync(join(file, '..')).filter((name) => name.endsWith('-wal'))).toEqual([])
})
