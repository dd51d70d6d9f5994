import { expect, test } from 'vitest'
import { pointsCsv } from '../../../src/renderer/charts/points-csv'
import type { CurveView } from '../../../src/renderer/model/chart-data'

const x = Float64Array.of(0, 1, 2, 3)
const curve: CurveView = {
  key: '1',
  label: 'GD',
  inFull: 'GD, lr 0.1',
  style: 0,
  x,
  y: Float64Array.of(4, 0.1 + 0.2, NaN, Infinity),
}

test('points of what is shown, or of the whole curve, read back as the same numbers', () => {
  expect(pointsCsv([curve], 'iteration', 'loss', [0.5, 2])).toBe(
    'run,iteration,loss\n"GD, lr 0.1",1,0.30000000000000004\n"GD, lr 0.1",2,NaN\n',
  )
  expect(pointsCsv([curve], 'iteration', 'loss', undefined).trim().split('\n')).toHaveLength(5)
})

test('of groups the edges and the runs behind each point come too; a run of its own has none', () => {
  const [low, high] = [Float64Array.of(1, 0.1), Float64Array.of(9, NaN)]
  const band = { low, high, n: Float64Array.of(5, 5), diverged: Float64Array.of(0, 2) }
  const group = {
    ...curve,
    label: 'Seeds',
    inFull: undefined,
    x: x.subarray(0, 2),
    y: curve.y.subarray(0, 2),
    band,
  }
  expect(pointsCsv([group, { ...curve, inFull: 'GD' }], 'iteration', 'loss', [0, 1])).toBe(
    [
      'run,iteration,loss,low,high,n,diverged',
      'Seeds,0,4,1,9,5,0',
      'Seeds,1,0.30000000000000004,0.1,NaN,5,2',
      'GD,0,4,,,,',
      'GD,1,0.30000000000000004,,,,',
      '',
    ].join('\n'),
  )
})

test('a curve of which the chart holds a part is refused where points are missing, with the way out', () => {
  const whole = { x: Float64Array.of(0, 1, 2, 2.5, 3), y: new Float64Array(5) }
  const long = { ...curve, whole }
  expect(() => pointsCsv([long], 'iteration', 'loss', undefined)).toThrow(
    'GD has 5 points there, of which the chart holds those that it draws: zoom in further',
  )
  expect(pointsCsv([long], 'iteration', 'loss', [0, 1])).toContain(',1,0.3')
})
