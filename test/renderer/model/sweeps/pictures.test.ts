import { describe, expect, it } from 'vitest'
import { describeHeat } from '../../../../src/renderer/charts/sweeps/heat-text'
import { heatOf, stretches } from '../../../../src/renderer/model/sweeps/cells'
import { createChoices } from '../../../../src/renderer/model/sweeps/choices'
import { factsOf } from '../../../../src/renderer/model/sweeps/facts'
import { lineOf, middleRow } from '../../../../src/renderer/model/sweeps/groups'
import { resultLines } from '../../../../src/renderer/model/sweeps/lines'
import { measuresOf } from '../../../../src/renderer/model/sweeps/measures'
import { brushed, lostPlace, parallelOf, valueOn } from '../../../../src/renderer/model/sweeps/parallel'
import { followed } from '../../../../src/renderer/model/sweeps/results'
import { settingsOf } from '../../../../src/renderer/model/sweeps/settings'
import { summaries } from '../../../../src/renderer/model/sweeps/summaries'
import { pointTable, sortedRows } from '../../../../src/renderer/model/sweeps/table'
import { fairness, findings } from '../../../../src/renderer/model/sweeps/verdicts'
import { axisOf, madeView } from './results'

const axes = [axisOf('hyper.lr', [0.01, 1]), axisOf('hyper.gamma', [0, 0.9])]
/** Two settings of two values each, two seeds; the highest rate goes away with one seed, or both. */
const view = madeView(axes, [
  { trial: 0, seed: 0, values: [0.01, 0], loss: 0.4 },
  { trial: 0, seed: 1, values: [0.01, 0], loss: 0.6 },
  { trial: 1, seed: 0, values: [0.01, 0.9], loss: 0.001 },
  { trial: 1, seed: 1, values: [0.01, 0.9], loss: 0.003 },
  { trial: 2, seed: 0, values: [1, 0], loss: 0.2 },
  { trial: 2, seed: 1, values: [1, 0], loss: 1e9, status: 'diverged' },
  { trial: 3, seed: 0, values: [1, 0.9], loss: NaN, status: 'diverged' },
  { trial: 3, seed: 1, values: [1, 0.9], loss: 7, status: 'diverged' },
])
const [rate, momentum] = settingsOf(axes)
const [quartiles] = summaries
const excess = measuresOf(view)[0]
const values = excess.values(view)

describe('what runs came to', () => {
  it('is Infinity where they diverged, whatever their last loss was', () => {
    expect([...values]).toEqual([0.4, 0.6, 0.001, 0.003, 0.2, Infinity, Infinity, Infinity])
    const updates = measuresOf(view).find(({ key }) => key === 'updates:0')
    expect([...(updates?.values(view) ?? [])].slice(0, 4)).toEqual([Infinity, Infinity, 5, 5])
  })
  it('is told above the minimum only where one is known', () => {
    const unknown = { ...view, detail: { ...view.detail, minima: [null] } }
    expect(measuresOf(unknown).map(({ label }) => label)).not.toContain('Final loss above the minimum')
  })
  it('tells of targets only where a minimum is known, or the data knew one', () => {
    const [detail, never] = [{ ...view.detail, minima: [null] }, view.results.reachedUpdates[0].map(() => NaN)]
    const unknown = { detail, results: { ...view.results, reachedUpdates: [never] } }
    const labels = (of: typeof view): string => measuresOf(of).map(({ label }) => label).join()
    expect(labels(unknown)).not.toContain('of the start')
    expect(factsOf(unknown, 102)?.results.map(({ text }) => text)).not.toContain('never there')
    expect(labels({ ...view, detail })).toContain('Updates to 0.01 of the start')
  })

  it('stands on a log scale where none of it is below 0', () => {
    const unknown = { ...view, detail: { ...view.detail, minima: [null] } }
    expect(createChoices(() => unknown).measure.value.log).toBe(true)
    const finalLoss = unknown.results.finalLoss.map((loss) => loss - 1)
    const below = { ...unknown, results: { ...unknown.results, finalLoss } }
    expect(createChoices(() => below).measure.value).toMatchObject({ key: 'final', log: false })
  })
})

describe('groups against a setting', () => {
  const line = (others: 'best' | 'all') =>
    lineOf(view, values, { method: 0, problem: 0 }, rate, quartiles, others).groups

  it('take all runs that have the value, those that diverged among them', () => {
    const [low, high] = line('all')
    expect(low).toMatchObject({ x: 0.01, lost: 0 })
    expect(low.rows).toHaveLength(4)
    expect(low.middle).toBeCloseTo(0.2015, 10)
    expect(high).toMatchObject({ x: 1, lost: 3, middle: Infinity })
  })
  it('take the point that came out best, with all of its seeds', () => {
    const [low, high] = line('best')
    expect(low.rows).toEqual([2, 3])
    expect(low.middle).toBeCloseTo(0.002, 12)
    expect(high.rows).toEqual([4, 5])
    expect(high.lost).toBe(1)
  })
  it('open the run in their middle', () => {
    expect(middleRow(values, { rows: [0, 1, 2], middle: 0.4 })).toBe(0)
    expect(middleRow(values, { rows: [6, 7], middle: Infinity })).toBe(6)
  })
  it('have no mean where a run diverged', () => {
    const mean = summaries.find(({ key }) => key === 'deviation')
    expect(mean?.of(Float64Array.of(1, Infinity)).middle).toBe(Infinity)
    expect(mean?.of(Float64Array.of(3))).toEqual({ low: 3, middle: 3, high: 3 })
  })
  it('say in the legend how many runs they are and how many diverged', () => {
    const choices = createChoices(() => view)
    const [only] = resultLines(view, choices, choices.methods.value, 0)
    expect(only.label).toBe('GD (n = 4, 1 diverged)')
    choices.choose('others', 'all')
    expect(resultLines(view, choices, choices.methods.value, 0)[0].label).toBe('GD (n = 8, 3 diverged)')
  })
})

