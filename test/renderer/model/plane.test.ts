import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import type { PathView } from '../../../src/renderer/model/chart-data'
import {
  alongParameters,
  liesIn,
  placeIn,
  principalDirections,
  principalPlane,
  sliceOf,
  thetaAt,
  throughPoints,
  type Plane,
} from '../../../src/renderer/model/plane'
import { projectPath } from '../../../src/renderer/model/sliced'

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, value, j) => sum + value * b[j], 0)

function upright({ u, v }: Plane): void {
  expect(dot(u, u)).toBeCloseTo(1, 12)
  expect(dot(v, v)).toBeCloseTo(1, 12)
  expect(dot(u, v)).toBeCloseTo(0, 12)
}

describe('principal directions', () => {
  /** scikit-learn's PCA of Fisher's irises, as its documentation prints it. */
  it('of the irises are those of scikit-learn', () => {
    const lines = readFileSync('resources/datasets/iris.csv', 'utf8').trim().split('\n').slice(1)
    const [first, second] = principalDirections(lines.map((line) => line.split(',').slice(0, 4).map(Number)))
    expect(first.share).toBeCloseTo(0.92461872, 7)
    expect(second.share).toBeCloseTo(0.05306648, 7)
    const known = [
      [0.36138659, -0.08452251, 0.85667061, 0.3582892],
      [0.65658877, 0.73016143, -0.17337266, -0.07548102],
    ]
    known[0].forEach((entry, j) => expect(first.direction[j]).toBeCloseTo(entry, 7))
    known[1].forEach((entry, j) => expect(second.direction[j]).toBeCloseTo(entry, 7))
  })

  it('are none of points that do not move', () => {
    expect(principalDirections([[1, 2, 3]])).toEqual([])
    expect(
      principalDirections([
        [1, 2, 3],
        [1, 2, 3],
      ]),
    ).toEqual([])
    expect(principalPlane([[1, 2, 3]], [0, 0, 0], 'the minimum')).toBeUndefined()
  })

  it('make a plane that says how much of the spread it holds', () => {
    const points = [0, 1, 2, 3].map((k) => [3 * k, 0, k % 2, 0])
    const plane = principalPlane(points, [0, 0, 0, 5], 'the minimum')
    if (!plane) throw new Error('no plane')
    upright(plane)
    expect(plane.about).toContain('100.0 % of their spread')
    expect(plane.about).toContain('A slice of 4 parameters')
  })
})

describe('the plane through start, end and minimum', () => {
  it('holds all three', () => {
    const [start, end, minimum] = [
      [4, 0, 1],
      [1, 2, 1],
      [0, 0, -1],
    ]
    const plane = throughPoints(start, end, minimum, [])
    if (!plane) throw new Error('no plane')
    upright(plane)
    for (const point of [start, end, minimum]) expect(liesIn(plane, point, 1)).toBe(true)
    expect(liesIn(plane, [0, 5, 0], 1)).toBe(false)
    expect(placeIn(plane, minimum)).toEqual([0, 0])
    expect(plane.about).toContain('the start, the end of the path and the minimum')
  })

  it('takes the path’s farthest point where the end is the minimum, and says so', () => {
    const bend = [2, 3, 0]
    const plane = throughPoints([4, 0, 0], [0, 0, 0], [0, 0, 0], [[3, 1, 0], bend, [0, 0, 0]])
    if (!plane) throw new Error('no plane')
    upright(plane)
    expect(liesIn(plane, bend, 1)).toBe(true)
    expect(plane.about).toContain('farthest from the line')
  })

  it('has some direction across a straight path, and none where nothing moved', () => {
    const plane = throughPoints([1, 1, 1], [0, 0, 0], [0, 0, 0], [[0.5, 0.5, 0.5]])
    if (!plane) throw new Error('no plane')
    upright(plane)
    expect(plane.about).toContain('the path is straight')
    expect(throughPoints([1, 1, 1], [1, 1, 1], [1, 1, 1], [])).toBeUndefined()
  })
})

describe('a slice', () => {
  const value = ([a, b, c]: Float64Array): number => a + 10 * b + 100 * c

  it('of two parameters keeps the others', () => {
    const plane = alongParameters(['a', 'b', 'c'], [2, 0], [7, 8, 9], 'at the start')
    expect(sliceOf(plane, value)(Float64Array.of(3, 5))).toBe(5 + 80 + 300)
    expect(thetaAt(plane, 3, 5)).toEqual([5, 8, 3])
    expect(placeIn(plane, [5, 0, 3])).toEqual([3, 5])
    expect(plane.names).toEqual(['c', 'a'])
    expect(plane.about).toBe('A slice of 3 parameters along c and a, the others as at the start.')
    expect(alongParameters(['x', 'y'], [0, 1], [1, 2], '').about).toBe('')
  })

  const theta = [Float64Array.of(4, 1), Float64Array.of(0, 2), Float64Array.of(1, 1)]
  const path: PathView = {
    key: 'gd',
    label: 'GD',
    style: 0,
    x: Float64Array.of(0, 1),
    theta,
    whole: { x: Float64Array.of(0, 1), theta },
  }

  it('shows a path where it is nearest to the plane, held or read', () => {
    const plane = throughPoints([4, 0, 1], [1, 2, 1], [0, 0, -1], [])
    if (!plane) throw new Error('no plane')
    const projected = projectPath(path, plane)
    for (const k of [0, 1]) {
      const here = placeIn(
        plane,
        theta.map((column) => column[k]),
      )
      expect(projected.theta.map((column) => column[k])).toEqual([
        expect.closeTo(here[0], 12),
        expect.closeTo(here[1], 12),
      ])
      expect(projected.whole?.theta.map((column) => column.at(k))).toEqual([
        expect.closeTo(here[0], 12),
        expect.closeTo(here[1], 12),
      ])
      // These points lie in it.
      thetaAt(plane, ...here).forEach((entry, j) => expect(entry).toBeCloseTo(theta[j][k], 12))
    }
  })

  it('hands on parameters of their own without copying them', () => {
    const plane = alongParameters(['a', 'b', 'c'], [1, 2], [7, 8, 9], 'at the start')
    expect(projectPath(path, plane).theta[0]).toBe(theta[1])
  })
})
