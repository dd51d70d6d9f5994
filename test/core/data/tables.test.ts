import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalTable } from '@core/data/normal'
import { featureScales, standardize } from '@core/data/standardize'
import type { Table } from '@core/objectives/contract'
import golden from '../../golden/chapter-gd-regression.json'

const table = (...features: number[][]): Table => ({
  featureNames: features.map((_, j) => `f${j}`),
  targetName: 'y',
  features: features.map((values) => Float64Array.from(values)),
  target: Float64Array.from(features[0], () => 5),
})

describe('normalTable', () => {
  it("is numpy's randn(rows, 2), as in the golden files", () => {
    const { rows, seed } = golden.objective.data
    const { features, target, featureNames, targetName } = normalTable(rows, seed)
    expect([featureNames, targetName]).toEqual([['x'], 'y'])
    expect([features.length, features[0].length, target.length]).toEqual([1, rows, rows])
    golden.data.forEach(([x, y], i) => {
      expect(features[0][i]).toBeCloseTo(x, 14)
      expect(target[i]).toBeCloseTo(y, 14)
    })
  })

  it('starts a longer table with the shorter one', () => {
    const short = normalTable(5, 1)
    const long = normalTable(9, 1)
    expect(long.features[0].slice(0, 5)).toEqual(short.features[0])
    expect(long.target.slice(0, 5)).toEqual(short.target)
  })
})

describe('standardize', () => {
  it('brings features to mean 0 and population deviation 1 and leaves the target', () => {
    const value = fc.double({ min: -1e6, max: 1e6, noNaN: true })
    fc.assert(
      fc.property(fc.array(value, { minLength: 2, maxLength: 50 }), (values) => {
        const spread = Math.max(...values) - Math.min(...values)
        // Less spread than rounding allows to measure is another matter.
        fc.pre(spread > 1e-6 * Math.max(...values.map(Math.abs)) && spread > 1e-100)
        const before = table(values)
        const after = standardize(before)
        const column = Array.from(after.features[0])
        const mean = column.reduce((sum, x) => sum + x, 0) / column.length
        const variance = column.reduce((sum, x) => sum + (x - mean) ** 2, 0) / column.length
        expect(Math.abs(mean)).toBeLessThan(1e-8)
        expect(variance).toBeCloseTo(1, 8)
        expect(after.target).toEqual(before.target)
        expect(before).toEqual(table(values))
      }),
    )
  })

  it('divides by N, not N - 1', () => {
    expect(featureScales(table([1, 3], [0, 10]))).toEqual([
      { mean: 2, deviation: 1 },
      { mean: 5, deviation: 5 },
    ])
    expect(Array.from(standardize(table([1, 3])).features[0])).toEqual([-1, 1])
  })

  it('names the column that has no spread', () => {
    // Ten times 0.1 has a mean that is not 0.1.
    const constant = new Array<number>(10).fill(0.1)
    expect(() => standardize(table([1, 2, 3, 4, 5, 6, 7, 8, 9, 10], constant))).toThrow(
      'column "f1" cannot be standardized: every value is 0.1',
    )
    expect(() => standardize(table([1e300, -1e300]))).toThrow('column "f0" cannot be standardized')
    expect(() => standardize(table([]))).toThrow('column "f0" has no rows')
  })
})
