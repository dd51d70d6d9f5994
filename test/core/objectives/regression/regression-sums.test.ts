import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { normalTable } from '@core/data/normal'
import { createSampler } from '@core/data/sampler'
import type { Table } from '@core/objectives/contract'
import { regressionSums } from '@core/objectives/regression/regression-sums'
import { wideTable } from '../tables'

const thetaOf = (width: number): Float64Array =>
  Float64Array.from({ length: width + 1 }, (_, j) => Math.sin(j + 1))

/** With many features the intercept and the target come first, with one they come last. */
function residualOf({ features, target }: Table, theta: Float64Array, row: number): number {
  const width = features.length
  if (width === 1) return theta[0] * features[0][row] + theta[1] - target[row]
  return features.reduce((sum, feature, j) => sum + theta[j] * feature[row], theta[width] - target[row])
}

/** Residuals and sums row after row, as they are written. */
function byRow(table: Table, theta: Float64Array, share: number, rows: Iterable<number>) {
  const { features } = table
  const width = features.length
  const out = new Float64Array(width + 1)
  const sizes = new Float64Array(width + 1)
  let squares = 0
  for (const i of rows) {
    let r = residualOf(table, theta, i)
    squares += r * r
    r *= share
    for (let j = 0; j < width; j++) {
      out[j] += r * features[j][i]
      sizes[j] += Math.abs(r * features[j][i])
    }
    out[width] += r
    sizes[width] += Math.abs(r)
  }
  return { squares, out, sizes }
}

const shapes = fc.record({
  width: fc.integer({ min: 2, max: 13 }),
  rows: fc.integer({ min: 2, max: 1500 }),
  seed: fc.nat(1000),
})

describe('the sums of a regression', () => {
  test('of many features are those of the plain loop, to the last bit', () => {
    fc.assert(
      fc.property(shapes, ({ width, rows, seed }) => {
        const table = wideTable(rows, width, seed)
        const theta = thetaOf(width)
        const out = new Float64Array(width + 1)
        const squares = regressionSums(table).sweep(theta, 2 / rows, out)
        const expected = byRow(table, theta, 2 / rows, Array(rows).keys())
        expect(squares).toBe(expected.squares)
        expect(out).toEqual(expected.out)
      }),
    )
  })

  test('of one feature agree with the plain loop to 1e-12 of what is added up', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 3000 }), fc.nat(1000), (rows, seed) => {
        const table = normalTable(rows, seed)
        const theta = thetaOf(1)
        const out = new Float64Array(2)
        const squares = regressionSums(table).sweep(theta, 2 / rows, out)
        const expected = byRow(table, theta, 2 / rows, Array(rows).keys())
        expect(Math.abs(squares - expected.squares)).toBeLessThanOrEqual(1e-12 * expected.squares)
        out.forEach((sum, j) => {
          expect(Math.abs(sum - expected.out[j])).toBeLessThanOrEqual(1e-12 * expected.sizes[j])
        })
      }),
    )
  })

  test.each([
    // Small tables and large batches of one feature are read in place, others ahead; some are more than a block.
    [1, 2_000, 7],
    [1, 40_000, 1],
    [1, 40_000, 13],
    [1, 40_000, 600],
    [1, 40_000, 9_000],
    [3, 500, 4],
    [3, 30_000, 1],
    [3, 30_000, 32],
    [3, 30_000, 1_999],
    [3, 30_000, 30_000],
    [700, 100, 9],
    [5_000, 20, 3],
    [5_000, 20, 17],
  ])('%i features, %i rows: batches of %i of an epoch and more', (width, rows, batch) => {
    const table = wideTable(rows, width, 0)
    const theta = thetaOf(width)
    const sums = regressionSums(table)
    const sampler = createSampler(rows, batch, 'shuffle', 0)
    const out = new Float64Array(width + 1)
    const updates = Math.ceil((1.3 * rows) / batch)
    const looked = Math.max(1, Math.floor(updates / 500))
    for (let update = 0; update < updates; update++) {
      sampler.next()
      sums.sweepRows(theta, 0.1, sampler.rows, sampler.from, sampler.to, out)
      if (update % looked !== 0) continue
      const rowsOfBatch = sampler.rows.subarray(sampler.from, sampler.to)
      expect(out).toEqual(byRow(table, theta, 0.1, rowsOfBatch).out)
    }
  })

  test.each([1, 2])('%i features: runs that take turns on one objective do not see each other', (width) => {
    const table = wideTable(70_000, width, 0)
    const theta = thetaOf(width)
    const sums = regressionSums(table)
    const samplers = [
      createSampler(70_000, 3, 'shuffle', 0),
      createSampler(70_000, 30, 'replacement', 1),
      createSampler(70_000, 9_999, 'shuffle', 2),
      createSampler(70_000, 3, 'shuffle', 3),
    ]
    const turns = fc.array(fc.nat(samplers.length - 1), { minLength: 1, maxLength: 30 })
    const out = new Float64Array(width + 1)
    fc.assert(
      fc.property(turns, (order) => {
        for (const turn of order) {
          const sampler = samplers[turn]
          sampler.next()
          sums.sweepRows(theta, 1, sampler.rows, sampler.from, sampler.to, out)
          const rows = sampler.rows.subarray(sampler.from, sampler.to)
          expect(out).toEqual(byRow(table, theta, 1, rows).out)
        }
      }),
      // The last turn begins where another run's rows have just been read ahead.
      { numRuns: 40, examples: [[[3, 3, 0, 0, 3]]] },
    )
  })
})
