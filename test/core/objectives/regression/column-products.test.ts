import fc from 'fast-check'
import { expect, test } from 'vitest'
import { columnProducts } from '@core/objectives/regression/column-products'
import { wideTable } from '../tables'

test('products of columns are those of the plain loop, to the last bit, on both sides of the diagonal', () => {
  const shapes = fc.record({
    width: fc.integer({ min: 1, max: 14 }),
    rows: fc.integer({ min: 1, max: 5_000 }),
    seed: fc.nat(1000),
  })
  fc.assert(
    fc.property(shapes, ({ width, rows, seed }) => {
      const { features } = wideTable(rows, width, seed)
      const products = columnProducts(features)
      features.forEach((left, j) =>
        features.forEach((right, k) => {
          let sum = 0
          for (let i = 0; i < rows; i++) sum += left[i] * right[i]
          expect(products[j * width + k]).toBe(sum)
        }),
      )
    }),
    { numRuns: 50 },
  )
})
