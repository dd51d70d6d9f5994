// @vitest-environment happy-dom
import fc from 'fast-check'
import { effectScope, nextTick, ref, shallowRef } from 'vue'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import type { CurveWindow } from '../../src/renderer/model/chart-data'
import { afterStart, merged } from '../../src/renderer/model/curves/parts'
import { useCurves } from '../../src/renderer/model/curves/curves'
import { LongLab } from './long-lab'

/** Noise in which no two points are alike. */
const lossAt = (index: number): number => 1 + ((index * 7_919) % 104_729) / 104_729 + index * 1e-9
const current = new LongLab(lossAt)
current.install()

let scope = effectScope()
beforeEach(() => {
  scope = effectScope()
  current.reads.length = current.views.length = 0
  current.mostUnderway = 0
  current.gate = undefined
})
afterEach(() => scope.stop())

/** Long enough for a machine that has other work. */
const until = <Value>(holds: () => Value) => vi.waitUntil(holds, { timeout: 5_000 })
const runsOf = ({ runs }: { readonly runs: readonly { readonly run: number }[] }): readonly number[] =>
  runs.map(({ run }) => run)
const all = (columns: number): CurveWindow => ({ range: undefined, columns, scale: 'linear' })

function watching(ids: readonly number[], names: readonly string[] = ['loss']) {
  const series = ref('loss')
  const window = shallowRef<CurveWindow>()
  const made = scope.run(() => {
    const held = useCurves(ids, names)
    const chart = useCurves([], [], {
      beside: () => held.curves.value,
      draws: () => true,
      series: () => series.value,
      window: () => window.value,
    })
    return { ...held, pictured: chart.curves, chartError: chart.error }
  })
  if (!made) throw new Error('the scope is over')
  const show = (shown: CurveWindow): unknown => (window.value = shown)
  return { ...made, series, show }
}

describe('a curve too long to be held', () => {
  it('has its points read one by one as they are asked for, to the last bit', async () => {
    current.record(1, 10_000_001)
    const { curves } = watching([1])
    await until(() => curves.value.get(1)?.whole)
    const whole = () => curves.value.get(1)?.whole
    await until(() => whole()?.series.loss.at(10_000_000) === lossAt(10_000_000))
    expect(whole()?.series.loss.at(1_234_567)).toBeUndefined()
    await until(() => whole()?.series.loss.at(1_234_567) === lossAt(1_234_567))
    expect(whole()?.iterations.at(1_234_567)).toBe(1_234_567)
    expect(current.reads.every(({ limit }) => limit === 1)).toBe(true)
    expect(current.reads.length).toBe(2)
  })

  it('is held up to a bound where the way of the parameters is drawn', async () => {
    current.record(2, 1_000_000)
    const { curves } = watching([2], ['loss', 'theta_0'])
    await until(() => curves.value.get(2)?.length === 200_000)
    expect(curves.value.get(2)?.whole?.iterations.length).toBe(1_000_000)
    const held = current.reads.filter(({ limit }) => limit !== 1)
    expect(held.map(({ first, limit }) => [first, limit])).toEqual([[0, 200_000]])
  })

  it('shares a bound with the others shown', async () => {
    const ids = Array.from({ length: 40 }, (_, index) => 100 + index)
    for (const id of ids) current.record(id, 100_000)
    const { curves } = watching(ids, ['loss', 'theta_0'])
    await until(() => ids.every((id) => curves.value.get(id)?.length === 50_000))
  })

  it('is told from one that is short enough as it grows', async () => {
    current.record(3, 150_000)
    const { curves } = watching([3])
    await until(() => curves.value.get(3)?.length === 150_000)
    expect(curves.value.get(3)?.whole).toBeUndefined()
    current.record(3, 250_000)
    await until(() => curves.value.get(3)?.whole?.iterations.length === 250_000)
    current.record(3, 260_000)
    await until(() => curves.value.get(3)?.whole?.series.loss.at(259_999) === lossAt(259_999))
  })
})

