import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { chunkPoints } from '../../../../src/main/store/curves/chunks'
import { batchPoints } from '../../../../src/worker/protocol'
import type { Store } from '../../../../src/main/store'
import { freshFile, openedWell, names, points, startOne, look } from '../support/fixtures'

const bits = (values: Float64Array): BigUint64Array => new BigUint64Array(values.slice().buffer)

/** A part of a whole curve as a batch. */
function cut(whole: readonly Float64Array[], first: number, count: number) {
  const columns = new Float64Array(whole.length * count)
  whole.forEach((series, index) => columns.set(series.subarray(first, first + count), index * count))
  return { first, count, columns }
}

function recordedRun(): { store: Store; run: number } {
  const store = openedWell({ file: freshFile() })
  return { store, run: startOne(store).id }
}

test('a full batch of a thread is a few whole chunks, which are stored as they come', () => {
  expect(batchPoints % chunkPoints).toBe(0)
})

describe('append', () => {
  test('numbers come back in their series', () => {
    const { store, run } = recordedRun()
    store.curves.append(run, names, points(0, 3))
    store.curves.append(run, names, points(3, 2))
    expect(store.curves.read(run, ['gradient_norm', 'loss'])).toEqual({
      first: 0,
      count: 5,
      total: 5,
      series: {
        loss: Float64Array.of(1, 1 / 2, 1 / 3, 1 / 4, 1 / 5),
        gradient_norm: Float64Array.of(-0, -1, -2, -3, -4),
      },
    })
  })

  test('a batch that comes again changes nothing, and only the new end of one that overlaps is added', () => {
    const { store, run } = recordedRun()
    store.curves.append(run, names, points(0, 5_000))
    store.curves.append(run, names, points(0, 5_000))
    store.curves.append(run, names, points(1_000, 10))
    store.curves.append(run, names, points(4_000, 2_000))
    const { series, total } = store.curves.read(run, ['loss'])
    expect(total).toBe(6_000)
    expect(bits(series.loss)).toEqual(bits(points(0, 6_000).columns.subarray(0, 6_000)))
  })

  test('several batches at once are as good as one by one', () => {
    const { store, run } = recordedRun()
    store.curves.append(
      run,
      names,
      points(0, 3_000),
      points(3_000, 3_000),
      points(5_000, 100),
      points(5_500, 4_000),
    )
    const { series, total } = store.curves.read(run, ['loss'])
    expect(total).toBe(9_500)
    expect(bits(series.loss)).toEqual(bits(points(0, 9_500).columns.subarray(0, 9_500)))
    store.curves.append(run, names)
    expect(store.curves.count(run)).toBe(9_500)
    expect(() => store.curves.append(run, names, points(9_500, 1), points(9_502, 1))).toThrow(
      /points 9501 to 9501 of run 1 are missing/,
    )
    expect(store.curves.count(run)).toBe(9_500)
  })

  test('what is stored wins over what comes again', () => {
    const { store, run } = recordedRun()
    store.curves.append(run, names, points(0, 4))
    store.curves.append(run, names, { first: 0, count: 4, columns: new Float64Array(8).fill(7) })
    expect([...store.curves.read(run, ['loss']).series.loss]).toEqual([1, 1 / 2, 1 / 3, 1 / 4])
  })

  test.each([0.25, -0, 0, NaN, -Infinity])(
    'a chunk of nothing but %d takes no room, and is read as it was',
    (value) => {
      const { store, run } = recordedRun()
      const length = 3 * chunkPoints + 100
      // A point that differs, by its sign alone where it is 0, in the last of the three chunks.
      const other = value === 0 ? -value : 7
      const loss = new Float64Array(length).fill(value)
      loss[2 * chunkPoints + 9] = other
      const whole = [loss, new Float64Array(length).fill(value)]
      for (let at = 0; at < length; at += chunkPoints) {
        store.curves.append(run, names, cut(whole, at, Math.min(chunkPoints, length - at)))
      }
      const { series } = store.curves.read(run, names)
      expect(bits(series.loss)).toEqual(bits(whole[0]))
      expect(bits(series.gradient_norm)).toEqual(bits(whole[1]))
      expect(bits(store.curves.read(run, names, chunkPoints - 1, 2).series.loss)).toEqual(
        bits(loss.slice(0, 2)),
      )
      const sizes = look(store.file, (db) =>
        db.prepare('select length(data) from curve_chunks order by series desc, chunk').pluck().all(),
      )
      expect(sizes).toEqual([8, 8, expect.any(Number), 800, 8, 8, 8, 800])
      const { indices } = store.curves.extremes(run, 'loss', [0, chunkPoints + 1, length])
      if (Math.abs(value) > 0) expect(indices).toContain(2 * chunkPoints + 9)
    },
  )

  test('a gap is an error, and nothing is stored', () => {
    const { store, run } = recordedRun()
    store.curves.append(run, names, points(0, 4))
    expect(() => store.curves.append(run, names, points(5, 1))).toThrow(/points 4 to 4 of run 1 are missing/)
    expect(store.curves.count(run)).toBe(4)
  })

  test('columns that do not fit the names are an error', () => {
    const { store, run } = recordedRun()
    const batch = { ...points(0, 4), count: 3 }
    expect(() => store.curves.append(run, names, batch)).toThrow(/8 numbers are not 2 series of 3 points/)
  })

  test('a view into the middle of a buffer', () => {
    const { store, run } = recordedRun()
    const columns = new Float64Array(10).map((_, index) => index).subarray(3, 7)
    store.curves.append(run, names, { first: 0, count: 2, columns })
    expect(store.curves.read(run, names).series).toEqual({
      loss: Float64Array.of(3, 4),
      gradient_norm: Float64Array.of(5, 6),
    })
  })

  test('in a transaction that fails it never was', () => {
    const { store, run } = recordedRun()
    store.curves.append(run, names, points(0, 10))
    expect(() =>
      store.transaction(() => {
        store.curves.append(run, names, points(10, 5_000))
        throw new Error('no')
      }),
    ).toThrow('no')
    expect(store.curves.count(run)).toBe(10)
    store.curves.append(run, names, points(10, 10))
    expect(bits(store.curves.read(run, ['loss']).series.loss)).toEqual(
      bits(points(0, 20).columns.subarray(0, 20)),
    )
  })

  test('a run that is not there is an error', () => {
    const { store } = recordedRun()
    expect(() => store.curves.append(99, names, points(0, 4))).toThrow(/FOREIGN KEY/)
  })
})

