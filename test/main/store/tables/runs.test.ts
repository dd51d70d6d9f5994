import Database from 'better-sqlite3'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { parseExperiment } from '@core/experiment'
import { reasonText } from '@core/reasons/wording'
import {
  experiment,
  freshFile,
  look,
  names,
  newRuns,
  openedWell,
  points,
  start,
  startOne,
} from '../support/fixtures'
import { anyReason } from '../../../support/reason-arbitraries'
import { sentenceOf, worded } from '../../../support/reasons'

const inList = { trash: false }
const inTrash = { trash: true }

describe('a launch', () => {
  test('is stored before its first update, as queued', () => {
    const file = freshFile()
    const store = openedWell({ file })
    const { runs } = start(store)
    expect(runs[1]).toEqual({
      ...newRuns(experiment())[1],
      id: 2,
      launch: 1,
      position: 1,
      color: 1,
      experimentName: 'Two ways down',
      status: 'queued',
      reason: null,
      iterations: 0,
      points: 0,
      finalLoss: NaN,
      bestLoss: NaN,
      bestIteration: 0,
      valueEvaluations: 0,
      gradientEvaluations: 0,
      hessianEvaluations: 0,
      duration: 0,
      startedAt: 1_000,
      endedAt: null,
      hash: null,
      note: '',
      trashedAt: null,
    })
    expect(store.runs.get(2)).toEqual(runs[1])
    store.close()
    expect(openedWell({ file }).runs.list(inList)).toEqual(runs)
  })

  test('keeps every field of a run', () => {
    const parsed = parseExperiment({
      format: 'descent-lab/experiment@1',
      name: 'All fields',
      objective: { id: 'linear-regression', data: { source: 'normal', rows: 500, seed: 0 } },
      iterations: 300_000,
      runs: [
        {
          optimizer: 'gd',
          batch: 50,
          sampling: 'replacement',
          seed: 4_294_967_295,
          hyper: { lr: 1e-300 },
          schedule: { id: 'constant', warmup: 5 },
          label: 'Ünïcode "quoted"',
        },
      ],
    })
    if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
    const document = parsed.value
    const store = openedWell({ file: freshFile() })
    const session = store.sessions.begin(1)
    const run = { ...document.runs[0], objective: 'linear-regression', objectiveLabel: 'Linear regression' }
    const more = {
      dimension: 2,
      rows: 500,
      budget: 300_000,
      recordEvery: 3,
      series: ['loss', 'gradient_norm', 'theta_0', 'theta_1', 'distance'],
      minimum: -1e-300,
    }
    const [stored] = store.runs.insertLaunch({ document, runs: [{ ...run, ...more }], session, startedAt: 5 })
    expect(store.runs.get(stored.id)).toEqual(stored)
    expect(stored).toMatchObject({ ...run, ...more })
    expect(store.runs.document(stored.id)).toEqual(document)
  })

  test('is stored whole or not at all', () => {
    const store = openedWell({ file: freshFile() })
    const document = experiment()
    const [good] = newRuns(document)
    const bad = { ...good, budget: NaN }
    const session = store.sessions.begin(1)
    expect(() => store.runs.insertLaunch({ document, runs: [good, bad], session, startedAt: 1 })).toThrow(
      /NOT NULL/,
    )
    expect(store.runs.list(inList)).toEqual([])
  })

  test('the document stays as it was when the run is renamed', () => {
    const store = openedWell({ file: freshFile() })
    const { id } = startOne(store)
    store.runs.update(id, { label: 'Renamed', note: 'why' })
    expect(store.runs.get(id)).toMatchObject({ label: 'Renamed', note: 'why' })
    expect(store.runs.document(id).runs[0].label).toBe('GD')
  })
})

test('lists are newest launch first, the runs of a launch in their order', () => {
  const store = openedWell({ file: freshFile() })
  for (const name of ['A', 'B', 'C']) start(store, experiment(name), 1_000)
  expect(store.runs.list(inList).map(({ experimentName, label }) => experimentName + label)).toEqual([
    'CGD',
    'CAdam',
    'BGD',
    'BAdam',
    'AGD',
    'AAdam',
  ])
})

