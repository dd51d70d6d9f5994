import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalTable } from '@core/data/normal'
import type { Table } from '@core/objectives/contract'
import { leastSquares } from '@core/objectives/regression/least-squares'
import { momentsOf } from '@core/objectives/regression/moments'
import { quadraticForm } from '@core/objectives/regression/quadratic-form'
import { regressionSums } from '@core/objectives/regression/regression-sums'
import { shipped, tableOf } from '../tables'

const longley = ['GNP.deflator', 'GNP', 'Unemployed', 'Armed.Forces', 'Population', 'Year']

const formOf = (table: Table) => quadraticForm(momentsOf(table))

/**
 * The largest disagreement of both ways: in the loss as a share of it, in the gradient as a share of
 * sum |r_i x_i|, its terms before they cancel. At a minimum the gradient itself is nothing but what
 * rounding leaves of them, in the direct sum as well.
 */
function disagreement(table: Table, theta: Float64Array): number {
  const form = formOf(table)
  if (!form) throw new Error('no quadratic form')
  const { features, target } = table
  const byForm = new Float64Array(theta.length)
  const bySums = new Float64Array(theta.length)
  const loss = form.sweep(theta, 1, byForm)
  const expected = regressionSums(table).sweep(theta, 1, bySums)
  const residuals = target.map((y, i) =>
    features.reduce((sum, feature, j) => sum + theta[j] * feature[i], theta[features.length] - y),
  )
  const columns = [...features, new Float64Array(target.length).fill(1)]
  const sizes = columns.map((column) => residuals.reduce((sum, r, i) => sum + Math.abs(r * column[i]), 0))
  const errors = sizes.map((size, j) => Math.abs(byForm[j] - bySums[j]) / size)
  return Math.max(Math.abs(loss - expected) / expected, ...errors)
}

const five = <Value>(each: fc.Arbitrary<Value>): fc.Arbitrary<Value[]> =>
  fc.array(each, { minLength: 5, maxLength: 5 })
const between = (min: number, max: number): fc.Arbitrary<number> => fc.double({ min, max, noNaN: true })

/**
 * Columns whose means are up to four thousand times their spread, of any unit, and a target that
 * follows them more or less closely; where there is a form.
 */
const tables = fc
  .record({
    width: fc.integer({ min: 1, max: 5 }),
    rows: fc.integer({ min: 65, max: 600 }),
    seed: fc.nat(10_000),
    remoteness: five(between(0, 3.6)),
    signs: five(fc.constantFrom(-1, 1)),
    spreads: five(between(0.1, 10)),
    slopes: five(between(-1, 1)),
    signal: between(-3, 4),
  })
  .map(({ width, rows, seed, remoteness, signs, spreads, slopes, signal }): Table => {
    const columns = Array.from({ length: width + 1 }, (_, j) => [...normalTable(rows, seed + j).target])
    const features = columns
      .slice(0, width)
      .map((values, j) => values.map((x) => spreads[j] * (signs[j] * 10 ** remoteness[j] + x)))
    const target = columns[width].map((noise, i) =>
      features.reduce((sum, feature, j) => sum + 10 ** signal * slopes[j] * feature[i], noise),
    )
    return tableOf(features, target)
  })
  .filter((table) => formOf(table) !== undefined)

describe('the quadratic form of a regression', () => {
  test('agrees with the direct sum to 1e-12 in loss and gradient, near the minimum and far from it', () => {
    const direction = fc.array(between(-10, 10), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(tables, direction, fc.constantFrom(1e3, 1, 1e-3, 1e-6, 1e-9), (table, away, share) => {
        const best = leastSquares(table.features, table.target)
        const theta = Float64Array.from(best?.theta ?? [], (value, j) => value + share * away[j])
        expect(disagreement(table, theta)).toBeLessThanOrEqual(1e-12)
      }),
      { numRuns: 500 },
    )
  })

  test('agrees at the very minimum, and far away from it', () => {
    const table = normalTable(100_000, 3)
    const best = Float64Array.from(leastSquares(table.features, table.target)?.theta ?? [])
    expect(disagreement(table, best)).toBeLessThanOrEqual(1e-12)
    expect(disagreement(table, Float64Array.of(1e6, -1e7))).toBeLessThanOrEqual(1e-12)
  })

  test('stands back where the direct sum is better: few rows, dependent and ill-conditioned columns, exact fits', () => {
    expect(formOf(normalTable(64, 0))).toBeUndefined()
    expect(formOf(normalTable(65, 0))).toBeDefined()
    const { features, target } = normalTable(200, 0)
    const tableWith = (second: Float64Array): Table => ({
      featureNames: ['a', 'b'],
      targetName: 'y',
      features: [features[0], second],
      target,
    })
    const other = normalTable(200, 1).target
    expect(formOf(tableWith(other))).toBeDefined()
    expect(formOf(tableWith(features[0].map((x) => 3 * x)))).toBeUndefined()
    expect(formOf(tableWith(features[0].map((x, i) => x + 1e-5 * other[i])))).toBeUndefined()
    expect(formOf(tableWith(other.map((x) => x + 1e6)))).toBeUndefined()
    expect(formOf(tableWith(other.map((x) => x + 2e3)))).toBeDefined()
    expect(formOf(tableWith(other.map((x) => x + 4e3)))).toBeUndefined()
    const following = (noise: number): Table =>
      tableOf([[...other]], [...other.map((x, i) => 3 * x + 1 + noise * target[i])])
    expect(formOf(following(1e-3))).toBeDefined()
    expect(formOf(following(1e-4))).toBeUndefined()
    expect(formOf(following(0))).toBeUndefined()
    const macro = shipped('longley.csv', longley, 'Employed')
    const many = (values: Float64Array): number[] => Array.from({ length: 8 }, () => [...values]).flat()
    expect(formOf(tableOf(macro.features.map(many), many(macro.target)))).toBeUndefined()
  })
})
