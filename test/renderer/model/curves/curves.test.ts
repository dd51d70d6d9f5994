// @vitest-environment happy-dom
import { effectScope, nextTick, ref } from 'vue'
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type {
  CallArguments,
  CallName,
  CurveSlice,
  LabBridge,
  LabEvents,
  RunRecord,
} from '../../../../src/main/contract'
import { useCurves } from '../../../../src/renderer/model/curves/curves'
import { GrowingCurve } from '../../../../src/renderer/model/curves/growing'
import { useRuns } from '../../../../src/renderer/model/runs'
import { frameClock } from '../../frame-clock'
import { record } from '../../pages/history/records'

/** A slice of the curve loss(k) = 1/k, whatever lies before it. */
function slice(first: number, count: number, total = first + count, names = ['loss']): CurveSlice {
  const values = Float64Array.from({ length: count }, (_, k) => 1 / (first + k))
  const series = Object.fromEntries(names.map((name) => [name, values]))
  return { run: 1, first, count, total, every: 1, last: total - 1, series }
}

describe('a growing curve', () => {
  it('holds what was appended, through many doublings', () => {
    const curve = new GrowingCurve(1, ['loss'])
    for (let first = 0; first < 50_000; first += 700) curve.append(slice(first, 700))
    const { iterations, series, length } = curve.view()
    expect(length).toBe(50_400)
    expect(iterations.every((k, index) => k === index)).toBe(true)
    expect(series.loss.every((value, index) => value === 1 / index)).toBe(true)
  })

  it('takes an overlap once and leaves out what would tear a gap', () => {
    const curve = new GrowingCurve(1, ['loss'])
    curve.append(slice(0, 10))
    curve.append(slice(5, 10))
    curve.append(slice(2, 3))
    curve.append(slice(99, 10))
    expect([...curve.view().iterations]).toEqual(Array.from({ length: 15 }, (_, k) => k))
  })

  it('keeps views that were handed out as they were', () => {
    const curve = new GrowingCurve(1, ['loss'])
    curve.append(slice(0, 1_000))
    const before = curve.view()
    const copy = before.series.loss.slice()
    curve.append(slice(1_000, 5_000))
    expect(before.length).toBe(1_000)
    expect(before.series.loss).toEqual(copy)
  })

  it('has iterations that follow from how it records, up to a last one that is none of the grid', () => {
    const curve = new GrowingCurve(1, ['loss'])
    curve.append({ ...slice(0, 3), every: 10, last: 20 })
    curve.append({ ...slice(2, 2), every: 10, last: 27 })
    expect([...curve.view().iterations]).toEqual([0, 10, 20, 27])
  })

  it('has a gap where a series is missing from the answer', () => {
    const curve = new GrowingCurve(1, ['loss', 'theta_0'])
    curve.append(slice(0, 3))
    expect([...curve.view().series.theta_0]).toEqual([NaN, NaN, NaN])
  })
})

const running = (id: number, points: number, more: Partial<RunRecord> = {}): RunRecord =>
  record({ id, points, iterations: points - 1, status: 'running', ...more })

/** The lab's side of the bridge: runs that record as many points as they are told to. */
class Lab implements LabBridge {
  readonly runs = new Map<number, RunRecord>()
  /** Every part of a curve that was asked for, request by request. */
  readonly asked: CallArguments<'curves.read'>['runs'][] = []
  underway = 0
  mostUnderway = 0
  /** Points an answer holds at the most. */
  most = Infinity
  failing = false
  /** What happens while an answer is on its way. */
  onTheWay: (() => Promise<void>) | undefined
  private readonly listeners = new Set<(records: readonly RunRecord[]) => void>()

