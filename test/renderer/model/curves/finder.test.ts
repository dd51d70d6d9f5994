import { describe, expect, it } from 'vitest'
import { createFinder } from '../../../../src/renderer/model/curves/finder'

const column = Float64Array.of(5, 4, 3, 6, 1, 7)

describe('a finder', () => {
  it('looks only at what is new of a column that has grown', () => {
    const find = createFinder()
    const seen: number[] = []
    const isBelow2 = (value: number): boolean => {
      seen.push(value)
      return value < 2
    }
    expect(find(column.subarray(0, 3), 'below 2', isBelow2)).toBe(-1)
    expect(find(column.subarray(0, 4), 'below 2', isBelow2)).toBe(-1)
    expect(find(column, 'below 2', isBelow2)).toBe(4)
    expect(find(column, 'below 2', isBelow2)).toBe(4)
    expect(seen).toEqual([5, 4, 3, 6, 1])
  })

  it('begins anew for something else, and for a part of the memory that begins elsewhere', () => {
    const find = createFinder()
    expect(find(column, 'above 5', (value) => value > 5)).toBe(3)
    expect(find(column, 'below 4', (value) => value < 4)).toBe(2)
    expect(find(column.subarray(2), 'below 4', (value) => value < 4)).toBe(0)
    expect(find(column.subarray(0, 2), 'below 4', (value) => value < 4)).toBe(-1)
  })

  it('finds nothing beyond the end of a shorter view', () => {
    const find = createFinder()
    expect(find(column, 'above 5', (value) => value > 5)).toBe(3)
    expect(find(column.subarray(0, 3), 'above 5', (value) => value > 5)).toBe(-1)
  })
})
