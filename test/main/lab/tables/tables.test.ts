import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { DataSource } from '@core/experiment'
import { issueText } from '@core/issues'
import type { Table } from '@core/objectives/contract'
import { readCsv } from '../../../../src/main/lab/tables/csv'
import type { TableSource } from '../../../../src/main/lab/tables/table-source'
import { tableOf } from '../../../../src/main/lab/tables/tables'

const files: Readonly<Record<string, string>> = {
  'good.csv': 'a,b,c\n1,10,5\n2,20,5\n3,60,5\n',
  'one.csv': 'a,b\n1,2\n',
  'text.csv': 'a,b\n1,2\n3,four\n',
}
const locate = (path: string): TableSource | undefined =>
  Object.hasOwn(files, path) ? readCsv(Buffer.from(files[path]), path) : undefined

function table(data: DataSource, from = locate): Table {
  const result = tableOf(data, from)
  if (!result.ok) throw new Error(result.issues.map(issueText).join('; '))
  return result.value
}

function faults(data: DataSource): readonly string[] {
  const result = tableOf(data, locate)
  return result.ok ? [] : result.issues.map(issueText)
}

const csv = (path: string, x: string[], y: string, standardize = false): DataSource => ({
  source: 'csv',
  path,
  x,
  y,
  standardize,
})

describe('tableOf', () => {
  test('makes the textbook data from their seed', () => {
    const { features, target, featureNames, targetName } = table({ source: 'normal', rows: 40, seed: 7 })
    expect({ featureNames, targetName }).toEqual({ featureNames: ['x'], targetName: 'y' })
    // numpy: RandomState(7).randn(40, 2)[0]
    expect(features[0][0]).toBeCloseTo(1.690525703800356, 14)
    expect(target[0]).toBeCloseTo(-0.4659373705408328, 14)
    expect([features[0].length, target.length]).toEqual([40, 40])
  })

  test('reads a file', () => {
    expect(table(csv('good.csv', ['b', 'a'], 'c'))).toEqual({
      featureNames: ['b', 'a'],
      targetName: 'c',
      features: [Float64Array.of(10, 20, 60), Float64Array.of(1, 2, 3)],
      target: Float64Array.of(5, 5, 5),
    })
  })

  test('takes inline rows', () => {
    const data = {
      source: 'inline',
      x: [
        [1, 2],
        [3, 4],
      ],
      y: [5, 6],
      standardize: false,
    } as const
    expect(table({ ...data, x: data.x.map((row) => [...row]), y: [...data.y] })).toEqual({
      featureNames: ['x_1', 'x_2'],
      targetName: 'y',
      features: [Float64Array.of(1, 3), Float64Array.of(2, 4)],
      target: Float64Array.of(5, 6),
    })
  })

  test('standardises the features and leaves the target alone', () => {
    const { features, target } = table(csv('good.csv', ['a'], 'b', true))
    const root = Math.sqrt(1.5)
    expect(features[0][0]).toBeCloseTo(-root, 15)
    expect(features[0][1]).toBe(0)
    expect(features[0][2]).toBeCloseTo(root, 15)
    expect(target).toEqual(Float64Array.of(10, 20, 60))
  })

  test('reads the shipped data sets', () => {
    const folder = resolve(import.meta.dirname, '../../../../resources/datasets')
    const shipped = (path: string): TableSource => readCsv(readFileSync(resolve(folder, path)), path)
    expect(table(csv('faithful.csv', ['eruptions'], 'waiting', true), shipped).target).toHaveLength(272)
    expect(table(csv('trees.csv', ['Girth', 'Height'], 'Volume'), shipped).features).toHaveLength(2)
  })

  test.each([
    [csv('none.csv', ['a'], 'b'), 'objective.data.path: no file or data set "none.csv" was found'],
    [csv('constructor', ['a'], 'b'), 'objective.data.path: no file or data set "constructor" was found'],
    [csv('one.csv', ['a'], 'b'), 'objective.data.path: one.csv must have at least 2 rows, got 1'],
    [
      csv('text.csv', ['b'], 'a'),
      'objective.data.x[0]: column "b" of text.csv must be numbers, but line 3 is "four"',
    ],
    [csv('good.csv', ['a'], 'd'), 'objective.data.y: "d" is not a column of good.csv; it has a, b, c'],
    [
      csv('good.csv', ['c'], 'a', true),
      'objective.data.standardize: column "c" cannot be standardized: every value is 5',
    ],
    [csv('good.csv', ['a', 'a'], 'b'), 'objective.data.x[1]: names "a" a second time'],
    [
      { source: 'inline', x: [[1], [2, 3]], y: [1, 2], standardize: false } as const,
      'objective.data.x[1]: must have 1 entry like the first row, got 2',
    ],
  ])('refuses %j', (data, fault) => {
    expect(faults(data as DataSource)).toEqual([fault])
  })
})
