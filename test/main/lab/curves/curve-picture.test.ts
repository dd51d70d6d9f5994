import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { iterationOf } from '@core/plan'
import { contract, type CallInput, type CurveSlice } from '../../../../src/main/contract'
import { createPictures } from '../../../../src/main/lab/curves/curve-picture'
import type { Store } from '../../../../src/main/store'
import { pointsOf } from '../../../../src/renderer/model/curves/parts'
import { documentWith, noStops } from '../../../support/experiments'
import { pickedNaively } from '../../store/support/extremes'
import { openedWell, startOne } from '../../store/support/fixtures'
import { OpenLab, freshFile } from '../support/open-lab'

type Input = NonNullable<CallInput<'curves.read'>['picture']>

/** A run with these losses, recorded every so many updates; it ended at `last`, on the grid or off it. */
function stored(store: Store, losses: Float64Array, every = 1, last = (losses.length - 1) * every): number {
  const { id } = startOne(store)
  if (losses.length > 0) {
    store.curves.append(id, ['loss'], { first: 0, count: losses.length, columns: losses.slice() })
  }
  store.runs.update(id, { iterations: last, points: losses.length })
  return id
}

/** As the lab answers a run of the store that records every so many updates. */
async function viewOf(
  store: Store,
  runs: readonly number[],
  every: number,
  input: Input,
  { first = 0, limit = Infinity } = {},
): Promise<readonly CurveSlice[]> {
  const pictures = createPictures(store.curves, (run) => {
    const last = store.runs.get(run)?.iterations ?? 0
    return { total: store.curves.count(run), every, last, at: (index) => iterationOf(index, every, last) }
  })
  const { picture } = contract['curves.read'].input.parse({
    runs: runs.map((run) => ({ run })),
    series: ['loss'],
    picture: input,
  })
  if (!picture) throw new Error('no picture was asked for')
  return pictures(
    runs.map((run) => ({ run, names: ['loss'], first, limit })),
    picture,
  )
}

const pointsIn = (slice: CurveSlice, name = 'loss'): [number, number][] => {
  const { iterations, values } = pointsOf(slice, name)
  return Array.from(iterations, (iteration, index) => [iteration, values[index]])
}

/** The definition: every point is looked at for every column. */
function viewedNaively(losses: Float64Array, every: number, last: number, input: Input): [number, number][] {
  const { columns, scale } = input
  const iterations = Array.from(losses, (_, index) => iterationOf(index, every, last))
  const from = scale === 'log' ? Math.max(1, input.from ?? 0) : (input.from ?? 0)
  const to = input.to ?? last
  const before = (limit: number): number => iterations.filter((iteration) => iteration < limit).length
  const start = before(from)
  const end = Math.max(start, iterations.filter((iteration) => iteration <= to).length)
  const edgeAt = (share: number): number =>
    scale === 'log' ? from * (to / from) ** share : from + (to - from) * share
  const edges =
    end - start <= 4 * columns
      ? Array.from({ length: end - start + 1 }, (_, index) => start + index)
      : [
          start,
          ...Array.from({ length: columns - 1 }, (_, index) => before(edgeAt((index + 1) / columns))),
          end,
        ]
  const left = start > 0 && !(scale === 'log' && iterations[start - 1] < 1) ? [start - 1] : []
  const right = end < iterations.length ? [end + 1] : []
  return pickedNaively(losses, [...left, ...edges, ...right]).map(([index, value]) => [
    iterations[index],
    value,
  ])
}

/** A smooth curve with something else every now and then. */
const curve = fc
  .record({
    length: fc.oneof(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 15_000 })),
    pattern: fc.array(fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, -Infinity, -0)), { minLength: 1 }),
    rare: fc.integer({ min: 1, max: 300 }),
  })
  .map(({ length, pattern, rare }) =>
    Float64Array.from({ length }, (_, index) =>
      index % rare === 0 ? pattern[(index / rare) % pattern.length] : Math.cos(index / 100),
    ),
  )

test('any range of any curve in any columns is what a look at every point gives', async () => {
  const store = openedWell({ file: freshFile() })
  await fc.assert(
    fc.asyncProperty(
      curve,
      fc.integer({ min: 1, max: 7 }),
      fc.nat({ max: 6 }),
      fc.record({
        columns: fc.oneof(fc.integer({ min: 1, max: 20 }), fc.integer({ min: 1, max: 300 })),
        scale: fc.constantFrom('linear' as const, 'log' as const),
      }),
      fc.option(
        fc.tuple(fc.double({ min: 0, max: 1.1, noNaN: true }), fc.double({ min: 0, max: 1.1, noNaN: true })),
      ),
      async (losses, every, short, choice, share) => {
        const last = Math.max(0, (losses.length - 1) * every - (losses.length > 1 ? short % every : 0))
        const run = stored(store, losses, every, last)
        const [from, to] = share ? [...share].sort((a, b) => a - b).map((part) => part * last) : []
        const input = { ...choice, ...(share ? { from, to } : {}) }
        const [view] = await viewOf(store, [run], every, input)
        expect(view).toMatchObject({ run, total: losses.length })
        expect(pointsIn(view)).toEqual(viewedNaively(losses, every, last, input))
      },
    ),
    { numRuns: 200 },
  )
}, 60_000)

