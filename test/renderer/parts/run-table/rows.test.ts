import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { bestOf, groupRows, runsOf, statusSummary } from '../../../../src/renderer/parts/run-table/rows'
import { record, recordLists } from '../../pages/history/records'

describe('grouping by launch', () => {
  it('keeps launches in the order of their first run', () => {
    const runs = [
      record({ id: 5, launch: 2 }),
      record({ id: 1, launch: 1 }),
      record({ id: 4, launch: 2 }),
      record({ id: 2, launch: 1 }),
    ]
    expect(groupRows(runs, new Set()).map((row) => row.id)).toEqual([
      'launch-2',
      '5',
      '4',
      'launch-1',
      '1',
      '2',
    ])
    expect(groupRows(runs, new Set([2])).map((row) => row.id)).toEqual(['launch-2', 'launch-1', '1', '2'])
  })

  it('shows every run once, whether its launch is open or not', () => {
    fc.assert(
      fc.property(recordLists, fc.subarray([1, 2, 3, 4]), (runs, closed) => {
        const rows = groupRows(runs, new Set(closed))
        const headed = rows.filter((row) => row.kind === 'launch').flatMap(runsOf)
        expect([...headed].sort((a, b) => b.id - a.id)).toEqual(runs)
        const listed = rows.filter((row) => row.kind === 'run').flatMap(runsOf)
        expect(new Set(listed)).toEqual(new Set(runs.filter((run) => !closed.includes(run.launch))))
      }),
    )
  })

  it('sums up a launch', () => {
    const runs = [
      record({ id: 1, status: 'converged', bestLoss: 2 }),
      record({ id: 2, status: 'diverged', bestLoss: NaN }),
      record({ id: 3, status: 'converged', bestLoss: 1 }),
    ]
    expect(statusSummary(runs)).toBe('2 converged, 1 diverged')
    expect(bestOf(runs)?.id).toBe(3)
    expect(bestOf([runs[1]])).toBeUndefined()
  })
})
