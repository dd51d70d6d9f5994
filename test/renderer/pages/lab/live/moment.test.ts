import { describe, expect, it } from 'vitest'
import { lateOf } from '../../../../../src/renderer/pages/lab/live/moment'
import type { Reading } from '../../../../../src/renderer/model/playhead'
import { waitingText } from '../../../../../src/renderer/model/runs'

const reading = (iteration: number): Reading => ({
  iteration,
  loss: 1,
  gradientNorm: 1,
  theta: [],
  distance: undefined,
})
const run = { points: 3_000_001, recordEvery: 1, iterations: 3_000_000 }

describe('the moment that a row speaks of', () => {
  it('is late while the newest point is not there', () => {
    expect(lateOf(run, reading(2_400_000))).toEqual({ at: 2_400_000, share: 0.8 })
    expect(lateOf(run, undefined)).toEqual({ at: undefined, share: 0 })
    expect(lateOf(run, reading(3_000_000))).toBeUndefined()
  })

  it('is that of the newest recorded point, where not every update is recorded', () => {
    const thinned = { points: 3, recordEvery: 10, iterations: 25 }
    expect(lateOf(thinned, reading(20))).toBeUndefined()
    expect(lateOf({ ...thinned, points: 4 }, reading(20))).toEqual({ at: 20, share: 0.8 })
  })

  it('is not late where nothing is recorded yet', () => {
    expect(lateOf({ points: 0, recordEvery: 1, iterations: 0 }, undefined)).toBeUndefined()
  })
})

describe('what stands where curves will be', () => {
  it('says how far the reading is, where there are points', () => {
    expect(waitingText([{ points: 0 }, { points: 5 }], 0.419)).toBe('Reading the curves, 41 %')
    expect(waitingText([{ points: 0 }], 0)).toBe('')
  })
})
