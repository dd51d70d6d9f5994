import { describe, expect, it } from 'vitest'
import { suitsLog } from '../../../src/renderer/model/log-scale'

describe('when a log axis shows more', () => {
  it('is for wide positive ranges alone', () => {
    expect(suitsLog(Float64Array.of(100, 1))).toBe(true)
    expect(suitsLog(Float64Array.of(3, 1))).toBe(false)
    expect(suitsLog(Float64Array.of(100, 1, 0))).toBe(false)
    expect(suitsLog(Float64Array.of(100, -1))).toBe(false)
  })

  it('does not depend on values that are not finite, nor on there being any', () => {
    expect(suitsLog(Float64Array.of(100, NaN, 1, Infinity))).toBe(true)
    expect(suitsLog(Float64Array.of())).toBe(false)
  })
})
