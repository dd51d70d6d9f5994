import { describe, expect, test } from 'vitest'
import { parseSweep } from '@core/sweep/document'
import { failedOutcome } from '@core/sweep/packing'
import { sweepRuns, type RunKey } from '@core/sweep/runs'
import type { SweepRun } from '../../../../src/main/store/tables/sweep-runs'
import { documentWith } from '../../../support/experiments'
import { freshFile, look, openedWell, startOne } from '../support/fixtures'

const document = documentWith({
  objective: { id: 'rosenbrock' },
  start: 'random',
  runs: [{ optimizer: 'adam', hyper: { lr: { from: 1e-4, to: 1, steps: 10, scale: 'log' } } }],
  sweep: { seeds: 1_000 },
})

type Opened = ReturnType<typeof openedWell>

/** A sweep of 10,000 runs before the first of them. */
function begun(store: Opened): number {
  const session = store.sessions.begin(process.pid)
  return store.sweeps.insert({
    document,
    name: 'Rates',
    objectiveLabel: 'Rosenbrock',
    methods: ['Adam'],
    problems: 1,
    seeds: 1_000,
    keep: 'values',
    total: 10_000,
    session,
    startedAt: 100,
  })
}

/** Runs of it as rows, with numbers that can be told apart. */
function runsOf(store: Opened, keys: readonly RunKey[]): readonly SweepRun[] {
  const base = startOne(store)
  return keys.map((key, index) => ({
    key,
    curve: [],
    record: { ...base, status: 'finished', finalLoss: index, endedAt: 200, points: 0 },
    outcome: {
      ...failedOutcome(3, 0.25),
      status: 'finished',
      finalLoss: index,
      iterations: 100,
      gradientEvaluations: 100,
      reachedUpdates: [index, NaN, NaN],
    },
  }))
}

const keysOf = (count: number): readonly RunKey[] => {
  const parsed = parseSweep(document)
  if (!parsed.ok) throw new Error('the document is no sweep')
  const runs = sweepRuns(parsed.value)
  return Array.from({ length: count }, (_, index) => runs.keyAt(index))
}

describe('the runs of a sweep in the store', () => {
  test('10,000 are committed in well under a second and read in a moment, and are in no other list', () => {
    const store = openedWell({ file: freshFile() })
    const id = begun(store)
    const record = store.sweeps.get(id)
    if (!record) throw new Error('there is no sweep')
    const runs = runsOf(store, keysOf(10_000))
    const begunAt = performance.now()
    for (let from = 0; from < runs.length; from += 1_000)
      store.sweeps.addRuns(record, runs.slice(from, from + 1_000))
    // Several times what it takes on a machine that does nothing else.
    expect(performance.now() - begunAt).toBeLessThan(4_000)
    expect(store.sweeps.get(id)).toMatchObject({ done: 10_000, duration: 2_500 })
    const readAt = performance.now()
    const results = store.sweeps.results(id, 3, 0, 100_000)
    expect(performance.now() - readAt).toBeLessThan(500)
    expect(results.count).toBe(10_000)
    expect(results.finalLoss[9_999]).toBe(9_999)
    expect(results.reachedUpdates[0][17]).toBe(17)
    expect(results.evaluations[0]).toBe(100)
    expect(store.sweeps.results(id, 3, 9_990, 5).trial).toHaveLength(5)
    expect(store.runs.list({ trash: false })).toHaveLength(1)
    expect(store.runs.get(results.run[12])).toMatchObject({ finalLoss: 12, position: 0 })
    expect(store.runs.document(results.run[12]).runs).toHaveLength(1)
    store.close()
  })

  test('are there once, however often they are handed in', () => {
    const file = freshFile()
    const store = openedWell({ file })
    const id = begun(store)
    const record = store.sweeps.get(id)
    if (!record) throw new Error('there is no sweep')
    const runs = runsOf(store, keysOf(20))
    store.sweeps.addRuns(record, runs.slice(0, 12))
    store.sweeps.addRuns(record, runs)
    expect(store.sweeps.get(id)).toMatchObject({ done: 20 })
    expect(store.sweeps.results(id, 3, 0, 100).finalLoss).toEqual(
      Float64Array.from({ length: 20 }, (_, k) => k),
    )
    store.close()
    expect(look(file, (db) => db.prepare('select count(*) from runs where sweep = 1').pluck().get())).toBe(20)
  })

  test('the lists beside them do not walk over them', () => {
    const file = freshFile()
    openedWell({ file }).close()
    const plan = (sql: string): string =>
      look(file, (db) => db.prepare<[], { detail: string }>(`explain query plan ${sql}`).all())
        .map(({ detail }) => detail)
        .join('; ')
    expect(plan('select * from runs where sweep is null order by launch desc, position')).toMatch(
      /runs_listed/,
    )
    expect(plan("select id from runs where status in ('queued', 'running', 'paused') order by id")).toMatch(
      /runs_unfinished/,
    )
    expect(plan('select id from runs where trashed_at < 0 order by id limit 1')).toMatch(/runs_condemned/)
  })

  test('a sweep whose session died is interrupted; one that was paused stays so', () => {
    const store = openedWell({ file: freshFile() })
    const [left, paused] = [begun(store), begun(store)]
    store.sweeps.update(paused, { status: 'paused', session: null })
    const sessions = store.sessions.living()
    expect(store.sweeps.markInterrupted([])).toEqual([])
    expect(store.sweeps.markInterrupted(sessions)).toMatchObject([{ id: left, status: 'interrupted' }])
    expect(store.sweeps.get(paused)).toMatchObject({ status: 'paused' })
    store.close()
  })
})
