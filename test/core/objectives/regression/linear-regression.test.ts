import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { normalTable } from '@core/data/normal'
import { writeRows } from '@core/data/row-major'
import { standardize } from '@core/data/standardize'
import type { Table } from '@core/objectives/contract'
import { linearRegression } from '@core/objectives/regression/linear-regression'
import { momentsOf } from '@core/objectives/regression/moments'
import golden from '../../../golden/chapter-gd-regression.json'
import goldenAsPrinted from '../../../golden/chapter-gd-regression-as-printed.json'
import { differencedGradient, differencedHessian, largest } from '../differences'
import { shipped, tableOf, wideTable } from '../tables'

const regression = (table: Table | undefined, options: Record<string, unknown> = {}) =>
  linearRegression.create(linearRegression.options.parse(options), table)

/** Tables of one to four features with values of ordinary size. */
const values = fc.double({ min: -10, max: 10, noNaN: true })
const problems = fc
  .record({ width: fc.integer({ min: 1, max: 4 }), rows: fc.integer({ min: 1, max: 30 }) })
  .chain(({ width, rows }) => {
    const column = fc.array(values, { minLength: rows, maxLength: rows })
    const theta = fc.array(values, { minLength: width + 1, maxLength: width + 1 })
    return fc.record({
      table: fc
        .tuple(fc.array(column, { minLength: width, maxLength: width }), column)
        .map(([features, target]) => tableOf(features, target)),
      theta: theta.map((numbers) => Float64Array.from(numbers)),
    })
  })

const gradientOf = (objective: ReturnType<typeof regression>, theta: Float64Array) => {
  const out = new Float64Array(theta.length)
  objective.gradient(theta, out)
  return out
}

