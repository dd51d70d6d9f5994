import { describe, expect, it } from 'vitest'
import type { CurveBand } from '../../../../src/main/contract'
import { groupsOf, seedGroups } from '../../../../src/renderer/model/groups/members'
import { bandNotes, bandView, goalOf, measuredOf } from '../../../../src/renderer/model/groups/views'
import { record } from '../../pages/history/records'

const column = (...values: readonly number[]): Float64Array => Float64Array.from(values)
const band: CurveBand = {
  x: column(0, 10),
  low: column(1, NaN),
  middle: column(2, 3),
  high: column(4, NaN),
  n: column(5, 5),
  diverged: column(0, 2),
  counts: { runs: 5, diverged: 2, uneven: true },
  places: 2,
}
const choice = { summary: 'quartiles', afterEnd: 'hold' } as const

describe('a group over seeds', () => {
  it('is named by its summary, n, the diverged, and what becomes of those that ended', () => {
    const view = bandView({ key: 'a', name: 'Adam', style: 3 }, band, choice)
    expect(view.label).toBe('Adam: median, 25–75 % (n = 5, 2 diverged; ended runs hold their last value)')
    expect(view.y).toBe(band.middle)
    expect(view.band?.diverged).toBe(band.diverged)
  })

  it('can be drawn against something else', () => {
    const half = (iterations: Float64Array): Float64Array => iterations.map((iteration) => iteration / 2)
    expect([...bandView({ key: 'a', name: 'Adam', style: 3 }, band, choice, half).x]).toEqual([0, 5])
  })

  it('says how those that diverged count, and that a picture has fewer points', () => {
    expect(bandNotes([band])).toEqual([expect.stringMatching(/infinitely bad/)])
    const well = { ...band, counts: { ...band.counts, diverged: 0 } }
    expect(bandNotes([well])).toEqual([])
    expect(bandNotes([{ ...well, places: 100_000 }])).toEqual([expect.stringMatching(/all 100,000 recorded/)])
  })

  it('is measured by what its runs have recorded', () => {
    const runs = [
      record({ series: ['loss', 'theta_0'], minimum: 1 }),
      record({ series: ['loss', 'theta_0'], minimum: 1 }),
    ]
    expect(measuredOf('loss', runs, [])).toEqual({ series: 'loss', less: 0 })
    expect(measuredOf('excess_loss', runs, [])).toEqual({ series: 'loss', less: 1 })
    expect(measuredOf('gradient_norm', runs, [])).toBeUndefined()
    expect(measuredOf('distance', runs, [])).toBeUndefined()
    expect(measuredOf('distance', runs, [{ theta: [4], value: 1 }])).toEqual({ distanceTo: [[4]] })
    const unknown = runs.map((run) => ({ ...run, minimum: null }))
    expect(measuredOf('excess_loss', unknown, [])).toBeUndefined()
  })

  it('of runs that climb is the better the higher its loss', () => {
    const up = record({ hyper: { lr: 0.1, maximize: true } })
    expect(goalOf('loss', [up, up])).toBe('high')
    expect(goalOf('gradient_norm', [up, up])).toBe('low')
    expect(goalOf('loss', [up, record({})])).toBe('low')
  })

  it('is what differs in its seed alone, whatever its runs are called', () => {
    const one = record({ id: 1, label: 'Adam', seed: 0 })
    const runs = [
      one,
      { ...one, id: 2, seed: 1, label: 'Again' },
      { ...one, id: 3, hyper: { lr: 7 }, seed: 0 },
    ]
    expect(seedGroups(runs).map(({ runs }) => runs.map(({ id }) => id))).toEqual([[1, 2]])
    expect(seedGroups([one])).toEqual([])
  })

  it('has two members at the least', () => {
    expect(groupsOf(['a1', 'b1', 'a2', 'c1', 'a3'], (text) => text[0])).toEqual([['a1', 'a2', 'a3']])
  })
})
