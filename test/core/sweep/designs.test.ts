import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { designCount, designPoints, type Axis, type Design } from '@core/sweep/designs'

const rate: Axis = { kind: 'range', from: 1e-4, to: 1, scale: 'log' }
const rates: Axis = { ...rate, steps: 5 }
const methods: Axis = { kind: 'list', values: ['adam', 'gd'] }
const flags: Axis = { kind: 'list', values: [true, false] }
const rows: Axis = { kind: 'range', from: 1, to: 4, scale: 'linear', whole: true }

const pointsOf = (design: Design, axes: readonly Axis[], count: number | undefined, seed = 1) => {
  const point = designPoints(design, axes, count, seed)
  return Array.from({ length: designCount(design, axes, count) }, (_, i) => point(i))
}

describe('a grid', () => {
  test('has every combination once, the last axis the fastest', () => {
    expect(pointsOf('grid', [methods, flags], undefined)).toEqual([
      ['adam', true],
      ['adam', false],
      ['gd', true],
      ['gd', false],
    ])
  })

  test('has round values on a log scale, and its ends', () => {
    expect(pointsOf('grid', [rates], undefined).flat()).toEqual([0.0001, 0.001, 0.01, 0.1, 1])
  })

  test('has whole numbers once', () => {
    const many: Axis = { kind: 'range', from: 1, to: 100, scale: 'log', steps: 20, whole: true }
    const values = pointsOf('grid', [many], undefined).flat()
    expect(new Set(values).size).toBe(values.length)
    expect(values.slice(0, 5)).toEqual([1, 2, 3, 4, 5])
    expect(values.at(-1)).toBe(100)
    const one: Axis = { kind: 'range', from: 3, to: 3, scale: 'linear', steps: 1 }
    expect(pointsOf('grid', [one], undefined)).toEqual([[3]])
  })

  test('counts a product that is never built', () => {
    const long: Axis = { kind: 'range', from: 0, to: 1, scale: 'linear', steps: 1000 }
    expect(designCount('grid', Array<Axis>(60).fill(long), undefined)).toBeCloseTo(1e180, -170)
    expect(designCount('grid', [long, methods], undefined)).toBe(2000)
    expect(designCount('grid', [long, methods], 10)).toBe(10)
  })

  test('takes steps of a distribution at shares of equal chance', () => {
    const normal: Axis = { kind: 'normal', mean: 2, deviation: 3, steps: 3 }
    const lognormal: Axis = { kind: 'lognormal', median: 0.01, factor: 10, steps: 3 }
    const [below, middle, above] = pointsOf('grid', [normal], undefined).flat().map(Number)
    expect(middle).toBe(2)
    expect(below + above).toBeCloseTo(4, 10)
    expect(above).toBeCloseTo(2 + 3 * 0.967421566101701, 10)
    const logs = pointsOf('grid', [lognormal], undefined).flat().map(Number)
    expect(logs[1]).toBe(0.01)
    expect(logs[2]).toBeCloseTo(0.01 * 10 ** 0.967421566101701, 10)
  })

  test('refuses a continuum, by its place and with the remedy', () => {
    expect(() => designPoints('grid', [methods, rate], undefined, 1)).toThrow(
      'axis 2 of a grid is a continuum: give it steps, or take a random or sobol design',
    )
  })
})

describe('random and sobol designs', () => {
  const axes = [rate, methods, rows, rates]
  const designs = fc.constantFrom<Design>('random', 'sobol')
  const seeds = fc.nat({ max: 2 ** 32 - 1 })

  test('a point does not depend on how many there are, nor on the order they are read in', () => {
    fc.assert(
      fc.property(designs, seeds, fc.nat({ max: 600 }), (design, seed, index) => {
        const short = designPoints(design, axes, index + 1, seed)
        const long = designPoints(design, axes, 100_000, seed)
        long(90_000)
        expect(long(index)).toEqual(short(index))
      }),
      { numRuns: 30 },
    )
  })

  test('are within their axes', () => {
    fc.assert(
      fc.property(designs, seeds, fc.nat({ max: 2000 }), (design, seed, index) => {
        const [lr, method, batch, step] = designPoints(design, axes, 2001, seed)(index)
        expect(lr).toBeGreaterThanOrEqual(1e-4)
        expect(lr).toBeLessThanOrEqual(1)
        expect(['adam', 'gd']).toContain(method)
        expect([1, 2, 3, 4]).toContain(batch)
        expect([0.0001, 0.001, 0.01, 0.1, 1]).toContain(step)
      }),
      { numRuns: 50 },
    )
  })

  test.each(['random', 'sobol'] as const)('%s: other seeds give other points', (design) => {
    expect(designPoints(design, [rate], 1, 1)(0)).not.toEqual(designPoints(design, [rate], 1, 2)(0))
  })

  test('a sobol design has one value in each of 64 equal parts of every axis', () => {
    const unit: Axis = { kind: 'range', from: 0, to: 1, scale: 'linear' }
    const points = pointsOf('sobol', [unit, unit, unit], 64, 7)
    for (const i of [0, 1, 2]) {
      const cells = points.map((point) => Math.floor(Number(point[i]) * 64))
      expect(cells.toSorted((a, b) => a - b)).toEqual([...Array(64).keys()])
    }
  })

  test('whole numbers come up alike, the ends too', () => {
    const drawn = pointsOf('sobol', [rows], 4096, 3).flat()
    for (const value of [1, 2, 3, 4]) expect(drawn.filter((each) => each === value)).toHaveLength(1024)
  })

  test('draws from a log-normal have its median and its factor', () => {
    const axis: Axis = { kind: 'lognormal', median: 0.01, factor: 10 }
    const drawn = pointsOf('random', [axis], 4000).flat().map(Number)
    const share = drawn.filter((value) => value > 0.001 && value < 0.1).length / drawn.length
    expect(share).toBeCloseTo(0.6827, 1)
    expect(drawn.filter((value) => value < 0.01).length / drawn.length).toBeCloseTo(0.5, 1)
  })

  test('refuse what they cannot do', () => {
    expect(() => designPoints('sobol', Array<Axis>(21).fill(rate), 4, 1)).toThrow(
      'a sobol design has at most 20 axes, got 21: take a random one',
    )
    expect(() => designCount('random', [rate], undefined)).toThrow('say how many points it has')
    expect(() => designPoints('random', [rate], 4, 1)(4)).toThrow('a design of 4 points has no point 4')
  })
})
