import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { columnProducts } from '@core/objectives/regression/column-products'
import type { LeastSquares, Table } from '@core/objectives/contract'
import { leastSquares } from '@core/objectives/regression/least-squares'
import { momentsOf } from '@core/objectives/regression/moments'
import { normalEquations } from '@core/objectives/regression/normal-equations'
import { shipped, wideTable } from '../tables'

function fitOf({ features, target }: Table): LeastSquares | undefined {
  const means = Float64Array.from(features, (column) => column.reduce((sum, x) => sum + x, 0) / column.length)
  const centred = features.map((column, j) => column.map((x) => x - means[j]))
  return normalEquations(features, target, means, columnProducts(centred))
}

const mixed = (table: Table, blend: number, shift: number, scale: number): Table => ({
  ...table,
  features: table.features.map((column, j) =>
    j === 0 ? column.map((x) => shift + scale * x) : column.map((x, i) => x + blend * table.features[0][i]),
  ),
  target: table.target.map((y, i) => 5 + y + table.features[0][i] - 3 * table.features[1][i]),
})

/** Of the parameters, each as a share of how loosely the data hold it and of the sizes involved. */
function differences(table: Table, fit: LeastSquares): number {
  const expected = leastSquares(table.features, table.target)
  if (!expected) throw new Error('no fit')
  const size = Math.hypot(...table.target)
  const errors = fit.theta.map(
    (value, j) => Math.abs(value - expected.theta[j]) / (size * Math.sqrt(expected.looseness[j])),
  )
  const looser = fit.looseness.map((value, j) => Math.abs(value / expected.looseness[j] - 1) * 1e-4)
  return Math.max(...errors, ...looser)
}

describe('least squares by the corrected normal equations', () => {
  test('are as accurate as by the factorisation, for correlated and shifted columns too', () => {
    const tables = fc
      .record({
        width: fc.integer({ min: 2, max: 9 }),
        rows: fc.integer({ min: 40, max: 400 }),
        seed: fc.nat(1000),
        mix: fc.constantFrom(
          { blend: 0, shift: 0 },
          { blend: 1, shift: -3 },
          { blend: 30, shift: 50 },
          { blend: 300, shift: 0 },
          { blend: 0, shift: 1000 },
        ),
        scale: fc.constantFrom(1e-6, 1, 1e5),
      })
      .map(({ width, rows, seed, mix: { blend, shift }, scale }) =>
        mixed(wideTable(rows, width, seed), blend, shift * scale, scale),
      )
    fc.assert(
      fc.property(tables, (table) => {
        const fit = fitOf(table)
        if (!fit) throw new Error('refused')
        expect(differences(table, fit)).toBeLessThanOrEqual(1e-12)
      }),
    )
  })

  test('leave dependent and badly conditioned columns to the factorisation', () => {
    const table = wideTable(300, 3, 0)
    const [first, second, third] = table.features
    const withThird = (column: Float64Array): Table => ({ ...table, features: [first, second, column] })
    expect(fitOf(table)).toBeDefined()
    expect(fitOf(withThird(first.map((x, i) => x - 2 * second[i])))).toBeUndefined()
    expect(fitOf(withThird(first.map((x, i) => x + 1e-6 * third[i])))).toBeUndefined()
    expect(fitOf(withThird(third.map((x) => x + 1e6)))).toBeUndefined()
    expect(fitOf(withThird(new Float64Array(300).fill(3)))).toBeUndefined()
    const longley = ['GNP.deflator', 'GNP', 'Unemployed', 'Armed.Forces', 'Population', 'Year']
    expect(fitOf(shipped('longley.csv', longley, 'Employed'))).toBeUndefined()
  })

  test('serve large tables, and the moments of a table they can not serve still have a fit', () => {
    const table = wideTable(40_000, 8, 0)
    const { fit } = momentsOf(table)
    expect(fit?.theta).toEqual(fitOf(table)?.theta)
    expect(differences(table, { theta: fit?.theta ?? [], looseness: fit?.looseness ?? [] })).toBeLessThan(
      1e-12,
    )
    const hard = {
      ...table,
      features: table.features.with(
        7,
        table.features[7].map((x) => x + 1e6),
      ),
    }
    expect(momentsOf(hard).fit?.theta).toEqual(leastSquares(hard.features, hard.target)?.theta)
  })
})
