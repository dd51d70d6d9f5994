import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalTable } from '@core/data/normal'
import type { Table } from '@core/objectives/contract'
import { leastSquares } from '@core/objectives/least-squares'
import { momentsOf } from '@core/objectives/moments'
import { quadraticForm } from '@core/objectives/quadratic-form'
import { regressionSums } from '@core/objectives/regression-sums'
import { shipped, tableOf } from './tables'

const longley = ['GNP.deflator', 'GNP', 'Unemployed', 'Armed.Forces', 'Population', 'Year']

const formOf = (table: Table) => quadraticForm(momentsOf(table))

/** Loss and gradient of both ways, and the largest error as a share of what the direct way adds up. */
function disagreement(table: Table, theta: Float64Array): number {
  const form = formOf(table)
  if (!form) throw new Error('no quadratic form')
  const rows = table.target.length
  const byForm = new Float64Array(theta.length)
  const bySums = new Float64Array(theta.length)
  const loss = form.sweep(theta, 2 / rows, byForm) / rows
  const expected = regressionSums(table).sweep(theta, 2 / rows, bySums) / rows
  const columns = [...table.features, new Float64Array(rows).fill(1)]
  // |g_j| <= 2 |x_j| |r| / N is what the terms of the sum amount to before they cancel.
  const scales = columns.map((column) => (2 * Math.hypot(...column) * Math.sqrt(expected * rows)) / rows)
  const errors = scales.map((scale, j) => Math.abs(byForm[j] - bySums[j]) / scale)
  return Math.max(Math.abs(loss - expected) / expected, ...errors)
}

/** Tables of 65 to 150 rows, columns of any mean and spread within a factor of a hundred, and noise. */
const tables = fc
  .record({
    width: fc.integer({ min: 1, max: 5 }),
    rows: fc.integer({ min: 65, max: 150 }),
    seed: fc.nat(10_000),
    means: fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 5, maxLength: 5 }),
    spreads: fc.array(fc.double({ min: 0.1, max: 10, noNaN: true }), { minLength: 5, maxLength: 5 }),
  })
  .map(({ width, rows, seed, means, spreads }): Table => {
    const columns = Array.from({ length: width + 1 }, (_, j) => [...normalTable(rows, seed + j).target])
    const features = columns.slice(0, width).map((values, j) => values.map((x) => means[j] + spreads[j] * x))
    return tableOf(features, columns[width])
  })

describe('the quadratic form of a regression', () => {
  test('agrees with the direct sum to 1e-12 in loss and gradient', () => {
    const near = fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: 6, maxLength: 6 })
    fc.assert(
      fc.property(tables, near, fc.constantFrom(1, 1e-3, 1e-6), (table, away, share) => {
        const best = leastSquares(table.features, table.target)
        const theta = Float64Array.from(best?.theta ?? [], (value, j) => value + share * away[j])
        expect(disagreement(table, theta)).toBeLessThanOrEqual(1e-12)
      }),
    )
  })

  test('agrees at the very minimum, and far away from it', () => {
    const table = normalTable(100_000, 3)
    const best = Float64Array.from(leastSquares(table.features, table.target)?.theta ?? [])
    expect(disagreement(table, best)).toBeLessThanOrEqual(1e-12)
    expect(disagreement(table, Float64Array.of(1e6, -1e7))).toBeLessThanOrEqual(1e-12)
  })

  test('stands back where the direct sum is better: few rows, dependent and ill-conditioned columns', () => {
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
    const macro = shipped('longley.csv', longley, 'Employed')
    const many = (values: Float64Array): number[] => Array.from({ length: 8 }, () => [...values]).flat()
    expect(formOf(tableOf(macro.features.map(many), many(macro.target)))).toBeUndefined()
  })
})
