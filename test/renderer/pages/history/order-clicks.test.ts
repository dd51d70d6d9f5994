import { describe, expect, it } from 'vitest'
import { sortedBy } from '../../../../src/renderer/parts/run-table/order'

const up = (id: string) => ({ id, desc: false })
const down = (id: string) => ({ id, desc: true })

describe('clicking a heading', () => {
  it('goes through the first direction, the other, and none', () => {
    const first = sortedBy([], 'label', false, false)
    const second = sortedBy(first, 'label', false, false)
    expect([first, second, sortedBy(second, 'label', false, false)]).toEqual([
      [up('label')],
      [down('label')],
      [],
    ])
  })

  it('starts with the largest where that is what one looks for', () => {
    const first = sortedBy([], 'startedAt', true, false)
    expect(first).toEqual([down('startedAt')])
    expect(sortedBy(first, 'startedAt', true, false)).toEqual([up('startedAt')])
  })

  it('replaces the other columns, or with Shift comes after them', () => {
    expect(sortedBy([up('label')], 'seed', false, false)).toEqual([up('seed')])
    expect(sortedBy([up('label')], 'seed', false, true)).toEqual([up('label'), up('seed')])
    expect(sortedBy([up('label'), up('seed')], 'label', false, true)).toEqual([down('label'), up('seed')])
    expect(sortedBy([down('label'), up('seed')], 'label', false, true)).toEqual([up('seed')])
  })
})