describe('update', () => {
  test.each([NaN, Infinity, -Infinity, 0, 5e-324, -1.5])('a loss of %d comes back', (loss) => {
    const store = openedWell({ file: freshFile() })
    const { id } = startOne(store)
    store.runs.update(id, { finalLoss: loss, bestLoss: loss })
    expect(store.runs.get(id)).toMatchObject({ finalLoss: loss, bestLoss: loss })
  })

  test('keeps why a run ended as data, every number in it, and in words', () => {
    const file = freshFile()
    const store = openedWell({ file })
    const { id } = startOne(store)
    fc.assert(
      fc.property(anyReason, (reason) => {
        store.runs.update(id, { reason })
        expect(store.runs.get(id)?.reason).toEqual(reason)
        store.runs.update(id, { points: 1 })
        expect(store.runs.get(id)?.reason).toEqual(reason)
        const words = look(file, (db) => db.prepare('select reason from runs').pluck().get())
        expect(words).toBe(reasonText(reason))
      }),
      { numRuns: 40 },
    )
    store.runs.update(id, { reason: null })
    expect(store.runs.get(id)?.reason).toBeNull()
  })

  test('shows the words of a reason that only a later version knows', () => {
    const file = freshFile()
    const { id } = startOne(openedWell({ file }))
    const db = new Database(file)
    const later = '{"kind":"of-a-later-version","values":{}}'
    db.prepare("update runs set reason = 'ended in a new way', reason_values = ?").run(later)
    db.close()
    const store = openedWell({ file })
    expect(store.runs.get(id)?.reason).toEqual(sentenceOf('ended in a new way'))
    store.runs.update(id, { note: 'seen' })
    expect(look(file, (read) => read.prepare('select reason_values from runs').pluck().get())).toBe(later)
  })

  test('changes what is given and nothing else', () => {
    const store = openedWell({ file: freshFile() })
    const [first, second] = start(store).runs
    store.runs.update(first.id, { status: 'running', iterations: 10, points: 11, duration: 1.5 })
    store.runs.update(first.id, { status: 'converged', reason: sentenceOf('it stood still'), endedAt: 9 })
    store.runs.update(first.id, { label: undefined, note: 'n' })
    store.runs.update(first.id, {})
    expect(worded(store.runs.get(first.id))).toEqual({
      ...first,
      status: 'converged',
      reason: 'it stood still',
      iterations: 10,
      points: 11,
      duration: 1.5,
      endedAt: 9,
      note: 'n',
    })
    expect(store.runs.get(second.id)).toEqual(second)
  })

  test('of a run that is gone is no error', () => {
    const store = openedWell({ file: freshFile() })
    store.runs.update(77, { status: 'running' })
    expect(store.runs.get(77)).toBeUndefined()
  })
})