  async call(name: CallName, input: unknown): ReturnType<LabBridge['call']> {
    if (name === 'runs.list') return { ok: true, value: [...this.runs.values()] }
    const { runs, series } = input as CallArguments<'curves.read'>
    this.asked.push(runs)
    this.underway += 1
    this.mostUnderway = Math.max(this.mostUnderway, this.underway)
    // What the answer says was true before it set out.
    const slices = runs.flatMap(({ run, first, limit = Infinity }): CurveSlice[] => {
      const total = this.runs.get(run)?.points
      if (total === undefined) return []
      return [{ ...slice(first, Math.min(this.most, limit, total - first), total, series), run }]
    })
    await nextTick()
    await this.onTheWay?.()
    this.underway -= 1
    if (this.failing) {
      const error = { kind: 'internal', message: 'the disk is full', issues: [] } as const
      return { ok: false, error }
    }
    return { ok: true, value: slices }
  }

  on<Name extends keyof LabEvents>(name: Name, listener: (payload: LabEvents[Name]) => void): () => void {
    if (name !== 'runs.changed') return () => undefined
    const heard = (records: readonly RunRecord[]): void => listener(records as LabEvents[Name])
    this.listeners.add(heard)
    return () => this.listeners.delete(heard)
  }

  record(id: number, points: number, more?: Partial<RunRecord>): void {
    const next = running(id, points, more)
    this.runs.set(id, next)
    for (const listener of this.listeners) listener([next])
  }
}

const current = new Lab()
const bridge: LabBridge = {
  call: (...given) => current.call(...given),
  on: (...given) => current.on(...given),
}
Object.defineProperty(window, 'lab', { value: bridge })

let scope = effectScope()
beforeEach(() => {
  scope = effectScope()
  current.asked.length = 0
  current.mostUnderway = 0
  current.most = Infinity
})
afterEach(() => scope.stop())

const watching = (ids: number[], series = ['loss']) => {
  const given = ref(ids)
  const held = scope.run(() => useCurves(given, series))
  if (!held) throw new Error('the scope is over')
  return { ...held, ids: given }
}

