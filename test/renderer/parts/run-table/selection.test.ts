import { describe, expect, it } from 'vitest'
import {
  extend,
  noSelection,
  prune,
  tickOf,
  toggle,
} from '../../../../src/renderer/parts/run-table/selection'

const order = [50, 40, 30, 20, 10]

describe('ticking runs', () => {
  it('ticks and unticks', () => {
    const one = toggle(noSelection, [30])
    expect([...one.ids]).toEqual([30])
    expect([...toggle(one, [30]).ids]).toEqual([])
  })

  it('ticks the rest of a group before it unticks the whole', () => {
    const some = toggle(noSelection, [30])
    const all = toggle(some, [30, 20])
    expect([...all.ids]).toEqual([30, 20])
    expect([...toggle(all, [30, 20]).ids]).toEqual([])
  })

  it('extends from the anchor in either direction and keeps the anchor', () => {
    const start = toggle(noSelection, [30])
    const down = extend(start, order, 10)
    expect([...down.ids]).toEqual([30, 20, 10])
    expect([...extend(down, order, 50).ids].sort((a, b) => a - b)).toEqual([10, 20, 30, 40, 50])
  })

  it('takes only the run itself when the anchor is filtered away', () => {
    const start = toggle(noSelection, [99])
    expect([...extend(start, order, 20).ids]).toEqual([99, 20])
    expect(extend(start, order, 98)).toBe(start)
  })

  it('forgets runs that are gone and leaves the rest alone', () => {
    const both = toggle(toggle(noSelection, [30]), [20])
    const left = prune(both, new Set([30]))
    expect([...left.ids]).toEqual([30])
    expect(left.anchor).toBeUndefined()
    expect(prune(left, new Set(order))).toBe(left)
  })

  it('tells all, some and none apart', () => {
    const selection = toggle(noSelection, [30])
    expect(tickOf(selection, [30])).toBe('all')
    expect(tickOf(selection, [30, 20])).toBe('some')
    expect(tickOf(selection, [20])).toBe('none')
    expect(tickOf(selection, [])).toBe('none')
  })
})