describe('the picture of a long curve', () => {
  const points = 300_001

  it('is read once it is known what the chart shows', async () => {
    current.record(10, points)
    const { curves, pictured, show } = watching([10])
    await until(() => curves.value.get(10)?.whole)
    expect(current.views).toEqual([])
    show(all(500))
    await until(() => (pictured.value.get(10)?.length ?? 0) > 0)
    expect(current.views).toEqual([
      { runs: [{ run: 10 }], series: ['loss'], picture: { columns: 500, scale: 'linear' } },
    ])
    const none = new Float64Array(0)
    const { iterations, series } = pictured.value.get(10) ?? { iterations: none, series: { loss: none } }
    expect(iterations[0]).toBe(0)
    expect(iterations.at(-1)).toBe(points - 1)
    expect(series.loss.every((value, index) => value === lossAt(iterations[index]))).toBe(true)
  })

  it('has the points of a zoomed window, and around them those of the whole', async () => {
    current.record(11, points)
    const { pictured, show } = watching([11])
    show(all(100))
    await until(() => (pictured.value.get(11)?.length ?? 0) > 0)
    const before = pictured.value.get(11)?.iterations ?? []
    show({ range: [100_000, 100_050], columns: 100, scale: 'linear' })
    await until(() => current.views.length === 2)
    await until(() => pictured.value.get(11)?.iterations.includes(100_025))
    const after = pictured.value.get(11)?.iterations ?? new Float64Array(0)
    expect(after.filter((at) => at >= 100_000 && at <= 100_050).length).toBe(51)
    expect(after.filter((at) => at < 100_000)).toEqual(before.filter((at) => at < 100_000))
    expect(after.every((at, index) => index === 0 || at > after[index - 1])).toBe(true)
  })

  it('is read again only where it changed, one request at a time, the last window always', async () => {
    current.record(12, points)
    const { pictured, show } = watching([12])
    show(all(100))
    await until(() => (pictured.value.get(12)?.length ?? 0) > 0)
    let open = (): void => undefined
    current.gate = new Promise((resolve) => (open = resolve))
    for (let k = 1; k <= 20; k++) {
      show({ range: [k * 1_000, 200_000], columns: 100, scale: 'linear' })
      await nextTick()
    }
    open()
    await until(() => current.views.at(-1)?.picture?.from === 20_000)
    expect(current.views.length).toBe(3)
    expect(current.mostUnderway).toBe(1)
    show({ range: [20_000, 200_000], columns: 100, scale: 'linear' })
    await nextTick()
    expect(current.views.length).toBe(3)
  })

  it('follows a run that goes on, but not where the window ends before', async () => {
    current.record(13, points)
    const { pictured, show } = watching([13])
    show({ range: [0, 1_000], columns: 100, scale: 'linear' })
    await until(() => current.views.length === 2)
    current.record(13, 2 * points)
    await until(() => pictured.value.get(13)?.iterations.at(-1) === 2 * points - 1)
    expect(current.views.map(({ picture }) => picture?.to)).toEqual([undefined, 1_000, undefined])
  })

  it('follows every run in turn, where they need pictures of their own', async () => {
    const ids = [17, 18]
    const grow = (size: number): void =>
      ids.forEach((id, index) => current.record(id, size, { recordEvery: 1 + index }))
    grow(points)
    const { show } = watching(ids)
    show({ range: undefined, columns: 100, scale: 'log' })
    const follows = (): readonly (readonly number[])[] => current.views.slice(2).map(runsOf)
    for (let size = points + 1; follows().length < 8; size++) {
      grow(size)
      await new Promise((goOn) => setTimeout(goOn))
    }
    expect(follows().filter(([run]) => run === 17).length).toBeGreaterThanOrEqual(3)
    expect(follows().filter(([run]) => run === 18).length).toBeGreaterThanOrEqual(3)
    expect(current.mostUnderway).toBe(1)
  })

  it('is of the series asked for, never of the one before', async () => {
    current.record(14, points)
    const { pictured, show, series } = watching([14], ['loss', 'gradient_norm'])
    show(all(100))
    await until(() => (pictured.value.get(14)?.length ?? 0) > 0)
    series.value = 'gradient_norm'
    expect(pictured.value.get(14)?.length).toBe(0)
    await until(() => (pictured.value.get(14)?.series.gradient_norm?.length ?? 0) > 0)
    expect(current.views.map(({ series: names }) => names)).toEqual([['loss'], ['gradient_norm']])
  })

  it('is asked for together with those of the other runs', async () => {
    const ids = Array.from({ length: 12 }, (_, index) => 200 + index)
    for (const id of ids) current.record(id, 190_000)
    const { pictured, show } = watching(ids)
    show(all(50))
    await until(() => ids.every((id) => (pictured.value.get(id)?.length ?? 0) > 0))
    expect(current.views.map(runsOf)).toEqual([ids])
  })

  it('is not asked for again of a run that is gone, and its chart says so', async () => {
    for (const id of [31, 32]) current.record(id, points)
    const { curves, pictured, chartError, show } = watching([31, 32])
    await until(() => curves.value.get(32)?.whole)
    current.runs.delete(31)
    show(all(100))
    await until(() => (pictured.value.get(32)?.length ?? 0) > 0)
    expect(chartError.value).toBe('there is no run 31')
    show(all(200))
    await until(() => current.views.length === 2)
    expect(current.views.map(runsOf)).toEqual([[31, 32], [32]])
  })

  it('lies where the chart’s own x has its range', async () => {
    current.record(15, points)
    const window = shallowRef<CurveWindow>({ range: [1, 2], columns: 100, scale: 'linear' })
    scope.run(() =>
      useCurves([15], ['loss'], {
        beside: () => new Map(),
        draws: () => true,
        series: () => 'loss',
        window: () => window.value,
        iterationsIn: (_, [from, to]) => [100 * from, 100 * to],
      }),
    )
    await until(() => current.views.length === 2)
    expect(current.views[1].picture).toMatchObject({ from: 100, to: 200 })
  })
})

