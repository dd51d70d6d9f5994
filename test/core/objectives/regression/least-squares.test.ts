import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { standardize } from '@core/data/standardize'
import type { Table } from '@core/objectives/contract'
import { leastSquares } from '@core/objectives/regression/least-squares'
import { shipped, tableOf } from '../tables'

const fit = ({ features, target }: Table) => leastSquares(features, target)?.theta

/** Relative agreement to `digits` digits. */
function expectClose(got: readonly number[] | undefined, expected: readonly number[], digits: number) {
  expect(got).toHaveLength(expected.length)
  got?.forEach((value, j) => {
    expect(Math.abs(value - expected[j])).toBeLessThanOrEqual(10 ** -digits * Math.abs(expected[j]))
  })
}

describe('least squares', () => {
  it.each<[string, Table, number[], number]>([
    // R: lm(dist ~ speed), lm(waiting ~ eruptions), lm(Volume ~ Girth + Height)
    ['cars', shipped('cars.csv', ['speed'], 'dist'), [3.93240875912409, -17.5790948905109], 13],
    ['faithful', shipped('faithful.csv', ['eruptions'], 'waiting'), [10.7296, 33.4744], 5],
    ['trees', shipped('trees.csv', ['Girth', 'Height'], 'Volume'), [4.7081605, 0.3392512, -57.9876589], 6],
    // NIST StRD "Longley", certified; the shipped file has other units
    [
      'longley',
      shipped(
        'longley.csv',
        ['GNP.deflator', 'GNP', 'Unemployed', 'Armed.Forces', 'Population', 'Year'],
        'Employed',
      ),
      [
        15.0618722713733e-3, -0.35819179292591e-1, -2.02022980381683e-2, -1.03322686717359e-2,
        -0.511041056535807e-1, 1829.15146461355e-3, -3482258.63459582e-3,
      ],
      10,
    ],
  ])('finds the published coefficients of %s', (_, table, expected, digits) => {
    expectClose(fit(table), expected, digits)
  })

  it('fits all four of Anscombe alike', () => {
    for (const i of [1, 2, 3, 4]) {
      const theta = fit(shipped('anscombe.csv', [`x${i}`], `y${i}`))
      expect(theta?.[0]).toBeCloseTo(0.5, 3)
      expect(theta?.[1]).toBeCloseTo(3, 2)
    }
  })

  it('fits iris', () => {
    // R: lm(Petal.Width ~ Petal.Length)
    const theta = fit(shipped('iris.csv', ['Petal.Length'], 'Petal.Width'))
    expectClose(theta, [0.4157554, -0.3630755], 6)
  })

  it('finds the mean of the target as the intercept of standardized features', () => {
    const table = standardize(shipped('faithful.csv', ['eruptions'], 'waiting'))
    const mean = table.target.reduce((sum, value) => sum + value, 0) / table.target.length
    expect(fit(table)?.[1]).toBeCloseTo(mean, 10)
  })

  it('recovers the plane that made the data', () => {
    const value = fc.double({ min: -5, max: 5, noNaN: true })
    const plane = fc.array(value, { minLength: 4, maxLength: 4 })
    const row = fc.array(value, { minLength: 3, maxLength: 3 })
    fc.assert(
      fc.property(plane, fc.array(row, { minLength: 12, maxLength: 30 }), ([p, q, r, b], rows) => {
        // A grid beneath the random rows keeps the fit well determined.
        const grid = [
          [5, 0, 0],
          [0, 5, 0],
          [0, 0, 5],
          [-5, -5, -5],
        ].concat(rows)
        const features = [0, 1, 2].map((j) => grid.map((point) => point[j]))
        const target = grid.map(([x, y, z]) => p * x + q * y + r * z + b)
        fit(tableOf(features, target))?.forEach((got, j) => expect(got).toBeCloseTo([p, q, r, b][j], 10))
      }),
    )
  })

  it("knows how loosely each coefficient is held: the diagonal of (A'A)^-1", () => {
    // x = 1, 2, 3: A'A = [[14, 6], [6, 3]], its inverse [[3, -6], [-6, 14]] / 6.
    const line = leastSquares([Float64Array.of(1, 2, 3)], Float64Array.of(0, 1, 5))
    expect(line?.looseness[0]).toBeCloseTo(1 / 2, 14)
    expect(line?.looseness[1]).toBeCloseTo(14 / 6, 14)
    // R: summary(lm(Volume ~ Girth + Height))$cov.unscaled
    const { features, target } = shipped('trees.csv', ['Girth', 'Height'], 'Volume')
    const best = leastSquares(features, target)
    const residuals = target.map((y, i) => {
      const theta = best?.theta ?? []
      return y - theta[0] * features[0][i] - theta[1] * features[1][i] - theta[2]
    })
    const variance = residuals.reduce((sum, r) => sum + r * r, 0) / (target.length - 3)
    const errors = best?.looseness.map((loose) => Math.sqrt(loose * variance))
    expectClose(errors, [0.2642646, 0.1301512, 8.6382259], 6)
  })

  it.each<[string, number[][], number[]]>([
    ['a constant feature', [[3, 3, 3, 3]], [1, 2, 3, 4]],
    ['a constant feature that rounds', [new Array(10).fill(0.1)], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10]],
    [
      'a feature twice',
      [
        [1, 2, 4, 7],
        [1, 2, 4, 7],
      ],
      [1, 2, 3, 4],
    ],
    [
      'a sum of other features',
      [
        [0.1, 0.7, 0.4, 0.3, 0.9],
        [1.3, 0.2, 0.8, 0.5, 0.1],
        [1.4, 0.9, 1.2, 0.8, 1],
      ],
      [1, 2, 3, 4, 6],
    ],
    [
      'a shifted feature far from zero',
      [
        [1950.1, 1951.7, 1953.4, 1954.2, 1956],
        [0.1, 1.7, 3.4, 4.2, 6],
      ],
      [1, 2, 3, 4, 6],
    ],
    [
      'more parameters than rows',
      [
        [1, 2],
        [5, 3],
      ],
      [1, 2],
    ],
    ['a single row', [[1]], [1]],
    ['numbers too large to square', [[1e200, -1e200, 3]], [1, 2, 3]],
  ])('gives no solution for %s', (_, features, target) => {
    expect(fit(tableOf(features, target))).toBeUndefined()
  })
})
