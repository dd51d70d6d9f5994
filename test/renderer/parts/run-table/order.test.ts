import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { sortKeys, sortRuns, type SortKey } from '../../../../src/renderer/parts/run-table/order'
import { record, recordLists } from '../../pages/history/records'

const columns = Object.keys(sortKeys) as SortKey[]

describe('sorting runs', () => {
  it('puts losses that are no number last in both directions', () => {
    const runs = [
      record({ id: 1, finalLoss: NaN }),
      record({ id: 2, finalLoss: 2 }),
      record({ id: 3, finalLoss: Infinity }),
      record({ id: 4, finalLoss: 1 }),
    ]
    const ids = (desc: boolean): number[] => sortRuns(runs, [{ id: 'finalLoss', desc }]).map((run) => run.id)
    expect(ids(false)).toEqual([4, 2, 3, 1])
    expect(ids(true)).toEqual([3, 2, 4, 1])
  })

  it('reads numbers inside labels as numbers', () => {
    const runs = ['Run 10', 'run 9', 'Run 1'].map((label, index) => record({ id: index + 1, label }))
    expect(sortRuns(runs, [{ id: 'label', desc: false }]).map((run) => run.label)).toEqual([
      'Run 1',
      'run 9',
      'Run 10',
    ])
  })

  it('breaks ties by the next column, then newest first', () => {
    const runs = [
      record({ id: 1, seed: 1, label: 'b' }),
      record({ id: 2, seed: 0, label: 'b' }),
      record({ id: 3, seed: 1, label: 'a' }),
      record({ id: 4, seed: 1, label: 'b' }),
    ]
    const sorting = [
      { id: 'label', desc: false },
      { id: 'seed', desc: true },
    ]
    expect(sortRuns(runs, sorting).map((run) => run.id)).toEqual([3, 4, 1, 2])
  })

  it('keeps every run, in an order that does not depend on the one given', () => {
    fc.assert(
      fc.property(recordLists, fc.constantFrom(...columns), fc.boolean(), (runs, id, desc) => {
        const sorted = sortRuns(runs, [{ id, desc }])
        expect(new Set(sorted)).toEqual(new Set(runs))
        expect(sortRuns([...runs].reverse(), [{ id, desc }])).toEqual(sorted)
      }),
    )
  })
})
