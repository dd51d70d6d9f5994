import { expect, test } from 'vitest'
import type { CurveView } from '../../../../src/renderer/model/chart-data'
import { playheadPlaces } from '../../../../src/renderer/charts/painters/playhead-painter'
import { nearestPoint } from '../../../../src/renderer/charts/probes/curve-probe'
import { frame } from '../frames'

/** A run of five updates against evaluations, of which it makes so many an update. */
const curve = (key: string, each: number, updates = 5) => {
  const at = Float64Array.from({ length: updates + 1 }, (_, k) => k)
  const view: CurveView = { key, label: key, style: 0, x: at.map((k) => each * k), y: at, updates: at }
  return { view, style: { color: key, dash: [], marker: 'circle' as const } }
}
const placed = (curves: ReturnType<typeof curve>[], playhead: number) =>
  playheadPlaces(curves, frame(), playhead).map(({ x, curve: at }) => [x, at?.view.key])

test('the playhead stands where each run has come to by that update', () => {
  const runs = [curve('gd', 1), curve('armijo', 7)]
  expect(placed(runs, 3)).toEqual([
    [3, 'gd'],
    [21, 'armijo'],
  ])
  // At one place for all it is one line.
  expect(placed(runs, 0)).toEqual([[0, undefined]])
  expect(placed([runs[1]], 3)).toEqual([[21, undefined]])
})

test('runs that are over have no say in where it is', () => {
  const runs = [curve('short', 1, 2), curve('long', 7)]
  expect(placed(runs, 4)).toEqual([[28, undefined]])
  expect(placed([runs[0]], 4)).toEqual([[2, undefined]])
})

test('where x counts updates it may stand between two points', () => {
  const { view, style } = curve('gd', 1)
  expect(placed([{ view: { ...view, updates: undefined }, style }], 2.5)).toEqual([[2.5, undefined]])
})

test('a place on x leads to the update that was made there', () => {
  expect(nearestPoint([curve('gd', 1), curve('armijo', 7)], frame(), 22)).toEqual({ x: 21, update: 3 })
})