describe('the trash', () => {
  test('takes runs out of the list and gives them back as they were', () => {
    const store = openedWell({ file: freshFile(), now: () => 42 })
    const { runs } = start(store)
    const [first, second] = runs
    expect(store.runs.trash([first.id])).toBe(1)
    expect(store.runs.list(inList)).toEqual([second])
    expect(store.runs.list(inTrash)).toEqual([{ ...first, trashedAt: 42 }])
    expect(store.runs.restore([first.id])).toBe(1)
    expect(store.runs.list(inList)).toEqual(runs)
  })

  test('keeps the moment of the first time', () => {
    let time = 1
    const store = openedWell({ file: freshFile(), now: () => time })
    const { id } = startOne(store)
    store.runs.trash([id])
    time = 2
    expect(store.runs.trash([id])).toBe(0)
    expect(store.runs.get(id)?.trashedAt).toBe(1)
  })

  test('purging deletes what is in it for good, curves included, and nothing else', () => {
    const file = freshFile()
    const store = openedWell({ file })
    const [first, second] = start(store).runs
    for (const { id } of [first, second]) store.curves.append(id, names, points(0, 5_000))
    store.runs.trash([first.id])
    expect(store.runs.purge([first.id, second.id])).toBe(1)
    while (store.runs.discard(100));
    expect(store.runs.get(first.id)).toBeUndefined()
    expect(store.curves.count(first.id)).toBe(0)
    expect(store.curves.count(second.id)).toBe(5_000)
    expect(store.runs.document(second.id)).toEqual(experiment())
    expect(() => store.runs.document(first.id)).toThrow('there is no run 1')
  })

  test('the launch goes with its last run', () => {
    const file = freshFile()
    const store = openedWell({ file })
    const ids = start(store).runs.map(({ id }) => id)
    start(store, experiment('Another'))
    store.runs.trash(ids)
    store.runs.purge(ids)
    while (store.runs.discard(100));
    const db = new Database(file, { readonly: true })
    expect(db.prepare('select name from launches').pluck().all()).toEqual(['Another'])
    expect(db.prepare('select count(*) from curve_chunks').pluck().get()).toBe(0)
    db.close()
  })

  test('what is purged is gone at once, and its curves go piece by piece, whoever is there for it', () => {
    const file = freshFile()
    const store = openedWell({ file })
    const [first, second] = start(store).runs
    for (const { id } of [first, second]) store.curves.append(id, names, points(0, 50_000))
    store.runs.trash([first.id, second.id])
    store.runs.purge([first.id])
    expect(store.runs.list(inTrash).map(({ id }) => id)).toEqual([second.id])
    expect(store.runs.get(first.id)).toBeUndefined()
    expect(() => store.runs.document(first.id)).toThrow('there is no run 1')
    expect(store.runs.restore([first.id, second.id])).toBe(1)
    expect(store.runs.discard(2)).toBe(true)
    const other = openedWell({ file })
    let steps = 0
    while (other.runs.discard(2)) steps++
    expect(steps).toBeGreaterThan(10)
    expect(other.curves.count(first.id)).toBe(0)
    expect(other.curves.count(second.id)).toBe(50_000)
  })

  test('a number is never given a second time', () => {
    const store = openedWell({ file: freshFile() })
    const { id } = startOne(store)
    store.runs.trash([id])
    store.runs.purge([id])
    while (store.runs.discard(100));
    expect(startOne(store).id).toBe(id + 1)
  })

  test('takes ten thousand at once', () => {
    const store = openedWell({ file: freshFile() })
    const { id } = startOne(store)
    expect(store.runs.trash(Array.from({ length: 10_000 }, (_, index) => index + 1))).toBe(1)
    expect(store.runs.get(id)?.trashedAt).not.toBeNull()
  })
})

