import { describe, expect, it } from 'vitest'
import { createAbscissae, isPlaced, iterationsWithin } from '../../../src/renderer/model/abscissa'
import type { Curve } from '../../../src/renderer/model/curves/curves'
import { evaluationsAt } from '../../../src/renderer/model/evaluations'
import { record } from '../pages/history/records'

const batches = record({ batch: 5, rows: 10 })
const searched = record({ series: ['loss', 'evaluations'] })
const uncounted = record({ gradientEvaluations: null })
const iterations = Float64Array.of(0, 1, 2)
const held: Curve = {
  run: 1,
  length: 3,
  iterations,
  series: { loss: new Float64Array(3), evaluations: Float64Array.of(0, 3, 9) },
}
/** Of which single points are read, the first two so far. */
const long: Curve = {
  ...held,
  length: 0,
  whole: {
    iterations,
    series: { evaluations: { length: 3, at: (index) => [0, 3][index] } },
  },
}

describe('the x of points', () => {
  it('takes in the points that come later', () => {
    const x = createAbscissae()
    expect(x(batches, iterations.subarray(0, 2), 'epoch', undefined)).toEqual(Float64Array.of(0, 0.5))
    expect(x(batches, iterations, 'epoch', undefined)).toEqual(Float64Array.of(0, 0.5, 1))
    // As many points, but others: a long curve is a picture of what is in sight.
    const others = Float64Array.of(4, 5, 6)
    expect(x(batches, others, 'epoch', undefined)).toEqual(Float64Array.of(2, 2.5, 3))
  })

  it('counts evaluations as recorded, no further than there are points', () => {
    const x = createAbscissae()
    expect(x(searched, iterations, 'evaluations', held)).toBe(held.series.evaluations)
    expect(x(searched, iterations.subarray(0, 2), 'evaluations', held)).toEqual(Float64Array.of(0, 3))
    expect(x(searched, iterations, 'evaluations', undefined)).toBeUndefined()
  })

  it('is nowhere where evaluations were not counted, or are not all at hand', () => {
    const x = createAbscissae()
    for (const [run, curve] of [
      [uncounted, held],
      [searched, long],
    ] as const) {
      expect(isPlaced(run, 'evaluations', curve)).toBe(false)
      expect(x(run, iterations, 'evaluations', curve)).toBeUndefined()
      expect(x(run, iterations, 'iteration', curve)).toBe(iterations)
    }
    // A gradient an update needs no series.
    expect(isPlaced(record(), 'evaluations', long)).toBe(true)
  })

  it('leads back to iterations', () => {
    expect(iterationsWithin([0.5, 2], batches, 'evaluations')).toEqual([1, 4])
    expect(iterationsWithin([0.5, 2], batches, 'iteration')).toEqual([0.5, 2])
  })
})

describe('evaluations at a point', () => {
  it('are the recorded ones, else a gradient an update', () => {
    expect(evaluationsAt(searched, 2, held)).toBe(9)
    expect(evaluationsAt(batches, 3, held)).toBe(1.5)
    expect(evaluationsAt(uncounted, 2, held)).toBeUndefined()
  })

  it('of a long curve come when they have been read', () => {
    expect(evaluationsAt(searched, 1, long)).toBe(3)
    expect(evaluationsAt(searched, 2, long)).toBeUndefined()
  })
})
