import { expect, test } from 'vitest'
import { normalTable } from '@core/data/normal'
import { viewOf } from '@core/data/view'
import { linearRegression } from '@core/objectives/regression/linear-regression'
import type { Table } from '@core/objectives/contract'
import { momentsOf } from '@core/objectives/regression/moments'

const rows = 200_000
const withMoments = (table: Table): Table => ({ ...table, moments: momentsOf(table) })
const cloud = withMoments(normalTable(rows, 5))
const extremes = (values: Float64Array): readonly number[] => [
  values.reduce((a, b) => Math.min(a, b)),
  values.reduce((a, b) => Math.max(a, b)),
]

test('a small table is seen whole, in memory of its own', () => {
  const column = new Float64Array(new SharedArrayBuffer(24))
  column.set([1, 2, 3])
  const table = { featureNames: ['x'], targetName: 'y', features: [column], target: column }
  const view = viewOf(table)
  expect(view).toEqual({ ...table, features: [Float64Array.of(1, 2, 3)], target: Float64Array.of(1, 2, 3) })
  expect(view.target.buffer).toBeInstanceOf(ArrayBuffer)
})

test('of many rows it holds real ones, in their order, and the outermost', () => {
  const { features, target, sample } = viewOf(cloud)
  if (!sample) throw new Error('all rows are there')
  expect(sample.rows).toBe(rows)
  expect(target.length).toBe(sample.index.length)
  expect(target.length).toBeLessThan(512 * 256 + 5)
  sample.index.forEach((row, place) => {
    if (place > 0 && row <= sample.index[place - 1]) throw new Error(`row ${row} comes too late`)
    if (features[0][place] !== cloud.features[0][row]) throw new Error(`row ${row} has another x`)
    if (target[place] !== cloud.target[row]) throw new Error(`row ${row} has another y`)
  })
  expect(extremes(features[0])).toEqual(extremes(cloud.features[0]))
  expect(extremes(target)).toEqual(extremes(cloud.target))
})

test('every row left out has one beside it that is drawn', () => {
  const view = viewOf(cloud)
  const [[left, right], [bottom, top]] = [extremes(cloud.features[0]), extremes(cloud.target)]
  const cell = (x: number, y: number): number =>
    Math.floor(((x - left) / (right - left)) * 512) * 1_000 +
    Math.floor(((y - bottom) / (top - bottom)) * 256)
  const drawn = new Set(Array.from(view.target, (y, place) => cell(view.features[0][place], y)))
  expect(drawn.size).toBeGreaterThan(10_000)
  for (let row = 0; row < rows; row++) {
    const at = cell(cloud.features[0][row], cloud.target[row])
    if (!drawn.has(at)) throw new Error(`row ${row} has nothing drawn in its cell`)
  }
})

test('an objective bound to it is the one bound to all rows', () => {
  const bind = (table: Table) => linearRegression.create({ gradient: 'mean' }, table)
  const [whole, seen] = [bind(cloud), bind(viewOf(cloud))]
  expect(seen.rows).toBe(rows)
  expect(seen.minima).toEqual(whole.minima)
  expect(seen.domain).toEqual(whole.domain)
  const theta = Float64Array.of(0.3, -2)
  const [a, b] = [new Float64Array(2), new Float64Array(2)]
  expect(seen.evaluate(theta, a)).toBe(whole.evaluate(theta, b))
  expect(a).toEqual(b)
})

test('where only the rows tell the loss, those of the view stand for all of them', () => {
  // A spread this small beside the mean leaves sums over the rows as the only way.
  const far = withMoments({ ...cloud, features: [cloud.features[0].map((x) => 1e6 + x)] })
  const bind = (table: Table) => linearRegression.create({ gradient: 'mean' }, table)
  const view = viewOf(far)
  expect(view.target.length).toBe(2 ** 17)
  const [whole, seen] = [bind(far), bind(view)]
  const theta = Float64Array.of(1e-6, 3)
  expect(seen.rows).toBe(rows)
  expect(Math.abs(seen.value(theta) / whole.value(theta) - 1)).toBeLessThan(0.01)
})

test('the lowest loss is that of all rows, not of those that are seen', () => {
  const far = withMoments({ ...cloud, features: [cloud.features[0].map((x) => 1e6 + x)] })
  const bind = (table: Table) => linearRegression.create({ gradient: 'mean' }, table)
  const [whole, seen] = [bind(far), bind(viewOf(far))]
  const [{ theta, value }] = whole.minima
  expect(seen.minima).toEqual(whole.minima)
  expect(Math.abs(whole.value(Float64Array.from(theta)) / value - 1)).toBeLessThan(1e-9)
  expect(Math.abs(seen.value(Float64Array.from(theta)) / value - 1)).toBeGreaterThan(1e-5)
})

test('a wide table is cut to the same size', () => {
  const target = Float64Array.from({ length: 100_000 }, (_, row) => row)
  const features = [0, 1, 2].map((shift) => target.map((value) => Math.sin(value + shift)))
  const view = viewOf(withMoments({ featureNames: ['a', 'b', 'c'], targetName: 'y', features, target }))
  expect(view.features.map(({ length }) => length)).toEqual([65_536, 65_536, 65_536])
  expect(view.sample?.rows).toBe(100_000)
  expect([view.target[0], view.target.at(-1)]).toEqual([0, 99_998])
})
