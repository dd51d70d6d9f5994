import { describe, expect, test } from 'vitest'
import { groupCurve, recordedPlaces, type GroupChoice } from '@core/comparison/groups'
import { contract, type CallInput, type RunStatus } from '../../../../src/main/contract'
import { CurveReader } from '../../../../src/main/lab/curves/curve-reader'
import type { Store } from '../../../../src/main/store'
import { openedWell, startOne } from '../../store/support/fixtures'

const names = ['loss', 'gradient_norm', 'theta_0', 'theta_1']
const choice: GroupChoice = { summary: 'quartiles', afterEnd: 'hold', goal: 'low' }

/** A run with these losses at every update; its parameters are (update, 0). */
function stored(store: Store, losses: readonly number[], status: RunStatus = 'finished'): number {
  const { id } = startOne(store)
  const count = losses.length
  const columns = Float64Array.from([...losses, ...losses, ...losses.keys(), ...losses.map(() => 0)])
  store.curves.append(id, names, { first: 0, count, columns })
  store.runs.update(id, { points: count, iterations: Math.max(0, count - 1), status })
  return id
}

type Asked = CallInput<'curves.band'>
const bandOf = (store: Store, runs: readonly number[], more: Partial<Asked> = {}) =>
  new CurveReader(store, undefined).ask(
    'curves.band',
    contract['curves.band'].input.parse({ ...choice, runs, measured: { series: 'loss' }, ...more }),
  )

const wave = (length: number, phase: number): readonly number[] =>
  Array.from({ length }, (_, k) => 2 + Math.sin(k / 500 + phase))

describe('a band over stored curves', () => {
  test('is over every run at every recorded place, and counts those that diverged', async () => {
    const store = openedWell({ file: ':memory:' })
    const curves = [wave(9_000, 0), wave(9_000, 1), [...wave(5_000, 2), NaN]]
    const [one, other, gone] = curves
    const ids = [stored(store, one), stored(store, other), stored(store, gone, 'diverged')]
    const { counts, places, ...band } = await bandOf(store, ids)
    const group = curves.map((y) => ({ x: y.map((_, k) => k), y, diverged: y === gone }))
    const expected = groupCurve(group, recordedPlaces([{ every: 1, last: 8_999 }]), choice)
    expect([counts, places]).toEqual([{ runs: 3, diverged: 1, uneven: false }, 9_000])
    expect(band).toEqual(expected)
    expect(band.diverged.at(-1)).toBe(1)
  })

  test('of very many places has the extremes, each as it was', async () => {
    const store = openedWell({ file: ':memory:' })
    const [one, other] = [wave(40_000, 0), wave(40_000, 1)]
    const { places, x, high } = await bandOf(store, [stored(store, one), stored(store, other)], {
      summary: 'range',
    })
    expect(places).toBe(40_000)
    expect(x.length).toBeLessThan(25_000)
    expect(x.at(-1)).toBe(39_999)
    x.forEach((place, k) => expect(high[k]).toBe(Math.max(one[place], other[place])))
    expect(Math.max(...high)).toBe(Math.max(...one, ...other))
  })

  test('ends where the slowest of its runs is that still go on', async () => {
    const store = openedWell({ file: ':memory:' })
    const ids = [
      stored(store, [4, 3, 2, 1], 'running'),
      stored(store, [4, 2], 'running'),
      stored(store, [4], 'finished'),
    ]
    expect(Array.from((await bandOf(store, ids)).x)).toEqual([0, 1])
    expect((await bandOf(store, [...ids, stored(store, [], 'queued')])).x).toHaveLength(0)
  })

  test('measures what a loss is above the minimum, and how far the parameters are from it', async () => {
    const store = openedWell({ file: ':memory:' })
    const ids = [stored(store, [4, 3, 2]), stored(store, [4, 3, 2])]
    const excess = await bandOf(store, ids, { measured: { series: 'loss', less: 2 } })
    expect(Array.from(excess.middle)).toEqual([2, 1, 0])
    const distance = await bandOf(store, ids, {
      measured: {
        distanceTo: [
          [2, 0],
          [0, 9],
        ],
      },
    })
    expect(Array.from(distance.middle)).toEqual([2, 1, 0])
  })

  test('names the series that a run has not recorded', async () => {
    const store = openedWell({ file: ':memory:' })
    const ids = [stored(store, [1, 2])]
    await expect(bandOf(store, ids, { measured: { series: 'learning_rate' } })).rejects.toThrow(
      `run ${ids[0]} has no recorded series learning_rate`,
    )
  })
})