describe('columns after the start', () => {
  it('keep their places, and leave out at most the one that is cut', () => {
    fc.assert(
      fc.property(
        fc.double({ min: -1e6, max: 1e6, noNaN: true }),
        fc.double({ min: 1, max: 1e6, noNaN: true }),
        fc.integer({ min: 1, max: 4_000 }),
        (low, width, columns) => {
          const high = low + width
          const asked = afterStart([low, high], columns)
          const step = width / columns
          if (!asked) {
            expect(high).toBeLessThanOrEqual(step * (1 + 1e-9))
            return
          }
          expect(asked.from).toBeGreaterThanOrEqual(0)
          expect(asked.to).toBe(high)
          if (low < 0) expect(asked.from).toBeLessThan(step * (1 + 1e-6))
          expect((asked.to - asked.from) / asked.columns).toBeCloseTo(step, 6)
        },
      ),
    )
  })
})

describe('a part in its whole', () => {
  const view = (...iterations: number[]) => ({
    iterations: Float64Array.from(iterations),
    values: Float64Array.from(iterations, (at) => -at),
  })

  it.each([
    [
      [0, 10, 20, 30],
      [12, 13, 20, 21],
      [0, 10, 12, 13, 20, 21, 30],
    ],
    [[0, 10], [], [0, 10]],
    [
      [0, 10, 20],
      [0, 1, 2],
      [0, 1, 2, 10, 20],
    ],
    [
      [0, 10, 20],
      [15, 25],
      [0, 10, 15, 25],
    ],
    [
      [10, 20],
      [0, 30],
      [0, 30],
    ],
  ])('%j with %j is %j', (whole, part, joined) => {
    expect(merged(view(...whole), view(...part))).toEqual(view(...joined))
  })
})
