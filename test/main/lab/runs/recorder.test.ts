import { setImmediate } from 'node:timers/promises'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import Database from 'better-sqlite3'
import type { Evaluations } from '@core/evaluations'
import { seriesNames } from '@core/plan'
import { Recorder } from '../../../../src/main/lab/runs/recorder'
import { loadHashes } from '../../../../src/main/lab/runs/trajectory-hash'
import type { RunRecord } from '../../../../src/main/contract'
import type { Store } from '../../../../src/main/store'
import { batchPoints, type RunMessage } from '../../../../src/worker/protocol'
import type { RunListener } from '../../../../src/main/lab/runs/threads'
import { experimentWith } from '../../../support/experiments'
import { freshFile, newRuns, openedWell } from '../../store/support/fixtures'
import { sentenceOf, worded } from '../../../support/reasons'

const names = seriesNames(1)
const hashOf = await loadHashes()

interface Recorded {
  readonly file: string
  readonly store: Store
  readonly recorder: Recorder
  /** A run tells this. */
  take(run: number, message: RunMessage): void
  readonly runs: readonly RunRecord[]
  readonly credited: number[]
  readonly cancelled: number[]
  readonly waiting: number[]
  readonly heard: RunRecord[]
}

interface Setting {
  readonly count?: number
  readonly recordEvery?: number
}

/** A recorder on a real database, with runs of x^2 that record every so many updates. */
function recording({ count = 1, recordEvery = 1 }: Setting = {}): Recorded {
  const file = freshFile()
  const store = openedWell({ file })
  const document = experimentWith({ runs: Array.from({ length: count }, () => ({ optimizer: 'gd' })) })
  const planned = newRuns(document).map((run) => ({ ...run, recordEvery }))
  const session = store.sessions.begin(process.pid)
  const runs = store.runs.insertLaunch({ document, runs: planned, session, startedAt: 1 })
  const [credited, cancelled, waiting]: number[][] = [[], [], []]
  const heard: RunRecord[] = []
  const recorder = new Recorder(store, {
    announce: (records) => heard.push(...records),
    checkpoint: async () => store.checkpoint(),
    waiting: (runs) => waiting.push(runs),
    hashOf,
  })
  onTestFinished(async () => void (await recorder.close()))
  const listeners = new Map<number, RunListener>()
  const unused = (): never => {
    throw new Error('the recorder has nothing to do with that')
  }
  for (const run of runs) {
    recorder.open(run, (listener) => {
      listeners.set(run.id, listener)
      return {
        pause: unused,
        resume: unused,
        step: unused,
        cancel: () => cancelled.push(run.id),
        change: unused,
        credit: async (batches) => void credited.push(...batches.map(() => run.id)),
      }
    })
  }
  const take = (run: number, message: RunMessage): void => listeners.get(run)?.(message)
  return { file, store, recorder, take, runs, credited, cancelled, waiting, heard }
}

/** Points from `first` on with these losses, recorded every so many updates. */
function batch(
  first: number,
  losses: readonly number[],
  every = 1,
  duration = 1,
): Extract<RunMessage, { type: 'batch' }> {
  const zeros = losses.map(() => 0)
  return {
    type: 'batch',
    duration,
    first,
    count: losses.length,
    iteration: (first + losses.length - 1) * every,
    columns: Float64Array.from([...losses, ...zeros, ...zeros]),
    evaluations: evaluationsAt((first + losses.length - 1) * every),
  }
}

/** Of a line search with three tries an update. */
const evaluationsAt = (iteration: number): Evaluations => ({
  valueEvaluations: 3 * iteration,
  gradientEvaluations: iteration,
  hessianEvaluations: 0,
})

const ended = (iterations: number) =>
  ({
    type: 'ended',
    status: 'finished',
    reason: sentenceOf('done'),
    iterations,
    evaluations: evaluationsAt(iterations),
    duration: 12.5,
  }) as const