describe('read', () => {
  test.each([
    [0, 10],
    [0, chunkPoints],
    [chunkPoints - 1, 2],
    [chunkPoints, chunkPoints],
    [100, 2 * chunkPoints],
    [3 * chunkPoints - 1, 100],
  ])('from %i, %i points', (first, count) => {
    const { store, run } = recordedRun()
    const total = 3 * chunkPoints + 50
    store.curves.append(run, names, points(0, total))
    const slice = store.curves.read(run, ['gradient_norm'], first, count)
    const expected = Math.min(count, total - first)
    expect(slice).toMatchObject({ first, count: expected, total })
    expect([...slice.series.gradient_norm]).toEqual(Array.from({ length: expected }, (_, i) => -(first + i)))
  })

  test('past the end there is nothing', () => {
    const { store, run } = recordedRun()
    store.curves.append(run, names, points(0, 10))
    expect(store.curves.read(run, ['loss'], 50)).toEqual({
      first: 10,
      count: 0,
      total: 10,
      series: { loss: new Float64Array(0) },
    })
  })

  test('before the first point there is nothing', () => {
    const { store, run } = recordedRun()
    expect(store.curves.count(run)).toBe(0)
    expect(store.curves.read(run, ['loss'])).toMatchObject({ count: 0, total: 0 })
  })

  test('a series that was not recorded is an error', () => {
    const { store, run } = recordedRun()
    store.curves.append(run, names, points(0, 10))
    expect(() => store.curves.read(run, ['loss', 'theta_0'])).toThrow(/run 1 has no recorded series theta_0/)
  })

  test('runs do not mix', () => {
    const { store, run } = recordedRun()
    const other = startOne(store).id
    store.curves.append(run, names, points(0, 10))
    store.curves.append(other, names, points(0, 5))
    store.curves.append(run, names, points(10, 10))
    expect(store.curves.count(run)).toBe(20)
    expect(store.curves.count(other)).toBe(5)
  })
})

/** Every bit pattern there is, NaNs with a payload included. */
const anyFloat = fc.oneof(
  fc.double(),
  fc.constantFrom(NaN, Infinity, -Infinity, -0, 0, Number.MIN_VALUE, Number.MAX_VALUE),
  fc
    .bigInt({ min: 0n, max: 2n ** 64n - 1n })
    .map((pattern) => new Float64Array(BigUint64Array.of(pattern).buffer)[0]),
)

test('any curve in any batches, some of them twice, through any restarts, comes back to the bit', () => {
  fc.assert(
    fc.property(
      fc.array(anyFloat, { minLength: 1, maxLength: 64 }),
      fc.integer({ min: 1, max: 3 * chunkPoints }),
      fc.integer({ min: 1, max: 4 }),
      fc.array(
        fc.record({
          size: fc.integer({ min: 1, max: chunkPoints + 10 }),
          back: fc.integer({ min: 0, max: chunkPoints + 10 }),
          reopen: fc.boolean(),
          wait: fc.boolean(),
        }),
        { minLength: 1, maxLength: 12 },
      ),
      (pattern, length, width, steps) => {
        // The same few numbers all along, shifted from series to series so that a mix-up shows.
        const whole = Array.from({ length: width }, (_, series) =>
          new Float64Array(length).map((_, index) => pattern[(index + series) % pattern.length]),
        )
        const series = whole.map((_, index) => `series_${index}`)
        const file = freshFile()
        let store = openedWell({ file })
        const run = startOne(store).id
        let waiting: ReturnType<typeof cut>[] = []
        for (let at = 0, step = 0; at < length; step++) {
          const { size, back, reopen, wait } = steps[step % steps.length]
          const first = Math.max(0, at - back)
          const end = Math.min(length, at + size)
          waiting.push(cut(whole, first, end - first))
          at = end
          if (wait && at < length) continue
          store.curves.append(run, series, ...waiting)
          waiting = []
          if (reopen) {
            store.close()
            store = openedWell({ file })
          }
        }
        const read = store.curves.read(run, series)
        store.close()
        expect(read.total).toBe(length)
        whole.forEach((values, index) => expect(bits(read.series[series[index]])).toEqual(bits(values)))
      },
    ),
    { numRuns: 40 },
  )
}, 60_000)
