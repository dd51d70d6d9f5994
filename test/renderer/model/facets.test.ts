import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { facetOptions, narrow, nothingChosen } from '../../../src/renderer/model/facets'
import { record, recordLists } from '../pages/history/records'

describe('filters', () => {
  it('joins the values of one facet by or, the facets by and', () => {
    const runs = [
      record({ id: 4, status: 'diverged', optimizer: 'gd' }),
      record({ id: 3, status: 'converged', optimizer: 'gd' }),
      record({ id: 2, status: 'converged', optimizer: 'adam' }),
      record({ id: 1, status: 'failed', optimizer: 'gd' }),
    ]
    const chosen = { ...nothingChosen, status: ['diverged', 'converged'], optimizer: ['gd'] }
    expect(narrow(runs, '', chosen).map((run) => run.id)).toEqual([4, 3])
  })

  it('counts a facet with its own choice set aside', () => {
    const runs = [
      record({ id: 3, status: 'diverged', optimizer: 'gd' }),
      record({ id: 2, status: 'converged', optimizer: 'gd' }),
      record({ id: 1, status: 'converged', optimizer: 'adam' }),
    ]
    const chosen = { ...nothingChosen, status: ['diverged'] }
    expect(facetOptions(runs, '', chosen).status).toEqual([
      { value: 'converged', label: 'Converged', count: 2 },
      { value: 'diverged', label: 'Diverged', count: 1 },
    ])
    expect(facetOptions(runs, '', chosen).optimizer.map(({ value }) => value)).toEqual(['gd'])
  })

  it('keeps a chosen value listed when no run has it', () => {
    expect(facetOptions([], '', { ...nothingChosen, optimizer: ['adam'] }).optimizer).toEqual([
      { value: 'adam', label: 'Adam', count: 0 },
    ])
  })

  it('promises as many runs as choosing the value shows', () => {
    fc.assert(
      fc.property(recordLists, fc.subarray(['adam', 'gd']), (runs, optimizer) => {
        const chosen = { ...nothingChosen, optimizer }
        for (const option of facetOptions(runs, '', chosen).status) {
          expect(narrow(runs, '', { ...chosen, status: [option.value] })).toHaveLength(option.count)
        }
      }),
    )
  })
})