describe('the recorder', () => {
  test('stores the points and the end of a run at once, then returns the credits', () => {
    const { file, store, recorder, take, runs, credited } = recording()
    const [{ id }] = runs
    const watcher = new Database(file, { readonly: true })
    onTestFinished(() => void watcher.close())
    const points = watcher.prepare('select points from runs').pluck()
    take(id, batch(0, [3, 2]))
    take(id, batch(2, [1]))
    expect([points.get(), credited]).toEqual([0, []])
    take(id, ended(2))
    expect(credited).toEqual([id, id])
    expect(watcher.prepare('select status, reason, points, duration, hash from runs').get()).toEqual({
      status: 'finished',
      reason: 'done',
      points: 3,
      duration: 12.5,
      hash: expect.stringMatching(/^[0-9a-f]{64}$/),
    })
    expect(store.curves.read(id, names).series.loss).toEqual(Float64Array.of(3, 2, 1))
    expect(recorder.busy).toBe(false)
  })

  test('does not let points wait for more', async () => {
    const { store, take, runs, credited, heard } = recording()
    const [{ id }] = runs
    take(id, batch(0, [3, 2]))
    await vi.waitFor(() => expect(heard.at(-1)).toMatchObject({ status: 'running', points: 2 }))
    expect(credited).toEqual([id])
    expect(heard.at(-1)).toEqual(store.runs.get(id))
    expect(store.curves.count(id)).toBe(2)
  })

  test('stores before a fast run has used up its credits', async () => {
    const { store, take, runs, credited } = recording()
    const [{ id }] = runs
    for (let first = 0; first < 8; first++) take(id, batch(first, [first]))
    await setImmediate()
    expect(store.curves.count(id)).toBe(8)
    expect(credited).toHaveLength(8)
  })

  test('stores what fills a batch with the next turn, and what else is in the mail with it', async () => {
    const { store, take, runs } = recording()
    const [{ id }] = runs
    take(id, batch(0, [9]))
    take(id, batch(1, new Array<number>(batchPoints - 1).fill(8)))
    take(id, batch(batchPoints, [7]))
    expect(store.curves.count(id)).toBe(0)
    await setImmediate()
    expect(store.curves.count(id)).toBe(batchPoints + 1)
  })

  test.each([
    ['the first finite loss beats the NaN before it', [NaN, 5, 7], 1, 5, 1, 7],
    ['an infinite loss is never the best', [Infinity, -Infinity, 4], 1, 4, 2, 4],
    ['the first of equals counts', [2, 1, 1, 3], 1, 1, 1, 3],
    ['no finite loss at all', [NaN, Infinity], 1, NaN, 0, Infinity],
    ['points stand for several updates', [3, 2, 1, 4], 10, 1, 20, 4],
  ])('knows the best loss and the last: %s', (_, losses, every, best, at, last) => {
    const { store, take, runs } = recording({ recordEvery: every })
    const [{ id }] = runs
    take(id, batch(0, losses.slice(0, 1), every))
    take(id, batch(1, losses.slice(1), every))
    take(id, ended((losses.length - 1) * every))
    expect(store.runs.get(id)).toMatchObject({ bestLoss: best, bestIteration: at, finalLoss: last })
  })

  test('takes the points of a run that starts over for those it has', () => {
    const { store, take, runs, credited } = recording()
    const [{ id }] = runs
    take(id, batch(0, [9, 8, 7]))
    take(id, batch(0, [9, 8]))
    take(id, batch(2, [7, 6]))
    take(id, ended(3))
    expect(store.runs.get(id)).toMatchObject({ points: 4, iterations: 3, finalLoss: 6, bestLoss: 6 })
    expect(store.runs.get(id)).toMatchObject(evaluationsAt(3))
    expect(store.curves.read(id, names).series.loss).toEqual(Float64Array.of(9, 8, 7, 6))
    expect(credited).toHaveLength(3)
  })

  test('counts updates after the last recorded point', () => {
    const { store, take, runs } = recording({ recordEvery: 10 })
    const [{ id }] = runs
    take(id, batch(0, [9, 8], 10))
    take(id, { type: 'paused', iteration: 14, duration: 1, evaluations: evaluationsAt(14) })
    expect(store.runs.get(id)).toMatchObject({ status: 'paused', points: 2, iterations: 14 })
    expect(store.runs.get(id)).toMatchObject(evaluationsAt(14))
    take(id, { ...ended(17), status: 'failed', reason: sentenceOf('broken') })
    expect(worded(store.runs.get(id))).toMatchObject({
      status: 'failed',
      reason: 'broken',
      points: 2,
      iterations: 17,
      ...evaluationsAt(17),
    })
  })

  test('keeps what was evaluated until nobody is there to tell more', () => {
    const { store, take, runs } = recording()
    const [{ id }] = runs
    expect(store.runs.get(id)).toMatchObject(evaluationsAt(0))
    take(id, batch(0, [9, 8, 7]))
    const reason = { kind: 'thread-ended', values: {} } as const
    take(id, { ...ended(2), evaluations: undefined, status: 'failed', reason })
    expect(store.runs.get(id)).toMatchObject({ status: 'failed', iterations: 2, ...evaluationsAt(2) })
  })

  test('takes back what another lab said of a run that it thought dead', () => {
    const { store, take, runs } = recording()
    const [{ id }] = runs
    take(id, batch(0, [9, 8]))
    store.runs.update(id, { status: 'interrupted', reason: sentenceOf('the lab stopped'), endedAt: 7 })
    take(id, { type: 'paused', iteration: 1, duration: 1 })
    expect(store.runs.get(id)).toMatchObject({ status: 'paused', reason: null, endedAt: null })
  })

  test('fails a run that is no longer there, and only that', async () => {
    const { store, recorder, take, runs, cancelled, credited, heard } = recording({ count: 2 })
    const [gone, fine] = runs.map(({ id }) => id)
    store.runs.trash([gone])
    store.runs.purge([gone])
    while (store.runs.discard(100));
    take(gone, batch(0, [1]))
    take(fine, batch(0, [1]))
    await vi.waitFor(() => expect(credited).toEqual([fine]))
    expect(cancelled).toEqual([gone])
    expect(recorder.handleOf(gone)).toBeDefined()
    take(gone, batch(1, [1]))
    take(gone, ended(1))
    take(fine, ended(1))
    expect(recorder.busy).toBe(false)
    await vi.waitFor(() => expect(heard.find(({ id, endedAt }) => id === gone && endedAt)).toBeDefined())
    expect(worded(heard.findLast(({ id }) => id === gone))).toMatchObject({
      status: 'failed',
      reason: 'its points could not be stored: FOREIGN KEY constraint failed',
    })
    expect(store.runs.get(fine)).toMatchObject({ status: 'finished', points: 1 })
    expect(store.runs.get(gone)).toBeUndefined()
  })

  test('keeps what comes while the database is locked, and stores it when it is free', async () => {
    const { file, store, recorder, take, runs, cancelled, credited, waiting } = recording({ count: 2 })
    store.neverWait()
    const other = new Database(file)
    onTestFinished(() => void other.close())
    other.exec('begin immediate')
    const [one, two] = runs.map(({ id }) => id)
    for (const id of [one, two]) take(id, batch(0, [2, 1]))
    take(one, ended(1))
    await vi.waitFor(() => expect(waiting.at(-1)).toBe(2))
    expect([recorder.handleOf(one) !== undefined, credited]).toEqual([true, []])
    other.exec('rollback')
    await vi.waitFor(() => expect(waiting.at(-1)).toBe(0))
    await vi.waitFor(() => expect(store.runs.get(two)?.points).toBe(2))
    expect(store.runs.get(one)).toMatchObject({ status: 'finished', points: 2 })
    expect(credited.toSorted()).toEqual([one, two])
    expect(cancelled).toEqual([])
    expect(recorder.handleOf(one)).toBeUndefined()
  })

  test('hears nothing more of a run that has ended', () => {
    const { take, store, runs } = recording()
    take(runs[0].id, ended(0))
    take(runs[0].id, batch(0, [1]))
    expect(store.curves.count(runs[0].id)).toBe(0)
  })

  test('tells of points as soon as they are committed, once for all runs of a frame', () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { take, runs, heard } = recording({ count: 2 })
    vi.advanceTimersByTime(100)
    heard.length = 0
    for (const { id } of runs) take(id, batch(0, [3, 2]))
    expect(heard).toEqual([])
    vi.advanceTimersByTime(50)
    expect(heard.map(({ id, points }) => [id, points])).toEqual(runs.map(({ id }) => [id, 2]))
  })

  test('leaves no timer behind, and says the last it knows, when it is closed', () => {
    vi.useFakeTimers()
    onTestFinished(() => void vi.useRealTimers())
    const { recorder, take, runs, heard, store } = recording({ count: 2 })
    const [begun, waiting] = runs.map(({ id }) => id)
    take(begun, batch(0, [3, 2], 1, 7.5))
    expect(vi.getTimerCount()).toBeGreaterThan(0)
    recorder.close()
    expect(vi.getTimerCount()).toBe(0)
    expect(heard.map(worded).map(({ id, status, reason, points }) => [id, status, reason, points])).toEqual([
      [begun, 'interrupted', 'the lab was closed after 1 update; the curve up to there was kept', 2],
      [waiting, 'interrupted', 'the lab was closed before this run began', 0],
    ])
    expect(heard.map(({ duration }) => duration)).toEqual([7.5, 0])
    expect([begun, waiting].map((run) => store.runs.get(run))).toEqual(heard)
  })
})
