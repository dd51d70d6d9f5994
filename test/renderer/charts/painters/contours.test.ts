import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  affordableCells,
  contourLevels,
  contourLines,
  levelsAcross,
  sampleGrid,
} from '../../../../src/renderer/charts/painters/contours'

const bowl = (theta: Float64Array): number => theta[0] ** 2 + theta[1] ** 2
const rosenbrock = ([x, y]: Float64Array): number => (1 - x) ** 2 + 100 * (y - x ** 2) ** 2

describe('sampleGrid', () => {
  it('reaches one cell beyond the window on every side', () => {
    const grid = sampleGrid(bowl, [-1, 1], [0, 4], 11, 7)
    expect(grid.x0).toBeCloseTo(-1.25)
    expect(grid.x0 + 10 * grid.dx).toBeCloseTo(1.25)
    expect(grid.y0).toBeCloseTo(-1)
    expect(grid.y0 + 6 * grid.dy).toBeCloseTo(5)
    expect(grid.values[0]).toBeCloseTo(1.25 ** 2 + 1)
  })

  it('takes what is not finite for high ground', () => {
    const cliff = ([x, y]: Float64Array): number => (x > 0 ? NaN : y > 0 ? Infinity : 5 + x)
    const { values } = sampleGrid(cliff, [-1, 1], [-1, 1], 9, 9)
    expect(values.every(Number.isFinite)).toBe(true)
    expect(Math.max(...values)).toBeLessThanOrEqual(5)
  })
})

describe('contourLevels', () => {
  it('follow Rosenbrock’s valley down while they climb its walls', () => {
    const { values } = sampleGrid(rosenbrock, [-2, 2], [-1, 3], 200, 200)
    const levels = contourLevels(values, 0)
    expect(levels.filter((level) => level <= 1).length).toBeGreaterThanOrEqual(2)
    expect(levels.at(-1)).toBeGreaterThanOrEqual(1_000)
    expect(levels.length).toBeLessThanOrEqual(18)
  })

  it('are the same lines while the window moves', () => {
    const levels = (shift: number): readonly number[] =>
      contourLevels(sampleGrid(rosenbrock, [-2 + shift, 2 + shift], [-1, 3], 80, 80).values, 0)
    const before = new Set(levels(0))
    expect(levels(0.1).filter((level) => before.has(level)).length).toBeGreaterThan(8)
  })

  it('stand above a floor that is not zero', () => {
    const { values } = sampleGrid((theta) => bowl(theta) - 50, [-3, 3], [-3, 3], 60, 60)
    const levels = contourLevels(values, -50)
    expect(levels.every((level) => level > -50)).toBe(true)
    expect(levels).toContain(-49)
  })

  it('are round numbers, 0 among them, above a floor that is not', () => {
    const { values } = sampleGrid((theta) => bowl(theta) - 1.0316, [-3, 3], [-3, 3], 80, 80)
    const levels = levelsAcross(values, -1.0316)
    expect(levels).toContain(0)
    expect(levels).toContain(1)
    for (const level of levels.slice(-6))
      expect(String(level).replace(/[-.]|^0+/g, '').length).toBeLessThan(3)
    levels.slice(1).forEach((level, k) => expect(level).toBeGreaterThan(levels[k]))
    expect(levelsAcross(values, undefined)).toContain(0)
    // Where nothing changes its sign there is none.
    expect(levelsAcross(sampleGrid(bowl, [1, 3], [1, 3], 40, 40).values, 0)).not.toContain(0)
  })

  it('are evenly spaced where the window shows a mere slope', () => {
    const { values } = sampleGrid(([x]) => 100 + x, [0, 1], [0, 1], 40, 40)
    const levels = contourLevels(values, 0)
    const steps = levels.slice(1).map((level, index) => level - levels[index])
    expect(levels.length).toBeGreaterThan(5)
    expect(Math.max(...steps) - Math.min(...steps)).toBeLessThan(1e-9)
  })

  it('measure from zero where no value is the lowest', () => {
    const saddle = ([x, y]: Float64Array): number => x ** 2 - y ** 2
    for (const shift of [0, 0.37]) {
      const { values } = sampleGrid(saddle, [-4 + shift, 4 + shift], [-4, 4], 60, 60)
      const levels = contourLevels(values, undefined)
      expect(levels).toContain(0)
      expect(levels.filter((level) => level < 0).length).toBeGreaterThan(2)
      expect(levels.filter((level) => level > 0).length).toBeGreaterThan(2)
      expect(levels.length).toBeLessThanOrEqual(20)
    }
    expect(contourLevels(new Float64Array(9).fill(-3), undefined)).toEqual([])
  })

  it('are none on a plain', () => {
    expect(contourLevels(new Float64Array(100).fill(3), 3)).toEqual([])
  })

  it('ascend, lie among the values and stay few, whatever these are', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e12, noNaN: true }), { minLength: 1, maxLength: 60 }),
        fc.integer({ min: 5, max: 25 }),
        (values, count) => {
          const levels = contourLevels(Float64Array.from(values), 0, count)
          expect(levels.length).toBeLessThanOrEqual(count + 2)
          levels.forEach((level, index) => {
            expect(level).toBeGreaterThan(index > 0 ? levels[index - 1] : 0)
            expect(level).toBeLessThanOrEqual(Math.max(...values))
          })
        },
      ),
    )
  })
})

describe('contourLines', () => {
  it('run where the function has their level', () => {
    const grid = sampleGrid(bowl, [-2, 2], [-2, 2], 120, 120)
    const [{ level, polygons }] = contourLines(grid, [1])
    // The hole in the high ground is the circle; the outside is the edge of the grid.
    const circle = polygons.flat().find((ring) => ring.every(([x, y]) => Math.hypot(x, y) < 1.5))
    expect(circle?.length).toBeGreaterThan(50)
    for (const [x, y] of circle ?? []) expect(bowl(Float64Array.of(x, y))).toBeCloseTo(level, 2)
  })
})

describe('affordableCells', () => {
  it('spends no more than the budget, within reason', () => {
    expect(affordableCells(0.001, 10, 1e6)).toBe(10_000)
    expect(affordableCells(1e-9, 10, 30_000)).toBe(30_000)
    expect(affordableCells(50, 10, 30_000)).toBe(576)
  })
})