describe('linear regression', () => {
  it.each([
    ['mean', golden, {}],
    ['as printed', goldenAsPrinted, { gradient: 'as-printed' }],
  ])('follows the golden trajectory, gradient %s', (_, file, options) => {
    const { rows, seed } = file.objective.data
    const objective = regression(normalTable(rows, seed), options)
    const gradient = new Float64Array(2)
    for (let k = 0; k < file.theta.length; k++) {
      const theta = Float64Array.from(file.theta[k])
      const loss = objective.evaluate(theta, gradient)
      expect(Math.abs(loss - file.loss[k])).toBeLessThanOrEqual(1e-9 * file.loss[k])
      const next = file.theta[k + 1]
      next?.forEach((expected, j) => {
        const got = theta[j] - file.run.hyper.lr * gradient[j]
        expect(Math.abs(got - expected)).toBeLessThanOrEqual(1e-12 + 1e-9 * Math.abs(expected))
      })
    }
  })

  it('has the gradient and Hessian that differences confirm, for any number of features', () => {
    fc.assert(
      fc.property(problems, ({ table, theta }) => {
        const objective = regression(table)
        const loss = objective.value(theta)
        const gradient = gradientOf(objective, theta)
        const expected = differencedGradient(objective, theta)
        gradient.forEach((g, i) => {
          expect(Math.abs(g - expected[i])).toBeLessThan(1e-8 * (1 + largest(expected)) + 1e-10 * loss)
        })
        const hessian = new Float64Array(theta.length ** 2)
        objective.hessian?.(theta, hessian)
        const curvature = differencedHessian(objective, theta)
        hessian.forEach((h, i) => {
          const tolerance = 1e-8 * (1 + largest(curvature)) + 1e-10 * largest(gradient)
          expect(Math.abs(h - curvature[i])).toBeLessThan(tolerance)
        })
      }),
    )
  })

  it('as printed: the gradient and Hessian are divided by N + 1e-6, the loss is not', () => {
    fc.assert(
      fc.property(problems, ({ table, theta }) => {
        const mean = regression(table)
        const printed = regression(table, { gradient: 'as-printed' })
        const by = table.target.length + 1e-6
        expect(printed.value(theta)).toBe(mean.value(theta))
        const expected = gradientOf(mean, theta).map((g) => g / by)
        gradientOf(printed, theta).forEach((g, i) => {
          expect(Math.abs(g - expected[i])).toBeLessThanOrEqual(1e-14 * largest(expected))
        })
        const size = theta.length ** 2
        const [of, ofPrinted] = [mean, printed].map((objective) => {
          const out = new Float64Array(size)
          objective.hessian?.(theta, out)
          return out
        })
        ofPrinted.forEach((h, i) => expect(h).toBeCloseTo(of[i] / by, 10))
      }),
    )
  })

  it.each(['mean', 'as-printed'])('%s: a batch is the regression on its rows alone', (gradient) => {
    fc.assert(
      fc.property(
        problems,
        fc.array(fc.nat(), { minLength: 1, maxLength: 40 }),
        ({ table, theta }, picks) => {
          const rows = Int32Array.from(picks, (pick) => pick % table.target.length)
          const from = Math.floor(rows.length / 3)
          const part = rows.subarray(from)
          const alone = regression(
            {
              ...table,
              features: table.features.map((feature) => Float64Array.from(part, (row) => feature[row])),
              target: Float64Array.from(part, (row) => table.target[row]),
            },
            { gradient },
          )
          const out = new Float64Array(theta.length)
          regression(table, { gradient }).batchGradient(theta, rows, from, rows.length, out)
          const expected = gradientOf(alone, theta)
          out.forEach((g, i) => {
            expect(Math.abs(g - expected[i])).toBeLessThanOrEqual(1e-12 * (1 + largest(expected)))
          })
        },
      ),
    )
  })

  it('draws a box around the zeros and the solution in which the bowl shows', () => {
    for (const table of [
      normalTable(40, 7),
      shipped('cars.csv', ['speed'], 'dist'),
      shipped('faithful.csv', ['eruptions'], 'waiting'),
      standardize(shipped('faithful.csv', ['eruptions'], 'waiting')),
      shipped('trees.csv', ['Girth', 'Height'], 'Volume'),
    ]) {
      const { domain, minima, value } = regression(table)
      const best = Float64Array.from(minima[0].theta)
      const atStart = value(new Float64Array(best.length))
      domain.forEach(([low, high], j) => {
        expect(low).toBeLessThan(Math.min(0, best[j]))
        expect(high).toBeGreaterThan(Math.max(0, best[j]))
        // Nothing on this side of the box is as low as the start.
        expect(value(best.with(j, high))).toBeGreaterThan(atStart)
        expect(value(best.with(j, low))).toBeGreaterThan(atStart)
      })
    }
  })

  it('still draws a box where the data determine no solution, or zeros are it', () => {
    for (const table of [
      tableOf([[2, 2, 2]], [1, 2, 3]),
      tableOf([[0, 0]], [0, 0]),
      tableOf([[1, -1]], [0, 0]),
      tableOf([[1e-3]], [1]),
      tableOf(
        [
          [1, 2, 3],
          [2, 4, 6],
        ],
        [1, 2, 4],
      ),
    ]) {
      for (const [low, high] of regression(table).domain) {
        expect(Number.isFinite(low) && Number.isFinite(high) && low < 0 && high > 0).toBe(true)
      }
    }
  })

  it('names its parameters after the columns', () => {
    const { parameterNames, defaultStart, rows } = regression(
      shipped('trees.csv', ['Girth', 'Height'], 'Volume'),
    )
    expect(parameterNames).toEqual(['w (Girth)', 'w (Height)', 'b'])
    expect(defaultStart).toEqual([0, 0, 0])
    expect(rows).toBe(31)
  })

  it.each([
    ['one feature', normalTable(1_000_000, 0), false],
    ['many features', wideTable(100_000, 10, 0), true],
  ])('takes no table of its own, however many runs are on one: %s', (_, columns, laidOut) => {
    const { features, target } = columns
    const rowMajor = new Float64Array(laidOut ? features.length * target.length : 0)
    if (laidOut) writeRows(features, rowMajor)
    const table = { ...columns, ...(laidOut ? { rowMajor } : {}), moments: momentsOf(columns) }
    // The memory of kernels included.
    const used = (): number => process.memoryUsage().external
    const before = used()
    const theta = new Float64Array(features.length + 1).fill(1)
    const out = new Float64Array(theta.length)
    const runs = Array.from({ length: 20 }, () => {
      const objective = regression(table)
      objective.evaluate(theta, out)
      objective.batchGradient(
        theta,
        Int32Array.from({ length: 100 }, (_, k) => 7 * k),
        0,
        100,
        out,
      )
      return objective
    })
    // All of them together less than a single table.
    expect(used() - before).toBeLessThan(target.byteLength * features.length)
    expect(runs).toHaveLength(20)
  })

  it('says what is wrong with a table', () => {
    expect(() => regression(undefined)).toThrow('needs data')
    expect(() => regression(tableOf([], [1]))).toThrow('at least one feature')
    expect(() => regression(tableOf([[]], []))).toThrow('at least one row')
    expect(() => regression(tableOf([[1, 2]], [1]))).toThrow('column "a" has 2 rows, the target has 1')
    expect(() => regression(tableOf([[1, NaN]], [1, 2]))).toThrow(
      'column "a", row 2: NaN is not a finite number',
    )
    expect(() => regression(tableOf([[1]], [Infinity]))).toThrow('column "target", row 1: Infinity')
  })
})
