import { describe, expect, it } from 'vitest'
import { forkPlace } from '../../../../../src/renderer/pages/lab/live/branching'
import { record } from '../../history/records'

describe('where a fork is offered', () => {
  it.each([
    ['at the playhead', 100, 300, 100],
    ['at the last update of a run that ended before its budget', undefined, 300, 300],
    ['at its last update where the playhead is beyond', 400, 300, 300],
    ['in the middle of a run whose budget is used', undefined, 1_000, 500],
  ])('%s', (_, playhead, iterations, at) => {
    expect(forkPlace(record({ iterations, budget: 1_000 }), playhead)).toBe(at)
  })
})
