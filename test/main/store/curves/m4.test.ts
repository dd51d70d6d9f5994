import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, onTestFinished, test } from 'vitest'
import { blockPoints, wideStretch } from '../../../../src/main/store/curves/blocks'
import { chunkPoints } from '../../../../src/main/store/curves/chunks'
import type { Store } from '../../../../src/main/store'
import { pickedNaively } from '../support/extremes'
import { freshFile, openedWell, startOne } from '../support/fixtures'

/** The numbers of a curve as one batch. */
const whole = (...series: readonly Float64Array[]) => ({
  first: 0,
  count: series[0].length,
  columns: Float64Array.from(series.flatMap((values) => [...values])),
})

function picked(store: Store, run: number, name: string, edges: readonly number[]): [number, number][] {
  const { indices, values } = store.curves.extremes(run, name, edges)
  expect(values).toHaveLength(indices.length)
  return Array.from(indices, (index, place) => [index, values[place]])
}

/** Mostly a smooth curve, with what curves have now and then. */
const curve = fc
  .record({
    length: fc.integer({ min: 1, max: 3 * chunkPoints + 100 }),
    pattern: fc.array(fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0, 0, 1)), {
      minLength: 1,
      maxLength: 100,
    }),
    rare: fc.integer({ min: 1, max: 500 }),
  })
  .map(({ length, pattern, rare }) =>
    Float64Array.from({ length }, (_, index) =>
      index % rare === 0 ? pattern[(index / rare) % pattern.length] : 1 / (1 + index),
    ),
  )

const widths = fc.array(
  fc.oneof(
    fc.integer({ min: 0, max: 5 }),
    fc.integer({ min: 0, max: 2 * wideStretch }),
    fc.integer({ min: wideStretch, max: 2 * chunkPoints }),
  ),
  { minLength: 1, maxLength: 20 },
)

function edgesOf(length: number, from: number, widths: readonly number[]): readonly number[] {
  const edges = [from % length]
  for (const width of widths) edges.push(Math.min(length, edges[edges.length - 1] + width))
  return edges
}

test('any stretches of any curve yield what a look at every point does', () => {
  const store = openedWell({ file: freshFile() })
  fc.assert(
    fc.property(
      curve,
      fc.array(fc.tuple(fc.nat({ max: 3 * chunkPoints }), widths), { minLength: 1, maxLength: 5 }),
      fc.array(fc.integer({ min: 1, max: chunkPoints + 10 }), { minLength: 1, maxLength: 5 }),
      (values, looks, sizes) => {
        const run = startOne(store).id
        for (let at = 0, step = 0; at < values.length; step++) {
          const columns = values.slice(at, at + sizes[step % sizes.length])
          store.curves.append(run, ['loss'], { first: at, count: columns.length, columns })
          at += columns.length
        }
        for (const [from, widths] of looks) {
          const edges = edgesOf(values.length, from, widths)
          expect(picked(store, run, 'loss', edges)).toEqual(pickedNaively(values, edges))
        }
      },
    ),
    { numRuns: 50 },
  )
}, 60_000)