describe('curves that are being read', () => {
  it('grow with the run, each point asked for once', async () => {
    current.record(1, 10)
    const { curves } = watching([1])
    await vi.waitUntil(() => curves.value.get(1)?.length === 10)
    current.record(1, 5_000)
    await vi.waitUntil(() => curves.value.get(1)?.length === 5_000)
    expect(current.asked.flat().map(({ run, first }) => [run, first])).toEqual([
      [1, 0],
      [1, 10],
    ])
    expect(curves.value.get(1)?.series.loss[4_999]).toBe(1 / 4_999)
  })

  it('are complete even if the run ended while an answer was on its way', async () => {
    current.record(6, 1)
    current.onTheWay = async () => {
      current.onTheWay = undefined
      current.record(6, 2_001, { status: 'finished' })
      await nextTick()
    }
    const { curves } = watching([6])
    await vi.waitUntil(() => curves.value.get(6)?.length === 2_001)
  })

  it('come in parts where an answer holds no more, one request at a time', async () => {
    current.most = 100
    current.record(2, 1_000)
    const { curves } = watching([2])
    for (let points = 1_001; points <= 1_020; points++) current.record(2, points)
    await vi.waitUntil(() => curves.value.get(2)?.length === 1_020)
    expect(current.mostUnderway).toBe(1)
    expect(current.asked.flat().map(({ first }) => first)).toEqual(
      Array.from({ length: 11 }, (_, k) => 100 * k),
    )
  })

  it('are asked for together, once a frame at the most, however fast they grow', async () => {
    // A page of its own time: on a busy machine frames would come late, and be counted as drawn without one.
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const clock = frameClock()
    const ids = Array.from({ length: 30 }, (_, index) => 300 + index)
    for (const id of ids) current.record(id, 10)
    const { curves, version } = watching(ids)
    for (let points = 11; points <= 200; points++) {
      for (const id of ids) current.record(id, points)
      await vi.advanceTimersByTimeAsync(1)
    }
    await vi.advanceTimersByTimeAsync(100)
    for (const id of ids) expect(curves.value.get(id)?.length).toBe(200)
    expect(current.mostUnderway).toBe(1)
    expect(current.asked.length).toBeGreaterThan(5)
    expect(current.asked.length).toBeLessThanOrEqual(clock.frames)
    expect(version.value).toBeLessThanOrEqual(clock.frames)
    const parts = current.asked.flat().length
    expect(parts).toBe(ids.length * current.asked.length)
  })

  it('are asked for while what came before is being drawn', async () => {
    // The page has no frame, so that half a second passes until it is taken to have drawn.
    vi.stubGlobal('requestAnimationFrame', () => 0)
    onTestFinished(() => void vi.unstubAllGlobals())
    current.most = 100
    current.record(43, 1_000)
    const { curves } = watching([43])
    await vi.waitUntil(() => curves.value.get(43)?.length === 100, { timeout: 5_000, interval: 10 })
    expect(current.asked.flat().map(({ first }) => first)).toEqual([0, 100])
  })

  it('are read one request at a time, however many charts there are', async () => {
    current.record(41, 100)
    current.record(42, 100)
    const charts = [watching([41]), watching([42]), watching([41, 42], ['theta_0'])]
    await vi.waitUntil(() => charts.every(({ curves }) => [...curves.value.values()].at(-1)?.length === 100))
    expect(current.mostUnderway).toBe(1)
  })

  it('go on without a run that is gone, and say so until it is put away', async () => {
    current.record(51, 10)
    current.record(52, 10)
    const { curves, error, ids } = watching([51, 52])
    await vi.waitUntil(() => curves.value.get(52)?.length === 10)
    current.record(51, 20)
    current.runs.delete(51)
    current.record(52, 20)
    await vi.waitUntil(() => curves.value.get(52)?.length === 20)
    expect(error.value).toBe('there is no run 51')
    current.record(52, 30)
    await vi.waitUntil(() => curves.value.get(52)?.length === 30)
    expect(current.asked.at(-1)).toMatchObject([{ run: 52, first: 20 }])
    ids.value = [52]
    await vi.waitUntil(() => error.value === '')
  })

  it('are asked for again after a failure, at an even pace', async () => {
    vi.useFakeTimers()
    try {
      current.failing = true
      for (const run of [31, 32, 33]) current.record(run, 10)
      const { curves, error } = watching([31, 32, 33])
      await vi.advanceTimersByTimeAsync(20_000)
      expect(error.value).toBe('the disk is full')
      expect(current.asked.length).toBeGreaterThan(3)
      expect(current.asked.length).toBeLessThanOrEqual(11)
      current.failing = false
      await vi.advanceTimersByTimeAsync(5_000)
      expect([31, 32, 33].map((run) => curves.value.get(run)?.length)).toEqual([10, 10, 10])
      expect(error.value).toBe('')
    } finally {
      vi.useRealTimers()
    }
  })

  it('are let go when no longer asked for, and read anew for other series', async () => {
    current.record(4, 10)
    current.record(5, 20)
    const { curves, ids } = watching([4])
    await vi.waitUntil(() => curves.value.get(4)?.length === 10)
    ids.value = [5]
    await vi.waitUntil(() => curves.value.get(5)?.length === 20)
    expect([...curves.value.keys()]).toEqual([5])
  })
})

describe('the list of runs', () => {
  it('is newest first, without the trash', async () => {
    const { list, refresh } = useRuns()
    current.runs.clear()
    for (const id of [8, 7, 10]) current.record(id, 1)
    current.record(9, 1, { trashedAt: 5 })
    await refresh()
    expect(list.value.map(({ id }) => id)).toEqual([10, 8, 7])
  })

  it('never goes back on what it knows already', () => {
    const { byId, take } = useRuns()
    take([running(20, 50, { status: 'finished' })])
    take([running(20, 40, { status: 'running' })])
    expect(byId.get(20)).toMatchObject({ status: 'finished', points: 50 })
  })
})
