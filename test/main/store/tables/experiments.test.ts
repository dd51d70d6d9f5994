import Database from 'better-sqlite3'
import { describe, expect, test } from 'vitest'
import { parseSweep } from '@core/sweep/document'
import { experiment, freshFile, openedWell } from '../support/fixtures'

const inList = { trash: false }

/** A store whose clock goes on by one at every look. */
function ticking() {
  let time = 0
  const file = freshFile()
  return { file, store: openedWell({ file, now: () => ++time }) }
}

describe('save', () => {
  test('without a number as a new one', () => {
    const { store } = ticking()
    const document = experiment('Mine')
    const record = store.experiments.save({ document })
    expect(record).toEqual({
      id: 1,
      name: 'Mine',
      objectiveLabel: expect.stringMatching(/Rosenbrock/i),
      runs: 2,
      createdAt: 1,
      updatedAt: 1,
      trashedAt: null,
    })
    expect(store.experiments.list(inList)).toEqual([record])
    expect(store.experiments.get(1)).toEqual({ ...record, experiment: document, document })
  })

  test('with a number in its place', () => {
    const { store } = ticking()
    const { id } = store.experiments.save({ document: experiment('Mine') })
    const changed = experiment('Renamed', ['GD'])
    expect(store.experiments.save({ id, document: changed })).toMatchObject({
      id,
      name: 'Renamed',
      runs: 1,
      createdAt: 1,
      updatedAt: 2,
    })
    expect(store.experiments.get(id)?.experiment).toEqual(changed)
    expect(store.experiments.list(inList)).toHaveLength(1)
  })

  test('brings one that is in the trash back', () => {
    const { store } = ticking()
    const { id } = store.experiments.save({ document: experiment() })
    store.experiments.trash([id])
    expect(store.experiments.save({ id, document: experiment() }).trashedAt).toBeNull()
  })

  test('in place of one that is gone is an error', () => {
    const { store } = ticking()
    expect(() => store.experiments.save({ id: 9, document: experiment() })).toThrow(
      'there is no saved experiment 9',
    )
    expect(store.experiments.list(inList)).toEqual([])
  })
})

test('lists are last changed first', () => {
  const { store } = ticking()
  const [a] = ['A', 'B', 'C'].map((name) => store.experiments.save({ document: experiment(name) }))
  store.experiments.save({ id: a.id, document: experiment('A') })
  expect(store.experiments.list(inList).map(({ name }) => name)).toEqual(['A', 'C', 'B'])
})

describe('duplicate', () => {
  test('finds a name of its own, in the document too', () => {
    const { store } = ticking()
    const { id } = store.experiments.save({ document: experiment('Mine') })
    const copies = [id, id, 2, 3].map((source) => store.experiments.duplicate(source))
    expect(copies.map(({ name }) => name)).toEqual([
      'Mine (copy)',
      'Mine (copy 2)',
      'Mine (copy 3)',
      'Mine (copy 4)',
    ])
    expect(store.experiments.get(copies[1].id)?.experiment).toEqual(experiment('Mine (copy 2)'))
  })

  test('stays within the longest name', () => {
    const { store } = ticking()
    const { id } = store.experiments.save({ document: experiment('x'.repeat(200)) })
    expect(store.experiments.duplicate(id).name).toBe(`${'x'.repeat(193)} (copy)`)
  })

  test('of one that is gone is an error', () => {
    expect(() => ticking().store.experiments.duplicate(9)).toThrow('there is no saved experiment 9')
  })
})

test('the trash: out, back, and for good only what is in it', () => {
  const { store } = ticking()
  const [a, b] = ['A', 'B'].map((name) => store.experiments.save({ document: experiment(name) }).id)
  store.experiments.trash([a])
  expect(store.experiments.list(inList).map(({ id }) => id)).toEqual([b])
  expect(store.experiments.list({ trash: true })).toMatchObject([{ id: a, trashedAt: 3 }])
  store.experiments.restore([a])
  expect(store.experiments.list({ trash: true })).toEqual([])
  store.experiments.trash([a])
  expect(store.experiments.purge([a, b])).toBe(1)
  expect(store.experiments.get(a)).toBeUndefined()
  expect(store.experiments.get(b)?.name).toBe('B')
})

test('one that can not be read any more is an error of its own, and the list stays whole', () => {
  const { store, file } = ticking()
  const [a, b] = ['A', 'B'].map((name) => store.experiments.save({ document: experiment(name) }).id)
  new Database(file)
    .exec(
      `update experiments set objective = 'retired', document = replace(document, 'rosenbrock', 'retired') where id = ${a}`,
    )
    .close()
  expect(store.experiments.list(inList)).toMatchObject([{ id: b }, { id: a, objectiveLabel: 'retired' }])
  expect(() => store.experiments.get(a)).toThrow(/the experiment "A" of saved experiment 1 can't be read/)
  expect(store.experiments.get(b)?.name).toBe('B')
})

test('a sweep is kept with its ranges, through a copy, too', () => {
  const { store } = ticking()
  const plain = experiment('Swept')
  const parsed = parseSweep({
    ...plain,
    runs: plain.runs.map((run) => ({
      ...run,
      seed: 0,
      hyper: { ...run.hyper, lr: { values: [0.1, 0.01] } },
    })),
    sweep: { seeds: 3 },
  })
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.issues))
  const { id } = store.experiments.save({ document: parsed.value })
  const copy = store.experiments.duplicate(id)
  for (const [of, name] of [
    [id, 'Swept'],
    [copy.id, 'Swept (copy)'],
  ] as const) {
    const detail = store.experiments.get(of)
    expect(detail?.experiment).toMatchObject({ name, runs: [{ hyper: { lr: 0.1 } }, {}] })
    expect(parseSweep(detail?.document)).toMatchObject({
      ok: true,
      value: { axes: parsed.value.axes, options: { seeds: 3 }, experiment: { name } },
    })
  }
})