describe('summaries', () => {
  const values = Float64Array.from({ length: 3 * chunkPoints + 7 }, (_, index) => Math.sin(index / 300))
  const edges = [0, 3_000, 9_000, values.length]

  function curveOnFile() {
    const file = freshFile()
    const store = openedWell({ file })
    const run = startOne(store).id
    store.curves.append(run, ['loss', 'gradient_norm'], whole(values, values))
    const db = new Database(file)
    onTestFinished(() => void db.close())
    const kept = (): unknown[] =>
      db.prepare('select series, chunk from curve_summaries order by series, chunk').raw().all()
    return { store, run, db, kept }
  }

  const all = ['gradient_norm', 'loss'].flatMap((name) => [0, 1, 2].map((chunk) => [name, chunk]))

  test('are kept of whole chunks, with the points', () => {
    const { store, run, kept } = curveOnFile()
    expect(kept()).toEqual(all)
    const more = { first: values.length, count: chunkPoints, columns: new Float64Array(2 * chunkPoints) }
    expect(() =>
      store.transaction(() => {
        store.curves.append(run, ['loss', 'gradient_norm'], more)
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(kept()).toEqual(all)
  })

  test('are what is read, where there are any', () => {
    const { store, run, db } = curveOnFile()
    const expected = picked(store, run, 'loss', [0, 24 * blockPoints, 70 * blockPoints, 3 * chunkPoints])
    db.prepare(`update curve_chunks set data = zeroblob(length(data)) where chunk < 3`).run()
    expect(picked(store, run, 'loss', [0, 24 * blockPoints, 70 * blockPoints, 3 * chunkPoints])).toEqual(
      expected,
    )
  })

  test('are made at the first look at a curve that has none, and kept', () => {
    const { store, run, db, kept } = curveOnFile()
    db.exec('delete from curve_summaries')
    expect(picked(store, run, 'loss', edges)).toEqual(pickedNaively(values, edges))
    expect(kept()).toEqual(all.filter(([name]) => name === 'loss'))
    expect(picked(store, run, 'loss', edges)).toEqual(pickedNaively(values, edges))
  })

  test('that cannot be kept are no reason not to answer', () => {
    const { store, run, db, kept } = curveOnFile()
    db.exec('delete from curve_summaries')
    db.exec(`create trigger full before insert on curve_summaries begin select raise(abort, 'no room'); end`)
    expect(picked(store, run, 'loss', edges)).toEqual(pickedNaively(values, edges))
    expect(kept()).toEqual([])
  })

  test('go with their run', () => {
    const { store, run, kept } = curveOnFile()
    store.runs.trash([run])
    store.runs.purge([run])
    while (store.runs.discard(100));
    expect(kept()).toEqual([])
  })

  test('take a thirtieth of the room of the points as they came', () => {
    const { db } = curveOnFile()
    const sum = (what: string, table: string): number =>
      Number(db.prepare(`select sum(${what}) from ${table} where chunk < 3`).pluck().get())
    const room = sum('length(data)', 'curve_summaries')
    expect(sum('8 * count', 'curve_chunks') / room).toBeGreaterThan(30)
    expect(chunkPoints % blockPoints).toBe(0)
  })
})

test('a series that was not recorded is an error', () => {
  const store = openedWell({ file: freshFile() })
  const run = startOne(store).id
  store.curves.append(run, ['loss'], whole(new Float64Array(chunkPoints + 1)))
  const look = (from: number) => () => store.curves.extremes(run, 'theta_0', [from, from + 1])
  for (const from of [0, chunkPoints]) expect(look(from)).toThrow(/run 1 has no recorded series theta_0/)
})

test('points that are not there are an error', () => {
  const store = openedWell({ file: freshFile() })
  const run = startOne(store).id
  store.curves.append(run, ['loss'], whole(Float64Array.of(1, 2)))
  expect(() => store.curves.extremes(run, 'loss', [0, 3])).toThrow(/run 1 has no more than 2 recorded points/)
})

test.each([
  ['a chunk that is not there', 'delete from curve_chunks', /loss of run 1 has a gap at point 4096/],
  [
    'a chunk that is not what it is said to be',
    'update curve_chunks set data = zeroblob(80)',
    /loss of run 1 is damaged between points 4096 and 8191/,
  ],
])('%s is an error, never a number', (_, harm, message) => {
  const file = freshFile()
  const store = openedWell({ file })
  const run = startOne(store).id
  store.curves.append(run, ['loss', 'gradient_norm'], whole(new Float64Array(9_000), new Float64Array(9_000)))
  const db = new Database(file)
  onTestFinished(() => void db.close())
  db.exec(`delete from curve_summaries where chunk = 1; ${harm} where series = 'loss' and chunk = 1`)
  const look = (from: number, to: number) => () => store.curves.extremes(run, 'loss', [from, to])
  for (const wrong of [look(5_000, 5_010), look(0, 9_000)]) expect(wrong).toThrow(message)
  expect(picked(store, run, 'loss', [0, 10])).toHaveLength(2)
})
