import { describe, expect, test } from 'vitest'
import { parseSweep } from '@core/sweep/document'
import { failedOutcome, numbersOf, packRun } from '@core/sweep/packing'
import { sweepRuns, type RunKey } from '@core/sweep/runs'
import type { EndedRuns } from '../../../../src/main/store/tables/sweep-runs'
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
    objectives: [{ dimension: 2, rows: 0, minimum: 0 }],
    seeds: 1_000,
    keep: 'values',
    total: 10_000,
    session,
    startedAt: 100,
  })
}

/** Runs of it, with numbers that can be told apart. */
function runsOf(keys: readonly RunKey[], first = 0): EndedRuns {
  const width = numbersOf(3)
  const numbers = new Float64Array(keys.length * width)
  for (const [index, key] of keys.entries()) {
    const outcome = {
      ...failedOutcome(3, 0.25),
      status: 'finished',
      finalLoss: first + index,
      iterations: 100,
      gradientEvaluations: 100,
      reachedUpdates: [first + index, NaN, NaN],
    } as const
    packRun({ key, outcome, reason: 0, endedAt: 200 }, numbers, index * width)
  }
  const reason =
    '{"kind":"rule","values":{"status":"finished","rule":{"kind":"budget-used","values":{"iterations":100}},"finding":null}}'
  return { count: keys.length, numbers, reasons: [['budget used up', reason]], owned: new Map() }
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
    startOne(store)
    const keys = keysOf(10_000)
    const parts = Array.from({ length: 10 }, (_, k) =>
      runsOf(keys.slice(1_000 * k, 1_000 * (k + 1)), 1_000 * k),
    )
    const begunAt = performance.now()
    for (const part of parts) store.sweeps.addRuns(id, part)
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
    const keys = keysOf(20)
    store.sweeps.addRuns(id, runsOf(keys.slice(0, 12)))
    // Another program may have stored some meanwhile.
    const other = openedWell({ file })
    other.sweeps.addRuns(id, runsOf(keys.slice(10, 15), 10))
    store.sweeps.addRuns(id, runsOf(keys))
    store.sweeps.addRuns(id, runsOf(keys))
    expect(store.sweeps.get(id)).toMatchObject({ done: 20 })
    expect(store.sweeps.results(id, 3, 0, 100).finalLoss).toEqual(
      Float64Array.from({ length: 20 }, (_, k) => k),
    )
    expect([...store.sweeps.keys(id)]).toEqual(keys)
    // Their ids are theirs alone.
    const { run } = store.sweeps.results(id, 3, 0, 100)
    const alone = startOne(store)
    expect(new Set([...run, alone.id]).size).toBe(21)
    expect(store.runs.get(alone.id)?.experimentName).not.toBe(store.runs.get(run[19])?.experimentName)
  })

  test('a run that somebody names gets a row, and is the same otherwise', () => {
    const store = openedWell({ file: freshFile() })
    const id = begun(store)
    store.sweeps.addRuns(id, runsOf(keysOf(20)))
    const [, , run] = store.sweeps.results(id, 3, 0, 100).run
    const before = store.runs.get(run)
    store.runs.update(run, { note: 'the best' })
    expect(store.runs.get(run)).toEqual({ ...before, note: 'the best' })
    expect(store.runs.document(run).runs).toHaveLength(1)
    expect(store.runs.list({ trash: false })).toEqual([])
    expect(store.sweeps.results(id, 3, 0, 100).count).toBe(20)
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