describe('a heat map', () => {
  it('has a box a pair of values, evenly wide on its scale', () => {
    const heat = heatOf(view, values, 0, 0, [rate, momentum], quartiles)
    expect(heat?.cells).toHaveLength(4)
    expect(heat?.x.extent[0]).toBeCloseTo(0.001, 10)
    expect(heat?.x.extent[1]).toBeCloseTo(10, 10)
    expect(heat?.cells.map(({ lost }) => lost)).toEqual([0, 0, 1, 2])
  })
  it('names the values of a box, which need not be its middle', () => {
    const uneven = [0, 0.5, 0.9].map((gamma, trial) => ({
      trial,
      seed: 0,
      values: [0.01, gamma],
      loss: 1 - gamma,
    }))
    const heat = heatOf(
      madeView(axes, uneven),
      Float64Array.of(1, 0.5, 0.1),
      0,
      0,
      [rate, momentum],
      quartiles,
    )
    expect(heat?.cells.map(({ up }) => up)).toEqual([
      [0, 0],
      [0.5, 0.5],
      [0.9, 0.9],
    ])
    const names = { title: 'Loss', x: 'lr', y: 'gamma', lost: 'diverged', value: 'Loss' }
    expect(describeHeat(heat?.cells.slice(0, 2) ?? [], names)).toContain('at lr 0.01 and gamma 0.5;')
  })
  it('parts drawn values into even stretches', () => {
    const drawn = Array.from({ length: 100 }, (_, k) => k)
    expect(stretches(drawn, 'linear')).toHaveLength(13)
    expect(stretches([5], 'linear')).toEqual([4.5, 5.5])
  })
})

describe('parallel coordinates', () => {
  const lines = parallelOf(view, values, [rate, momentum], excess, () => true)
  it('go through every setting to the result, the diverged above its axis', () => {
    expect(lines.axes.map(({ key }) => key)).toEqual(['hyper.lr', 'hyper.gamma', 'result'])
    expect([...lines.axes[0].shares]).toEqual([0, 0, 0, 0, 1, 1, 1, 1])
    expect([...lines.axes[2].shares].slice(5)).toEqual([lostPlace, lostPlace, lostPlace])
    expect(valueOn(lines.axes[0], 0.5)).toBeCloseTo(0.1, 10)
  })
  it('keep what goes through all that is marked', () => {
    expect([...brushed(lines, new Map([['hyper.lr', [0.5, 1.2]]]))]).toEqual([0, 0, 0, 0, 1, 1, 1, 1])
    const both = new Map([
      ['hyper.lr', [0.5, 1.2]],
      ['result', [-0.06, 1]],
    ] as const)
    expect([...brushed(lines, both)]).toEqual([0, 0, 0, 0, 1, 0, 0, 0])
  })
})

it('the table has a row a point, and sorts by any column', () => {
  const table = pointTable(
    view,
    createChoices(() => view),
  )
  expect(table.rows).toHaveLength(4)
  const first = sortedRows(table, 'middle', false)[0]
  expect(first.cells.map(({ text }) => text).slice(0, 4)).toEqual(['GD', '0.01', '0.9', '0.002'])
  expect(sortedRows(table, 'lost', true)[0].cells.at(-1)?.text).toBe('2')
})

it('a run is told by its settings and its results', () => {
  const facts = factsOf(view, 102)
  expect(facts?.settings.map(({ text }) => text)).toEqual(['Sphere', '0.01', '0.9', '1 of 2'])
  expect(facts?.results.at(-1)?.text).toBe('5 updates, 10 evaluations')
  expect(factsOf(view, 999)).toBeUndefined()
})

it('results that come later follow those that are there', () => {
  const both = followed(view.results, { ...view.results, first: 8 })
  expect(both.count).toBe(16)
  expect(both.values[1][15]).toBe(0.9)
  expect(both.run[8]).toBe(100)
})

describe('the verdict', () => {
  /** One method a tenth as good as the other at its best rate, whatever the seed; its worse rate tempts. */
  const rates = [axisOf('hyper.lr', [0.1, 1], 0), axisOf('hyper.lr', [0.1, 1], 1)]
  const runs = [0, 1].flatMap((method) =>
    [0, 1].flatMap((trial) =>
      Array.from({ length: 24 }, (_, seed) => {
        const rate = [0.1, 1][trial]
        const loss = (1 + 0.01 * seed) * (method === 0 ? 0.1 : 1) * (trial === 0 ? 1 : 3)
        return { method, trial, seed, loss, values: method === 0 ? [rate, NaN] : [NaN, rate] }
      }),
    ),
  )
  const made = madeView(rates, runs, ['Adam', 'GD'])
  const two = { ...made, detail: { ...made.detail, options: { ...made.detail.options, seeds: 24 } } }

  it('compares each at the best point of half of the seeds, on the other half', () => {
    const [only, ...none] = findings(
      two,
      createChoices(() => two),
    )
    expect(none).toEqual([])
    expect(only.kind).toBe('better')
    expect(only.text).toMatch(/^Adam \(hyper\.lr 0\.1\) beats GD \(hyper\.lr 0\.1\) on 12 of 12 seeds/)
    expect(only.method).toContain('signed-rank')
    expect(fairness(two)).toMatch(/first 12 seeds; the other 12 are compared/)
  })
  it('says where runs that choose are those that are compared', () => {
    const few = { ...two, detail: { ...two.detail, options: { ...two.detail.options, seeds: 3 } } }
    expect(fairness(few)).toContain('which flatters it')
  })
})