test.each(['linear', 'log'] as const)(
  'every pixel column of a million random points has its true lowest and highest one, %s x',
  async (scale) => {
    let seed = 1
    const losses = Float64Array.from({ length: 1_000_000 }, () => {
      seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0
      return seed / 2 ** 32
    })
    const store = openedWell({ file: freshFile() })
    const run = stored(store, losses)
    const [view] = await viewOf(store, [run], 1, { columns: 1_700, scale })
    const { iterations, values } = pointsOf(view, 'loss')
    const from = scale === 'log' ? 1 : 0
    const last = losses.length - 1
    let picked = 0
    for (let column = 0; column < 1_700; column++) {
      const edge = (k: number): number =>
        k === 1_700 ? losses.length : Math.ceil(scale === 'log' ? last ** (k / 1_700) : (last * k) / 1_700)
      const [start, end] = [Math.max(from, edge(column)), edge(column + 1)]
      const first = picked
      while (picked < iterations.length && iterations[picked] < end) picked++
      if (start === end) continue
      const inside = losses.subarray(start, end)
      const found = values.subarray(first, picked)
      expect([Math.min(...found), Math.max(...found)]).toEqual([Math.min(...inside), Math.max(...inside)])
      expect([iterations[first], iterations[picked - 1]]).toEqual([start, end - 1])
    }
    expect(picked).toBe(iterations.length)
  },
)

describe('a view', () => {
  const ramp = (length: number): Float64Array => Float64Array.from({ length }, (_, index) => index)

  test('is whole up to four points a column, and reduced beyond', async () => {
    const store = openedWell({ file: freshFile() })
    const run = stored(store, ramp(41))
    const [whole] = await viewOf(store, [run], 1, { columns: 10, to: 39 })
    expect(whole.picked).toBeUndefined()
    expect(pointsIn(whole)).toHaveLength(41)
    const [reduced] = await viewOf(store, [run], 1, { columns: 10 })
    expect(reduced.picked?.loss).toHaveLength(20)
    expect(pointsIn(reduced)).toHaveLength(20)
  })

  test('runs on to the next point on either side, even between two points', async () => {
    const store = openedWell({ file: freshFile() })
    const run = stored(store, ramp(100), 10)
    const [view] = await viewOf(store, [run], 10, { columns: 100, from: 101, to: 109 })
    expect(pointsIn(view)).toEqual([
      [100, 10],
      [110, 11],
    ])
  })

  test('past the end has the last point, and on a log scale nothing of iteration 0', async () => {
    const store = openedWell({ file: freshFile() })
    const run = stored(store, ramp(3))
    const past = await viewOf(store, [run], 1, { columns: 5, from: 50, to: 60 })
    expect(pointsIn(past[0])).toEqual([[2, 2]])
    const log = await viewOf(store, [run], 1, { columns: 5, scale: 'log' })
    expect(pointsIn(log[0])).toEqual([
      [1, 1],
      [2, 2],
    ])
  })

  test('is of the points asked for, with one more on either side', async () => {
    const store = openedWell({ file: freshFile() })
    const run = stored(store, ramp(1_001))
    const [whole] = await viewOf(store, [run], 1, { columns: 10 }, { first: 100, limit: 3 })
    expect(pointsIn(whole).map(([iteration]) => iteration)).toEqual([99, 100, 101, 102, 103])
    const [reduced] = await viewOf(store, [run], 1, { columns: 10 }, { first: 700, limit: 250 })
    expect(pointsIn(reduced).map(([iteration]) => iteration)).toEqual([
      699, 700, 799, 800, 899, 900, 949, 950,
    ])
  })

  test('of several curves has the same columns for all of them', async () => {
    const store = openedWell({ file: freshFile() })
    const long = stored(store, ramp(1_001))
    const short = stored(store, ramp(101))
    const none = stored(store, ramp(0))
    const views = await viewOf(store, [short, long, none], 1, { columns: 10 })
    expect(views.map(({ run, total, count }) => [run, total, count])).toEqual([
      [short, 101, 101],
      [long, 1_001, 1_001],
      [none, 0, 0],
    ])
    expect(pointsIn(views[0])).toEqual([
      [0, 0],
      [99, 99],
      [100, 100],
    ])
    expect(pointsIn(views[2])).toEqual([])
  })

  test('of a real run is of its recorded points', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await opened.start(
      documentWith({
        iterations: 30_000,
        runs: [{ optimizer: 'gd', hyper: { lr: 1 } }],
        start: [0.7],
        stop: noStops,
      }),
    )
    await opened.ended([run])
    const [{ series }] = await opened.call('curves.read', { runs: [{ run }], series: ['theta_0'] })
    const [view] = await opened.call('curves.read', {
      runs: [{ run }],
      series: ['loss', 'theta_0', 'theta_7'],
      picture: { columns: 20 },
    })
    expect(Object.keys(view.series)).toEqual(['loss', 'theta_0'])
    const { iterations, values } = pointsOf(view, 'theta_0')
    expect(Math.max(...values)).toBe(Math.max(...series.theta_0))
    expect(values).toEqual(iterations.map((iteration) => series.theta_0[iteration]))
  })

  test('leaves out runs that are gone', async () => {
    const opened = await OpenLab.open(freshFile())
    const [run] = await opened.start(documentWith())
    await opened.ended([run])
    const asked = [{ run: 9 }, { run }]
    expect(
      await opened.call('curves.read', { runs: asked, series: ['loss'], picture: { columns: 10 } }),
    ).toMatchObject([{ run }])
  })

  test.each([
    ['a range from its end to its start', { columns: 10, from: 5, to: 4 }, 'picture.to', /not be below from/],
    ['too large a picture', { columns: 1_001 }, 'picture.columns', /at most 250,000 over all runs/],
  ])('of %s is refused', async (_, picture, path, message) => {
    const opened = await OpenLab.open(freshFile())
    const runs = Array.from({ length: 250 }, () => ({ run: 1 }))
    await expect(opened.call('curves.read', { runs, series: ['loss'], picture })).rejects.toMatchObject({
      kind: 'invalid',
      issues: [{ path, message: expect.stringMatching(message) }],
    })
  })
})
