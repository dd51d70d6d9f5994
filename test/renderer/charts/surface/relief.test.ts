import { describe, expect, it } from 'vitest'
import { sampleGrid } from '../../../../src/renderer/charts/painters/contours'
import { heightScale } from '../../../../src/renderer/charts/surface/height-scale'
import { drape, isHidden, pointOn, reliefOf, tall } from '../../../../src/renderer/charts/surface/relief'
import { placeUnder } from '../../../../src/renderer/charts/surface/pick'
import { eyeOf, firstView, projector, target, turnedBy } from '../../../../src/renderer/charts/surface/view'

const bowl = ([x, y]: Float64Array): number => x ** 2 + y ** 2
const rosenbrock = ([x, y]: Float64Array): number => (1 - x) ** 2 + 100 * (y - x ** 2) ** 2
const over = (value: (at: Float64Array) => number) => sampleGrid(value, [-2, 2], [-2, 2], 83, 83)

describe('the heights of a surface', () => {
  it('are linear where that shows most of it', () => {
    const scale = heightScale(over(bowl).values, 0)
    expect(scale.kind).toBe('linear')
    expect(scale.title).toBe('')
    expect(scale.share(4)).toBeCloseTo(4 / (2 * 2.05 ** 2), 3)
  })

  it('are logarithmic where half of the ground would lie flat, and say so', () => {
    const scale = heightScale(over(rosenbrock).values, 0)
    expect(scale.kind).toBe('log')
    expect(scale.title).toBe('(log)')
    expect(scale.share(10) - scale.share(1)).toBeCloseTo(scale.share(100) - scale.share(10), 9)
    expect(scale.ticks.length).toBeGreaterThan(2)
    expect(heightScale(over((at) => rosenbrock(at) - 50).values, -50).title).toBe('above −50 (log)')
  })

  it('keep to the box, whatever the values', () => {
    const scale = heightScale(over(rosenbrock).values, 0)
    for (const value of [-1, 0, 1e300, Infinity, NaN]) {
      expect(scale.share(value)).toBeGreaterThanOrEqual(0)
      expect(scale.share(value)).toBeLessThanOrEqual(1)
    }
    expect(heightScale(new Float64Array(9).fill(3), undefined).share(3)).toBe(0)
  })
})

const grid = over(bowl)
const scale = heightScale(grid.values, 0)
const relief = reliefOf(grid, scale.share)

const draped = (...columns: readonly (readonly number[])[]): Float32Array =>
  drape(
    relief,
    { x: Float64Array.from(columns[0].keys()), theta: columns.map((column) => Float64Array.from(column)) },
    0,
  )

describe('a path on the surface', () => {
  it('lies on it all along, from its first point to its last', () => {
    const ends = draped([-1.5, 1.5], [1, -1])
    expect(ends.slice(0, 3)).toEqual(Float32Array.from(pointOn(relief, -1.5, 1) ?? []))
    const last = pointOn(relief, 1.5, -1) ?? []
    ends.slice(-3).forEach((value, axis) => expect(value).toBeCloseTo(last[axis], 5))
    const [low, high] = [relief.x[0], relief.x[1]]
    for (let k = 0; k < ends.length; k += 3) {
      const [x, y] = [low + ((ends[k] + 1) / 2) * (high - low), low + ((1 - ends[k + 2]) / 2) * (high - low)]
      expect(ends[k + 1]).toBeCloseTo(tall * scale.share(bowl(Float64Array.of(x, y))), 2)
    }
  })

  it('ends at the edge of the box, and goes on where it comes back', () => {
    const ends = draped([0, 50, 50, 0, NaN, 1, 1e300], [0, 0, 1, 1, 0, 1, 1])
    expect(ends.length % 6).toBe(0)
    for (let k = 0; k < ends.length; k += 3) expect(Math.abs(ends[k])).toBeLessThanOrEqual(1 + 1e-6)
    expect(Math.max(...ends.filter((_, k) => k % 3 === 0))).toBeCloseTo(1, 5)
    expect(draped([9, 10], [9, 10])).toHaveLength(0)
    expect(draped([1], [1])).toHaveLength(0)
  })

  it('is hidden behind a wall, and not in front of it', () => {
    const inside = pointOn(relief, 1.2, 0) ?? [0, 0, 0]
    expect(isHidden(relief, inside, [-5, 2, 0])).toBe(false)
    expect(isHidden(relief, inside, [5, 0.1, 0])).toBe(true)
    expect(pointOn(relief, 3, 0)).toBeUndefined()
  })
})

describe('the view', () => {
  const viewport = { width: 400, height: 300, whole: 470, ratio: 1 }

  it('has what is looked at in the middle, what is higher further up, what is nearer further down', () => {
    const project = projector(firstView, viewport)
    expect(project(target)).toEqual([expect.closeTo(200, 9), expect.closeTo(150, 9)])
    expect(project([0, tall, 0])[1]).toBeLessThan(project([0, 0, 0])[1])
    expect(project([0, 0, 1])[1]).toBeGreaterThan(project([0, 0, -1])[1])
    expect(project([1, 0, 0])[0]).toBeGreaterThan(project([-1, 0, 0])[0])
  })

  it('turns around, comes near, and stays above the ground', () => {
    const behind = turnedBy(firstView, Math.PI, 0)
    const [x, y, z] = eyeOf(firstView)
    expect(eyeOf(behind)).toEqual([expect.closeTo(-x, 9), expect.closeTo(y, 9), expect.closeTo(-z, 9)])
    expect(eyeOf(turnedBy(firstView, 0, 99))[1]).toBeGreaterThan(0)
    const size = (view: typeof firstView): number => {
      const project = projector(view, viewport)
      return project([1, 0, 0])[0] - project([-1, 0, 0])[0]
    }
    expect(size(turnedBy(firstView, 0, 0, 0.5))).toBeGreaterThan(1.5 * size(firstView))
  })
})

describe('what lies under a pixel', () => {
  const viewport = { width: 500, height: 400, whole: 560, ratio: 1 }

  it.each([
    [0, 0],
    [-1.2, 0.4],
    [1.5, -1.5],
    [0.3, 1.8],
  ])('is the place that is seen there: (%f, %f)', (x, y) => {
    const view = turnedBy(firstView, 0.4, -0.5)
    const point = pointOn(relief, x, y)
    if (!point) throw new Error('this is on the surface')
    expect(isHidden(relief, point, eyeOf(view))).toBe(false)
    const [u, v] = placeUnder(relief, view, viewport, projector(view, viewport)(point), 0) ?? [NaN, NaN]
    expect(u).toBeCloseTo(x, 3)
    expect(v).toBeCloseTo(y, 3)
  })

  it('beside the surface is the edge nearest to it, and above the horizon nothing', () => {
    const [u, v] = placeUnder(relief, firstView, viewport, [2, 380], 0) ?? [NaN, NaN]
    expect(u).toBeGreaterThan(relief.x[0])
    expect(v).toBeCloseTo(relief.y[0], 9)
    const flat = turnedBy(firstView, 0, 1)
    expect(placeUnder(relief, flat, viewport, [250, -4_000], 0)).toBeUndefined()
  })
})
