// @vitest-environment happy-dom
import { readFileSync } from 'node:fs'
import { mount } from '@vue/test-utils'
import { describe, expect, it } from 'vitest'
import { standardize } from '@core/data/standardize'
import { objectives } from '@core/objectives'
import type { Fit, Table } from '@core/objectives/contract'
import { probabilityFit } from '@core/objectives/models/logistic-regression'
import { leastSquares } from '@core/objectives/regression/least-squares'
import { lineFit } from '@core/objectives/regression/linear-regression'
import { fitPictures } from '../../../src/renderer/charts'
import { equationOf, fittedAt, fittedOf, qualityOf } from '../../../src/renderer/charts/fit'
import { boundaryPlane } from '../../../src/renderer/charts/fit-plane'
import { drawnRows, residuals } from '../../../src/renderer/charts/row-layout'
import { placesOf } from '../../../src/renderer/charts/painters/row-painter'

const cars = readFileSync('resources/datasets/mtcars.csv', 'utf8')
  .trim()
  .split('\n')
  .map((line) => line.split(','))
const column = (name: string): Float64Array =>
  Float64Array.from(cars.slice(1), (row) => Number(row[cars[0].indexOf(name)]))
const table: Table = {
  featureNames: ['wt', 'hp'],
  targetName: 'mpg',
  features: [column('wt'), column('hp')],
  target: column('mpg'),
}
const scaled = standardize(table)
const best = leastSquares(scaled.features, scaled.target)?.theta ?? []
const path = (theta: readonly number[]) => ({
  key: '1',
  label: 'GD',
  style: 0,
  x: Float64Array.of(0),
  theta: theta.map((entry) => Float64Array.of(entry)),
})

describe('a fit of several features', () => {
  const fitted = fittedOf({ table: scaled, fit: lineFit, best })
  const theta = fittedAt(path(best), undefined, fitted.scales) ?? []

  // R: coef(lm(mpg ~ wt + hp, mtcars)), summary()$r.squared, sqrt(mean(residuals^2)).
  it('has weights in the units of the data, however these were standardised', () => {
    ;[-3.877831, -0.031773, 37.22727].forEach((weight, j) => expect(theta[j]).toBeCloseTo(weight, 5))
    expect(equationOf(fitted, theta)).toBe('mpg = −3.878 wt − 0.03177 hp + 37.23')
    fitted.table.features.forEach((values, j) =>
      values.forEach((value, row) => expect(value).toBeCloseTo(table.features[j][row], 10)),
    )
  })

  it('says how good it is', () => {
    const [r2, rmse] = qualityOf(fitted, theta)
    expect([r2.label, rmse.label]).toEqual(['R²', 'RMSE'])
    expect(r2.value).toBeCloseTo(0.8267855, 6)
    expect(rmse.value).toBeCloseTo(2.468854, 5)
  })

  it('leaves residuals that add up to nothing and do not rise with what is predicted', () => {
    const rows = drawnRows(fitted, 1, 6_000)
    const { x, y } = placesOf({ ...fitted, rows, layout: residuals }, path(best), undefined) ?? {
      x: [],
      y: [],
    }
    const sums = { y: 0, xy: 0 }
    x.forEach((at, k) => {
      sums.y += y[k]
      sums.xy += at * y[k]
    })
    expect(sums.y).toBeCloseTo(0, 8)
    expect(sums.xy).toBeCloseTo(0, 6)
  })
})

describe('the fit of two classes', () => {
  const classes = { ...table, targetName: 'am', target: column('am') }

  it('is even on its boundary', () => {
    const theta = [-6, 0.03, 12]
    const { at } = boundaryPlane({ table: classes, fit: probabilityFit })
    for (const x of [2, 3.3]) expect(probabilityFit.predict(theta, [x, at(theta, x)])).toBeCloseTo(0.5, 12)
  })

  it('says how many rows are told right', () => {
    // Cars below 3,150 pounds have manual gears, with three exceptions among 32.
    const fitted = fittedOf({ table: classes, fit: probabilityFit })
    expect(qualityOf(fitted, [-1, 0, 3.15])).toEqual([{ label: 'Accuracy', value: 29 / 32 }])
  })
})

describe('the pictures of a fit', () => {
  const fitting = (fit: Fit, features: number): string[] =>
    fitPictures.filter(({ draws }) => draws(fit, features)).map(({ id }) => id)

  it('depend on what is predicted and of how many features', () => {
    expect(fitting(lineFit, 1)).toEqual(['target', 'predicted', 'residuals'])
    expect(fitting(lineFit, 5)).toEqual(['predicted', 'residuals'])
    expect(fitting(probabilityFit, 1)).toEqual(['target', 'probabilities'])
    expect(fitting(probabilityFit, 2)).toEqual(['boundary', 'probabilities'])
    expect(fitting(probabilityFit, 3)).toEqual(['probabilities'])
  })

  const kinds = objectives.filter(({ family }) => family === 'data')
  it.each(kinds)('are there for $label, of one to three features', (kind) => {
    for (const features of [1, 2, 3]) {
      const data = {
        featureNames: ['a', 'b', 'c'].slice(0, features),
        targetName: 'am',
        features: [column('wt'), column('hp'), column('qsec')].slice(0, features),
        target: column('am'),
      }
      const objective = kind.create(kind.options.parse({}), data)
      if (!objective.fit) throw new Error('it has no fit to draw')
      const theta = Array.from({ length: objective.dimension }, () => 0.1)
      for (const { component, settings, title, draws } of fitPictures) {
        if (!draws(objective.fit, features)) continue
        const wrapper = mount(component, {
          props: {
            ...settings,
            title: title(objective.fit, data),
            table: data,
            fit: objective.fit,
            parameterNames: objective.parameterNames,
            paths: [path(theta)],
          },
        })
        expect(wrapper.text()).toContain(objective.fit.predicts === 'number' ? 'R²: GD ' : 'Accuracy: GD ')
      }
    }
  })
})
