import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  captionOf,
  distinctly,
  groupNames,
  labelsInFull,
  labelsOf,
  unlessSameRuns,
} from '../../../src/renderer/model/labels'
import { firstShade } from '@core/experiment'
import { styleOf } from '../../../src/renderer/model/palette'
import { stylesOf } from '../../../src/renderer/pages/compare/styles'
import { record, recordLists } from '../pages/history/records'

describe('names of compared runs', () => {
  it('stay as they are where they are unique', () => {
    const labels = labelsOf([record({ id: 1, label: 'GD' }), record({ id: 2, label: 'Adam' })])
    expect([...labels.values()]).toEqual(['GD', 'Adam'])
  })

  it('tell runs of one name apart by what differs', () => {
    const labels = labelsOf([
      record({ id: 1, hyper: { lr: 0.1, eps: 1e-8 }, seed: 0 }),
      record({ id: 2, hyper: { lr: 0.01, eps: 1e-8 }, seed: 1 }),
    ])
    expect([...labels.values()]).toEqual(['Adam (lr 0.1, seed 0)', 'Adam (lr 0.01, seed 1)'])
  })

  it('fall back on the number of the run where nothing differs', () => {
    const labels = labelsOf([record({ id: 1 }), record({ id: 2 })])
    expect([...labels.values()]).toEqual(['Adam (#1)', 'Adam (#2)'])
  })

  it('leave the rest of the runs as it is', () => {
    const runs = [record({ id: 1, hyper: { lr: 0.1 } }), record({ id: 2, hyper: { lr: 1 } })]
    expect(distinctly(runs)).toEqual([
      { ...runs[0], label: 'Adam (lr 0.1)' },
      { ...runs[1], label: 'Adam (lr 1)' },
    ])
  })

  it('are the same list for as long as no run and no name is another', () => {
    const before = [record({ id: 1, label: 'GD', points: 1 })]
    expect(unlessSameRuns(before, [record({ id: 1, label: 'GD', points: 2 })])).toBe(before)
    for (const now of [[], [record({ id: 2, label: 'GD' })], [record({ id: 1, label: 'Adam' })]])
      expect(unlessSameRuns(before, now)).toBe(now)
    expect(unlessSameRuns(undefined, before)).toBe(before)
  })

  it('of groups keep what tells these apart, and no seed', () => {
    const group = (lr: number, first: number) =>
      [0, 1, 2].map((seed) => record({ id: first + seed, hyper: { lr }, seed: first + seed }))
    const groups = [group(0.1, 10), group(0.01, 20)]
    expect(groupNames(groups, groups.flat())).toEqual(['Adam (lr 0.1)', 'Adam (lr 0.01)'])
    expect(groupNames([group(0.1, 10)], group(0.1, 10))).toEqual(['Adam'])
    const alone = record({ id: 9, hyper: { lr: 1 } })
    expect(groupNames([group(0.1, 10)], [...group(0.1, 10), alone])).toEqual(['Adam (lr 0.1)'])
  })

  it('have four digits where these tell them apart, else as many as it takes', () => {
    const runs = [
      record({ id: 1, hyper: { lr: 0.0011255088100000001 } }),
      record({ id: 2, hyper: { lr: 0.25 } }),
    ]
    expect([...labelsOf(runs).values()]).toEqual(['Adam (lr 0.001126)', 'Adam (lr 0.25)'])
    const close = [record({ id: 1, hyper: { lr: 0.12345678 } }), record({ id: 2, hyper: { lr: 0.12345699 } })]
    expect([...labelsOf(close).values()]).toEqual(['Adam (lr 0.1234568)', 'Adam (lr 0.123457)'])
  })

  it('say in a picture the settings that tell the runs apart, unless the name does', () => {
    const gd = record({ id: 1, optimizer: 'gd', label: 'GD', hyper: { lr: 0.1 } })
    const sgd = record({ id: 2, optimizer: 'gd', label: 'SGD', hyper: { lr: 0.1 }, batch: 1 })
    const adam = record({ id: 3, label: 'Adam, lr 0.5', hyper: { lr: 0.5, beta1: 0.9 } })
    const full = labelsInFull([gd, sgd, adam].map((run) => ({ run, label: run.label })))
    expect([...full.values()]).toEqual(['GD, lr 0.1', 'SGD, lr 0.1', 'Adam, lr 0.5, batch full'])
    const alike = labelsInFull(
      [gd, { ...gd, id: 4, label: 'Again' }].map((run) => ({ run, label: run.label })),
    )
    expect([...alike.values()]).toEqual(['GD', 'Again'])
  })

  it('are unique', () => {
    fc.assert(
      fc.property(recordLists, (runs) => {
        expect(new Set(labelsOf(runs).values()).size).toBe(runs.length)
      }),
    )
  })
})

describe('looks of compared runs', () => {
  const optimizer = 'gd'
  const shade = (nth: number) => styleOf({ optimizer, color: firstShade + nth })

  it('are those of the Lab as far as no two clash, and then shades of the same method', () => {
    const runs = [
      { id: 1, optimizer, color: 2 },
      { id: 2, optimizer, color: firstShade },
      { id: 3, optimizer, color: 2 },
      { id: 4, optimizer: 'adam', color: firstShade },
      { id: 5, optimizer, color: firstShade },
    ]
    expect([...stylesOf(runs)].sort()).toEqual([
      [1, 2],
      [2, shade(0)],
      [3, shade(1)],
      [4, styleOf({ optimizer: 'adam', color: firstShade })],
      [5, shade(2)],
    ])
  })

  it('are never shared', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(10)), fc.nat(firstShade), (colors, from) => {
        const runs = colors.map((color, id) => ({ id, optimizer, color: from + color }))
        expect(new Set(stylesOf(runs).values()).size).toBe(runs.length)
      }),
    )
  })
})

describe('the caption of a picture', () => {
  const named = { experimentName: 'Two rates', objectiveLabel: 'Rosenbrock' }

  it('says the experiment and every setting that tells its runs apart, with the values', () => {
    const runs = [
      record({ ...named, id: 1, hyper: { lr: 0.1 }, batch: 'full' }),
      record({ ...named, id: 2, hyper: { lr: 0.01 }, batch: 'full' }),
    ]
    expect(captionOf(runs)).toBe('Two rates. 2 runs on Rosenbrock, which differ in lr (0.1, 0.01).')
  })

  it('names the methods where these differ, and of many values the first six', () => {
    const runs = ['gd', 'adam'].map((optimizer, id) => record({ ...named, id, optimizer, hyper: {} }))
    expect(captionOf(runs)).toContain('which differ in method (Gradient descent, Adam)')
    const seeds = Array.from({ length: 8 }, (_, seed) => record({ ...named, id: seed, seed }))
    expect(captionOf(seeds)).toContain('seed (0, 1, 2, 3, 4, 5, …)')
  })

  it('is short for one run and empty for none', () => {
    expect(captionOf([record({ ...named, id: 1 })])).toBe('Two rates. 1 run on Rosenbrock.')
    expect(captionOf([])).toBe('')
  })
})
