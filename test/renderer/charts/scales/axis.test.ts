import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  columnEdges,
  nearestIndex,
  roundToPixel,
  toPixel,
  toValue,
  usableExtent,
  withinExtent,
  withinReach,
  type PixelAxis,
} from '../../../../src/renderer/charts/scales/axis'

const linear: PixelAxis = { scale: 'linear', min: -2, max: 8, from: 100, to: 600 }
const log: PixelAxis = { scale: 'log', min: 1e-4, max: 1, from: 400, to: 0 }

describe('pixels and values', () => {
  it('puts the ends of the scale on the ends of the plot', () => {
    expect([toPixel(linear, -2), toPixel(linear, 8), toPixel(linear, 3)]).toEqual([100, 600, 350])
    expect(toPixel(log, 1e-4)).toBeCloseTo(400)
    expect(toPixel(log, 1)).toBeCloseTo(0)
    expect(toPixel(log, 1e-2)).toBeCloseTo(200)
  })

  it('has no pixel for what the scale can not show', () => {
    expect([0, -1, NaN, Infinity].map((value) => toPixel(log, value))).toEqual([NaN, NaN, NaN, NaN])
    expect([NaN, -Infinity].map((value) => toPixel(linear, value))).toEqual([NaN, NaN])
  })

  it('keeps far values within what a canvas can count', () => {
    expect(toPixel(linear, 1e300)).toBe(1e9)
    expect(toPixel(linear, -1e300)).toBe(-1e9)
  })

  it('comes back from every pixel', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 600, noNaN: true }),
        fc.constantFrom(linear, log),
        (pixel, axis) => {
          expect(toPixel(axis, toValue(axis, pixel))).toBeCloseTo(pixel, 6)
        },
      ),
    )
  })

  it('rounds what is read off to the digits a pixel can tell', () => {
    expect(roundToPixel(linear, 1.234567)).toBe(1.23)
    expect(roundToPixel({ ...linear, min: 0, max: 5e6 }, 1_234_567)).toBe(1_230_000)
  })

  it('has ascending column edges from end to end', () => {
    for (const axis of [linear, { ...log, from: 0, to: 400 }]) {
      const edges = columnEdges(axis, 250)
      expect(edges[0]).toBe(axis.min)
      expect(edges[250]).toBe(axis.max)
      expect(edges.every((edge, index) => index === 0 || edge > edges[index - 1])).toBe(true)
    }
  })
})

describe('usableExtent', () => {
  it('is never empty, and positive on a log scale', () => {
    const any = fc.double({ noNaN: false })
    fc.assert(
      fc.property(any, any, fc.constantFrom('linear' as const, 'log' as const), (a, b, scale) => {
        fc.pre(Math.abs(a) < 1e307 && Math.abs(b) < 1e307)
        const [low, high] = usableExtent(Math.min(a, b), Math.max(a, b), scale, 0.04)
        expect(high).toBeGreaterThan(low)
        if (scale === 'log') expect(low).toBeGreaterThan(0)
      }),
    )
  })

  it('makes room around a single value', () => {
    expect(usableExtent(0, 0, 'linear')).toEqual([-1, 1])
    expect(usableExtent(4, 4, 'log')).toEqual([2, 8])
    expect(usableExtent(Number.MIN_VALUE, Number.MIN_VALUE, 'log')[0]).toBe(Number.MIN_VALUE)
  })
})

describe('withinReach', () => {
  it('leaves a reasonable window alone', () => {
    expect(withinReach([1, 2], [0, 10], 'linear')).toEqual([1, 2])
    expect(withinReach([0.1, 1e3], [1, 10], 'log')).toEqual([0.1, 1e3])
  })

  it('brings any other back to one that can be drawn', () => {
    const any = fc.oneof(fc.double(), fc.constantFrom(NaN, Infinity, 0, undefined))
    fc.assert(
      fc.property(any, any, fc.constantFrom('linear' as const, 'log' as const), (a, b, scale) => {
        const [low, high] = withinReach([a, b], [1, 10], scale)
        expect(Number.isFinite(low) && Number.isFinite(high)).toBe(true)
        expect(high).toBeGreaterThan(low)
        if (scale === 'log') expect(low).toBeGreaterThan(0)
      }),
    )
  })
})

describe('search', () => {
  const x = Float64Array.of(0, 1, 1, 4, 10)

  it('finds the recorded point nearest on the scale', () => {
    expect([-5, 0.4, 2.4, 2.6, 99].map((value) => nearestIndex(x, value, 'linear'))).toEqual([0, 0, 2, 3, 4])
    // On a log scale 2.1 is nearer to 4 than to 1, and 0 is nowhere.
    expect([0.01, 2.1, 6].map((value) => nearestIndex(x, value, 'log'))).toEqual([1, 3, 3])
    expect(nearestIndex(Float64Array.of(0), 5, 'log')).toBe(-1)
    expect(nearestIndex(new Float64Array(0), 5, 'linear')).toBe(-1)
  })
})

describe('a window of an axis beyond whose extent there is nothing', () => {
  it('is moved into the extent as wide as it was, at either end', () => {
    expect(withinExtent([-20, 30], [0, 100], 'linear')).toEqual([0, 50])
    expect(withinExtent([80, 130], [0, 100], 'linear')).toEqual([50, 100])
    expect(withinExtent([20, 30], [0, 100], 'linear')).toEqual([20, 30])
  })

  it('is the extent where it is wider', () => {
    expect(withinExtent([-20, 300], [0, 100], 'linear')).toEqual([0, 100])
    expect(withinExtent([0.01, 1e5], [1, 100], 'log')).toEqual([1, 100])
  })

  it('keeps its decades on a log scale', () => {
    expect(withinExtent([0.1, 1], [1, 1_000], 'log')).toEqual([1, 10])
    expect(withinExtent([1_000, 1e4], [1, 1_000], 'log')).toEqual([100, 1_000])
  })
})
