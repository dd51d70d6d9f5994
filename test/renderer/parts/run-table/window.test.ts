import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { scrollFor, sliceOf } from '../../../../src/renderer/parts/run-table/window'

const height = 30
const sizes = fc.record({
  top: fc.integer({ min: 0, max: 200_000 }),
  room: fc.integer({ min: 0, max: 2_000 }),
  count: fc.integer({ min: 0, max: 5_000 }),
})

describe('the rows in sight', () => {
  it('are all drawn, and few others', () => {
    fc.assert(
      fc.property(sizes, ({ top, room, count }) => {
        const { first, end } = sliceOf(top, room, height, count)
        for (let row = Math.floor(top / height); row * height < top + room && row < count; row++) {
          expect(row >= first && row < end).toBe(true)
        }
        expect(end - first).toBeLessThanOrEqual(room / height + 22)
      }),
    )
  })

  it('leave the list as high as it is', () => {
    fc.assert(
      fc.property(sizes, ({ top, room, count }) => {
        const { first, end, before, after } = sliceOf(top, room, height, count)
        expect(before + (end - first) * height + after).toBe(count * height)
      }),
    )
  })
})

describe('scrolling to a row', () => {
  it('does not move for a row in sight', () => {
    expect(scrollFor(5, 100, 400, height, 32)).toBe(100)
  })

  it('moves no further than needed, with the header out of the way', () => {
    expect(scrollFor(2, 100, 400, height, 32)).toBe(60)
    expect(scrollFor(20, 100, 400, height, 32)).toBe(20 * 30 + 30 - (400 - 32))
  })
})
