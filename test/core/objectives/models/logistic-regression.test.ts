import { describe, expect, it } from 'vitest'
import { standardize } from '@core/data/standardize'
import { viewOf } from '@core/data/view'
import type { Table } from '@core/objectives/contract'
import { logisticRegression } from '@core/objectives/models/logistic-regression'
import { dataKindOf } from '@core/objectives/reading'
import { shipped, tableOf, wideTable } from '../tables'

const objectiveOf = (table: Table) => logisticRegression.create({}, table)

describe('logistic regression', () => {
  // As R prints glm(am ~ wt, binomial, mtcars) and the like; the deviance is twice the summed loss.
  it.each([
    [['wt'], [-4.024, 12.04], 19.176],
    [['mpg'], [0.307, -6.6035], 29.675],
    [['hp', 'wt'], [0.03626, -8.08348, 18.8663], 10.059],
  ])("finds the maximum likelihood that R's glm does: am ~ %j", (x, theta, deviance) => {
    const { minima, rows } = objectiveOf(shipped('mtcars.csv', x, 'am'))
    minima[0].theta.forEach((value, j) => expect(value / theta[j]).toBeCloseTo(1, 3))
    expect(2 * rows * minima[0].value).toBeCloseTo(deviance, 3)
  })

  it('knows no minimum where the classes can be told apart, or where features depend on each other', () => {
    const separated = tableOf([[1, 2, 3, 4]], [0, 0, 1, 1])
    const touching = tableOf([[1, 2, 2, 3]], [0, 0, 1, 1])
    const twice = tableOf(
      [
        [1, 2, 3, 4],
        [2, 4, 6, 8],
      ],
      [0, 1, 0, 1],
    )
    for (const table of [separated, touching, twice, tableOf([[2, 2, 2]], [0, 1, 1])]) {
      const { minima, domain } = objectiveOf(table)
      expect(minima).toEqual([])
      for (const [low, high] of domain) expect(low < 0 && high > 0 && Number.isFinite(high - low)).toBe(true)
    }
  })

  it('is finite where the odds are beyond all numbers, and 0 only for rows on their side', () => {
    const objective = objectiveOf(tableOf([[1, -1, 1]], [1, 0, 0]))
    const gradient = new Float64Array(2)
    expect(objective.evaluate(Float64Array.of(900, 0), gradient)).toBe(300)
    expect(gradient).toEqual(Float64Array.of(1 / 3, 1 / 3))
    expect(objective.value(Float64Array.of(1e308, 0))).toBe(1e308 / 3)
  })

  it('has batches whose mean gradient is that of all rows', () => {
    const objective = objectiveOf(standardize(shipped('mtcars.csv', ['wt', 'hp'], 'am')))
    const theta = Float64Array.of(0.5, -1, 2)
    const [whole, batch, sum] = [new Float64Array(3), new Float64Array(3), new Float64Array(3)]
    objective.gradient(theta, whole)
    const order = Int32Array.from({ length: 32 }, (_, k) => (7 * k) % 32)
    for (let from = 0; from < 32; from += 8) {
      objective.batchGradient(theta, order, from, from + 8, batch)
      batch.forEach((value, j) => (sum[j] += value / 4))
    }
    sum.forEach((value, j) => expect(value).toBeCloseTo(whole[j], 13))
  })

  it('says which label is none', () => {
    expect(() => objectiveOf(tableOf([[1, 2, 3]], [0, 1, 2]))).toThrow(
      'logistic regression: y must be 0 or 1 in every row, got 2 in row 3',
    )
  })

  it('is drawn from rows that stand for all of a large table, and knows the minimum of all', () => {
    const { features, target, ...names } = wideTable(60_000, 1, 3)
    const table = { ...names, features, target: target.map((y, row) => Number(y + features[0][row] > 0)) }
    const kind = dataKindOf('logistic-regression')
    const whole = kind.summarised(table)
    const view = viewOf(whole, kind)
    expect([view.target.length, view.sample?.rows]).toEqual([2 ** 14, 60_000])
    const [seen, all] = [objectiveOf(view), objectiveOf(whole)]
    expect([seen.rows, seen.minima]).toEqual([60_000, all.minima])
    const theta = Float64Array.of(1, 0.2)
    expect(seen.value(theta) / all.value(theta)).toBeCloseTo(1, 1)
  })
})