describe('a document that can not be read any more', () => {
  test.each([
    [
      'not an experiment',
      '{"format":"descent-lab/experiment@9"}',
      /format: must be "descent-lab\/experiment@2"/,
    ],
    ['not JSON', '{"form', /JSON/],
  ])('%s: an error for that run, and the list stays whole', (_what, text, complaint) => {
    const file = freshFile()
    const store = openedWell({ file })
    const { id } = startOne(store)
    const other = startOne(store)
    new Database(file).exec(`update launches set document = '${text}' where id = 1`).close()
    expect(() => store.runs.document(id)).toThrow(/the experiment "One way down" of run 1 can't be read/)
    expect(() => store.runs.document(id)).toThrow(complaint)
    expect(store.runs.list(inList)).toHaveLength(2)
    expect(store.runs.document(other.id).name).toBe('One way down')
  })
})

describe('runs whose session is gone', () => {
  const gone = () => false

  test('are interrupted, with what their stored curve says', () => {
    let time = 100
    const store = openedWell({ file: freshFile(), now: () => time })
    const { runs, session } = start(store)
    const columns = Float64Array.of(5, 4, NaN, 3, 3.5, 0, 0, 0, 0, 0)
    store.curves.append(runs[0].id, names, { first: 0, count: 5, columns })
    store.runs.update(runs[0].id, { status: 'running', points: 2, iterations: 1, finalLoss: 4 })
    store.sessions.beat(session)
    time = 999
    const marked = store.runs.markInterrupted(store.sessions.dead(gone))
    expect(marked.map(({ id }) => id)).toEqual(runs.map(({ id }) => id))
    expect(worded(store.runs.get(runs[0].id))).toEqual({
      ...runs[0],
      status: 'interrupted',
      reason: 'the lab stopped at update 4 of 50,000; the curve up to there was kept',
      points: 5,
      iterations: 4,
      finalLoss: 3.5,
      bestLoss: 3,
      bestIteration: 3,
      endedAt: 100,
    })
    expect(worded(store.runs.get(runs[1].id))).toMatchObject({
      status: 'interrupted',
      reason: 'the lab stopped before this run began',
      points: 0,
      endedAt: 100,
    })
  })

  test('iterations follow from every how many updates a point was recorded', () => {
    const store = openedWell({ file: freshFile() })
    const document = { ...experiment('Long', ['GD']), iterations: 250_000 }
    const { runs } = start(store, document)
    expect(runs[0].recordEvery).toBe(3)
    store.curves.append(runs[0].id, names, points(0, 1_001))
    const [marked] = store.runs.markInterrupted(store.sessions.dead(gone))
    expect(marked).toMatchObject({ iterations: 3_000, points: 1_001, bestIteration: 3_000 })
  })

  test('the lowest loss of a long curve is the first of its kind, wherever it is', () => {
    const store = openedWell({ file: freshFile() })
    const run = startOne(store)
    const count = 30_000
    const columns = new Float64Array(2 * count).fill(2)
    columns[0] = NaN
    columns[count - 1] = Infinity
    for (const index of [9_999, 10_000, 29_000]) columns[index] = 1
    store.curves.append(run.id, names, { first: 0, count, columns })
    expect(store.runs.markInterrupted(store.sessions.dead(gone))[0]).toMatchObject({
      finalLoss: Infinity,
      bestLoss: 1,
      bestIteration: 9_999,
    })
  })

  test('the best of a run that climbs is its highest', () => {
    const store = openedWell({ file: freshFile() })
    const climbing = experiment('Up', ['GD'])
    const [run] = climbing.runs
    const hyper = { ...run.hyper, maximize: true }
    const { runs } = start(store, { ...climbing, runs: [{ ...run, hyper }] })
    const columns = Float64Array.from([1, 4, NaN, 2, 0, 0, 0, 0])
    store.curves.append(runs[0].id, names, { first: 0, count: 4, columns })
    const [marked] = store.runs.markInterrupted(store.sessions.dead(gone))
    expect(marked).toMatchObject({ bestLoss: 4, bestIteration: 1, hyper: { maximize: true } })
  })

  test('a last point off the grid keeps the iteration that was stored with it', () => {
    const store = openedWell({ file: freshFile() })
    const [run] = start(store, { ...experiment('Long', ['GD']), iterations: 250_000 }).runs
    store.transaction(() => {
      store.curves.append(run.id, names, points(0, 11))
      store.runs.update(run.id, { status: 'running', points: 11, iterations: 28 })
    })
    expect(store.runs.markInterrupted(store.sessions.dead(gone))[0]).toMatchObject({
      iterations: 28,
      bestIteration: 28,
    })
  })

  test('a curve without one number for a loss', () => {
    const store = openedWell({ file: freshFile() })
    const run = startOne(store)
    const columns = Float64Array.of(NaN, Infinity, NaN, 0, 0, 0)
    store.curves.append(run.id, names, { first: 0, count: 3, columns })
    expect(store.runs.markInterrupted(store.sessions.dead(gone))[0]).toMatchObject({
      finalLoss: NaN,
      bestLoss: NaN,
      bestIteration: 0,
    })
  })

  test('that ended are left as they are', () => {
    const store = openedWell({ file: freshFile() })
    const { runs } = start(store)
    store.runs.update(runs[0].id, { status: 'diverged', reason: sentenceOf('loss above 1e12 at update 7') })
    store.runs.update(runs[1].id, { status: 'paused' })
    store.runs.markInterrupted(store.sessions.dead(gone))
    expect(worded(store.runs.get(runs[0].id))).toMatchObject({
      status: 'diverged',
      reason: 'loss above 1e12 at update 7',
    })
    expect(store.runs.get(runs[1].id)?.status).toBe('interrupted')
  })

  test('and one whose session ended without ending it', () => {
    const store = openedWell({ file: freshFile(), now: () => 7 })
    const { runs, session } = start(store)
    store.sessions.end(session)
    expect(store.runs.markInterrupted()).toHaveLength(2)
    expect(store.runs.get(runs[0].id)?.endedAt).toBe(7)
  })

  test('those of a session that is there are not touched', () => {
    const store = openedWell({ file: freshFile() })
    const { runs } = start(store)
    expect(store.runs.markInterrupted()).toEqual([])
    expect(store.runs.list(inList)).toEqual(runs)
  })
})
